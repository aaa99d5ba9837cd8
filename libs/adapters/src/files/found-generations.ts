import type { LogMark } from '@hitwatch/ports';

import { sameFile } from './generation.ts';
import type { Missed } from './missed-generations.ts';

/** Whether the file of one mark is found for another one as well, or as a newer generation. */
export function isElsewhere(found: readonly Missed[], at: number): boolean {
  const identity = found[at]?.rest?.log.identity;
  if (identity === undefined) return false;
  return found.some(({ rest, newer }, other) => {
    const others = other <= at || rest === undefined ? newer : [rest, ...newer];
    return others.some(({ log }) => sameFile(log.identity, identity));
  });
}

/** Closes what was found and is not wanted. */
export function closeAll({ rest, newer }: Missed): void {
  for (const { log } of rest === undefined ? newer : [rest, ...newer]) log.close();
}

/** What is lost where the file of a mark is gone; undefined when it was empty when last seen. */
export function lossOf({ path, offset, seen }: LogMark): string | undefined {
  const bytes = (seen?.sizeBytes ?? 0) - offset;
  if (offset + bytes === 0) return undefined;
  const missing = bytes > 0 ? `at least ${bytes} bytes` : 'nobody can say how much';
  const what = `the file that was read up to byte ${offset} is gone`;
  return `${path}: ${what}: ${missing} behind it is not counted`;
}
