import { Secret } from '../channels/secret.ts';
import type { ConfigPath } from './yaml-text.ts';

/** Where a configuration has a secret: written out, or the place where it is. */
export type SecretSource = string | { readonly env: string } | { readonly file: string };

/** Throws `UsageFailure` for a variable that is not set, `EnvironmentFailure` for a file. */
export function openSecret(
  source: SecretSource,
  env: Readonly<Record<string, string | undefined>>,
): Secret {
  if (typeof source === 'string') return new Secret(source);
  return 'env' in source ? Secret.fromEnvironment(source.env, env) : Secret.fromFile(source.file);
}

/** Members of a channel whose values are secrets, and those whose members' values are. */
const SECRET_NAMES: readonly unknown[] = ['url', 'password'];
const SECRET_MAPS: readonly unknown[] = ['headers', 'env'];

/** Whether what stands at a path of the configuration may be a secret, or be part of one. */
export function isSecretPath(path: ConfigPath): boolean {
  const [section, , name] = path;
  if (section !== 'channels') return false;
  return SECRET_NAMES.includes(name) || (SECRET_MAPS.includes(name) && path.length > 3);
}

/** A channel as it may be shown: secrets as `***`, the places where they are as they stand. */
export function withoutSecrets(section: object): object {
  return Object.fromEntries(
    Object.entries(section).map(([name, value]: [string, unknown]) => {
      if (SECRET_NAMES.includes(name)) return [name, masked(value)];
      if (!SECRET_MAPS.includes(name)) return [name, value];
      const members = Object.entries(value as Record<string, unknown>); // the schema has a mapping
      return [name, Object.fromEntries(members.map(([own, secret]) => [own, masked(secret)]))];
    }),
  );
}

function masked(value: unknown): unknown {
  return typeof value === 'object' ? value : '***';
}
