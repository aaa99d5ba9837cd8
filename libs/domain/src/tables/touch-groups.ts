import { GROUP_HASH, GROUP_INTS, type KeyGroups } from '../parser/key-groups.ts';
import type { HitCells } from './hit-cells.ts';
import type { KeyIndex } from './key-index.ts';

/** Tables with more keys are not in the processor's cache all the time. */
const CACHED_KEYS = 2048;

/**
 * Reads what counting groups will read. Nothing here waits for what was read for another one, so
 * the processor fetches for many at once, where counting would fetch one by one.
 */
export function touchGroups({ ints, size }: KeyGroups, index: KeyIndex, cells: HitCells): void {
  if (index.size <= CACHED_KEYS) return;
  let touched = 0;
  for (let group = 0, at = 0; group < size; group++, at += GROUP_INTS) {
    const id = index.guess(ints[at + GROUP_HASH]!); // a group has its places
    if (id >= 0) touched += index.touch(id) + cells.hits(id);
  }
  // A use of the sum, or the compiler would leave all of this out.
  if (Number.isNaN(touched)) throw new Error('a count that is no number');
}
