import { homedir } from 'node:os';
import { join } from 'node:path';

type Env = Readonly<Record<string, string | undefined>>;

/** Ours in the state folder of the XDG Base Directory Specification. */
export function stateFolder(env: Env): string {
  const stateHome = env['XDG_STATE_HOME'];
  // The specification has relative paths ignored.
  const folder = stateHome?.startsWith('/') ? stateHome : join(homedir(), '.local', 'state');
  return join(folder, 'hitwatch');
}

export function defaultAlertLogPath(env: Env): string {
  return join(stateFolder(env), 'alerts.ndjson');
}
