import { access, constants, stat } from 'node:fs/promises';

import {
  EnvironmentFailure,
  isNamedPipe,
  type LogGroup,
  logGroup,
  packingOfFile,
  readFailure,
  UsageFailure,
} from '@hitwatch/adapters';

/** What an argument of `watch` stands for. */
export type WatchedLog =
  | { readonly kind: 'file' | 'stream'; readonly path: string }
  | { readonly kind: 'group'; readonly group: LogGroup }
  | { readonly kind: 'packed'; readonly path: string; readonly what: string };

/**
 * Looks at all arguments before anything begins. A log that is not there yet is waited for. One
 * that is there and cannot be followed is a mistake that the user can mend now, unless others can
 * be followed meanwhile: rejects with an `EnvironmentFailure` or a `UsageFailure` when there is no
 * other.
 */
export async function watchedLogs(
  args: readonly string[],
  hasListeners: boolean,
): Promise<readonly WatchedLog[]> {
  const failures: Error[] = [];
  const logs: WatchedLog[] = [];
  for (const arg of args) {
    const group = await logGroup(arg);
    const found = group === undefined ? await look(arg) : lookAtGroup(group);
    logs.push(found.log);
    if (found.failure !== undefined) failures.push(found.failure);
  }
  const [first] = failures;
  if (first !== undefined && failures.length === args.length && !hasListeners) throw first;
  return logs;
}

interface Found {
  readonly log: WatchedLog;
  readonly failure?: Error | undefined;
}

function lookAtGroup(group: LogGroup): Found {
  const log = { kind: 'group', group } as const;
  try {
    group.list();
    return { log };
  } catch (error) {
    if (!(error instanceof EnvironmentFailure)) throw error;
    return { log, failure: error };
  }
}

async function look(path: string): Promise<Found> {
  // To open a pipe is to wait for its writer, and to close it again is to lose it.
  const isPipe = path !== '-' && isNamedPipe(path);
  const log = { kind: path === '-' || isPipe ? 'stream' : 'file', path } as const;
  if (path === '-') return { log };
  try {
    await access(path, constants.R_OK);
    if (isPipe) return { log };
    if (!(await stat(path)).isFile()) {
      const cause = Object.assign(new Error(`ENOTREG: ${path}`), { code: 'ENOTREG' });
      return { log, failure: readFailure(path, cause) };
    }
    const packing = packingOfFile(path);
    if (packing === undefined) return { log };
    const what = `${path}: is packed with ${packing}, so nobody writes to it`;
    const failure = new UsageFailure(what, 'count it with hitwatch report');
    return { log: { kind: 'packed', path, what }, failure };
  } catch (error) {
    const failure = readFailure(path, error);
    return failure.code === 'ENOENT' ? { log } : { log, failure };
  }
}
