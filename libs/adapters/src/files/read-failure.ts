import { EnvironmentFailure, systemErrorCode } from '../command-line/failure.ts';

const REMEDIES: Readonly<Record<string, readonly [what: string, remedy: string]>> = {
  ENOENT: ['no such file', 'check the path'],
  EACCES: ['permission denied', 'run as a user who may read it, often a member of the group adm'],
  EPERM: ['permission denied', 'run as a user who may read it, often a member of the group adm'],
  EISDIR: ['is a directory', 'name the log files in it'],
  ENOTREG: ['is no regular file', 'name a log file; what comes through a pipe is read with -'],
  ENOTDIR: ['no such file', 'check the path: something in it is not a directory'],
  ELOOP: ['too many symbolic links', 'check where the links lead'],
  ENAMETOOLONG: ['the name is too long', 'check the path'],
  EMFILE: ['too many open files', 'raise the limit with ulimit -n'],
};

/** What is wrong with a file that cannot be read, and what to do, as a failure with a code. */
export function readFailure(path: string, error: unknown): EnvironmentFailure {
  const code = systemErrorCode(error) ?? 'UNKNOWN';
  const reason = error instanceof Error ? error.message : String(error);
  const [what, remedy] = REMEDIES[code] ?? [reason, 'check the file and its disk'];
  return new EnvironmentFailure(code, `${path}: ${what}`, remedy, { cause: error });
}
