import type { FileSystem, LogMark } from '@hitwatch/ports';

import { systemErrorCode } from '../command-line/failure.ts';
import type { KnownGenerations } from './known-generations.ts';
import { openOld } from './old-generation.ts';
import { type LogPlace, rotatedSet } from './rotated-set.ts';

/** A mark behind all that a log that is not there has been, now. */
export function markOfNothing(
  files: FileSystem,
  place: LogPlace,
  path: string,
  nowMs: number,
): LogMark {
  const old = quietly(() => rotatedSet(files, place)) ?? [];
  const modifiedMs = Math.max(nowMs, ...old.map((file) => file.modifiedMs));
  const fingerprint = new Uint8Array(0);
  return { path, dev: 0, ino: 0, fingerprint, offset: 0, seen: { sizeBytes: 0, modifiedMs } };
}

/** Remembers the file that was rotated last: it may still be written to, and is not ours. */
export function rememberNewest(files: FileSystem, place: LogPlace, known: KnownGenerations): void {
  quietly(() => {
    const newest = rotatedSet(files, place).at(-1);
    const log = newest && openOld(files, newest.path);
    if (log === undefined) return;
    known.add(log, log.seen.sizeBytes);
    log.close();
  });
}

/** Undefined for what fails in the environment. */
export function quietly<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch (error) {
    if (systemErrorCode(error) === undefined) throw error;
    return undefined;
  }
}
