import { createHash } from 'node:crypto';

import type { LogMark } from '@hitwatch/ports';

const LF = 10;
/** What a fingerprint has of a file that is long enough. */
const BEGINNING_BYTES = 256;

/** What of the beginning of a file never changes; undefined while its first line is not whole. */
export function beginningOf({ fingerprint }: LogMark): string | undefined {
  const end = fingerprint.indexOf(LF);
  if (end < 0 && fingerprint.length < BEGINNING_BYTES) return undefined;
  // Not all of the fingerprint: a file that was short had less of it before.
  const line = end < 0 ? fingerprint.subarray(0, BEGINNING_BYTES) : fingerprint.subarray(0, end);
  return createHash('sha256').update(line).digest('hex').slice(0, 16);
}

/**
 * What the fleet knows one generation of a file by, the same in each run: offsets in it mean the
 * same wherever it was renamed to. Undefined while too little is there to tell.
 */
export function sourceName(mark: LogMark): string | undefined {
  const beginning = beginningOf(mark);
  if (beginning === undefined) return undefined;
  return `${mark.dev.toString(36)}-${mark.ino.toString(36)}-${beginning}`;
}
