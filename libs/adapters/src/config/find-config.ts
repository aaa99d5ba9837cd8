import { statSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';

const NAME = join('hitwatch', 'hitwatch.yaml');

/**
 * The configuration by the XDG Base Directory Specification: the user's own, else the first of the
 * system's; undefined when there is none.
 */
export function findConfig(env: NodeJS.ProcessEnv): string | undefined {
  return configPlaces(env).find(isFile);
}

/** Where it is looked for, in this order. Relative folders are invalid and passed over. */
export function configPlaces(env: NodeJS.ProcessEnv): readonly string[] {
  const home = env['HOME'];
  const own = set(env['XDG_CONFIG_HOME']) ?? (home === undefined ? '' : join(home, '.config'));
  const system = (set(env['XDG_CONFIG_DIRS']) ?? '/etc/xdg').split(':');
  return [own, ...system].filter((folder) => isAbsolute(folder)).map((dir) => join(dir, NAME));
}

/** An empty variable is as good as none. */
function set(variable: string | undefined): string | undefined {
  return variable === '' ? undefined : variable;
}

/** What cannot be looked at is not ours. */
function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
