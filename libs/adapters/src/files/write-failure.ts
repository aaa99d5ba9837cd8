import { EnvironmentFailure, systemErrorCode } from '../command-line/failure.ts';

const REMEDIES: Readonly<Record<string, readonly [what: string, remedy: string]>> = {
  ENOENT: ['no such folder', 'create it, or choose another file'],
  ENOTDIR: ['something in the path is not a folder', 'choose another file'],
  EACCES: ['permission denied', 'choose a file that you may write'],
  EPERM: ['permission denied', 'choose a file that you may write'],
  EISDIR: ['is a folder', 'name a file in it'],
  EROFS: ['the file system is read-only', 'choose another file'],
  ENOSPC: ['the disk is full', 'make room, or write elsewhere'],
  EDQUOT: ['the quota of this disk is used up', 'make room, or write elsewhere'],
  EFBIG: ['the file has reached the largest size that is allowed', 'rotate it sooner'],
};

/** What is wrong with a file that cannot be written, and what to do, as a failure with a code. */
export function writeFailure(path: string, error: unknown): EnvironmentFailure {
  const code = systemErrorCode(error) ?? 'UNKNOWN';
  const reason = error instanceof Error ? error.message : String(error);
  const [what, remedy] = REMEDIES[code] ?? [reason, 'check the file and its disk'];
  return new EnvironmentFailure(code, `${path}: ${what}`, remedy, { cause: error });
}
