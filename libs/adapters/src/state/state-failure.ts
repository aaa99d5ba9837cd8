import { EnvironmentFailure, systemErrorCode } from '../command-line/failure.ts';

const CHOOSE = 'choose another folder with --state';

const REMEDIES: Readonly<Record<string, readonly [what: string, remedy: string]>> = {
  ENOENT: ['its folder is not there', 'see who removed it'],
  ENOTDIR: ['is not a folder', CHOOSE],
  EEXIST: ['is not a folder', CHOOSE],
  EACCES: ['permission denied', 'let it be written, or choose another folder with --state'],
  EPERM: ['permission denied', 'let it be written, or choose another folder with --state'],
  EROFS: ['the file system is read-only', CHOOSE],
  ENOSPC: ['the disk is full', 'make room'],
  EDQUOT: ['the quota of this disk is used up', 'make room'],
  EISDIR: ['is a folder', 'remove it'],
  ENOTREG: ['is not a regular file', 'remove it'],
};

/** What is wrong with a state folder or a file in it, and what to do. */
export function stateFailure(path: string, error: unknown): EnvironmentFailure {
  if (error instanceof EnvironmentFailure) return error;
  const code = systemErrorCode(error) ?? 'UNKNOWN';
  const reason = error instanceof Error ? error.message : String(error);
  const [what, remedy] = REMEDIES[code] ?? [reason, CHOOSE];
  return new EnvironmentFailure(code, `state ${path}: ${what}`, remedy, { cause: error });
}
