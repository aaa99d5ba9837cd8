import { isDash } from '../bytes/ascii.ts';
import type { ByteBlock } from '../bytes/byte-block.ts';
import { hashBytes } from '../bytes/hash.ts';
import {
  GROUP_DOUBLES,
  GROUP_END,
  GROUP_ERRORS,
  GROUP_HASH,
  GROUP_HITS,
  GROUP_INTS,
  GROUP_START,
  GROUP_TOTAL,
  type KeyGroups,
} from '../parser/key-groups.ts';
import { CELLS } from './hit-cells.ts';
import { LENGTH, ROOM, SPAN } from './key-pool.ts';
import type { KeyTableLimits, KeyTableState } from './key-table-state.ts';
import { NONE } from './no-key.ts';

/**
 * The table that groups of a combiner make, whose keys stand one behind the other in `block`, with
 * hashes of `seed`. Undefined where a table of these limits cannot hold each of the keys whole.
 */
export function combinedState(
  block: ByteBlock,
  groups: KeyGroups,
  { keysMax, keyBytesMax }: KeyTableLimits,
  dashIsNone: boolean,
  seed: number,
): (KeyTableState & { readonly hashes: Int32Array }) | undefined {
  const { ints, doubles, size } = groups;
  if (size === 0 || size > keysMax) return undefined;
  const begin = ints[GROUP_START]!; // a group has its places, here and below
  const end = ints[(size - 1) * GROUP_INTS + GROUP_END]!;
  const spans = new Uint32Array((size + 1) * SPAN);
  const hashes = new Int32Array(size + 1);
  const cells = new Float64Array((size + 1) * CELLS);
  let total = 0;
  let keys = 0;
  let none = -1;
  for (let group = 0, at = 0; group < size; group++, at += GROUP_INTS) {
    const hits = ints[at + GROUP_HITS]!;
    const start = ints[at + GROUP_START]!;
    const length = ints[at + GROUP_END]! - start;
    if (length > keyBytesMax) return undefined;
    if (hits === 0) continue;
    let id = keys;
    if (isNone(block, start, length, dashIsNone)) {
      // It may be written in several ways.
      if (none < 0) none = keys++;
      id = none;
    } else {
      keys++;
      spans[SPAN * id] = start - begin;
      spans[SPAN * id + LENGTH] = spans[SPAN * id + ROOM] = length;
      hashes[id] = ints[at + GROUP_HASH]!;
    }
    cells[CELLS * id]! += hits;
    cells[CELLS * id + 1]! += doubles[group * GROUP_DOUBLES + GROUP_TOTAL]!;
    cells[CELLS * id + 2]! += ints[at + GROUP_ERRORS]!;
    total += hits;
  }
  const texts = new Uint8Array(end - begin + NONE.length);
  texts.set(block.octets.subarray(begin, end));
  if (none >= 0) {
    texts.set(NONE.octets, end - begin);
    spans[SPAN * none] = end - begin;
    spans[SPAN * none + LENGTH] = spans[SPAN * none + ROOM] = NONE.length;
    hashes[none] = hashBytes(NONE, 0, NONE.length, seed);
  }
  return {
    keys: texts,
    spans: spans.subarray(0, keys * SPAN),
    hashes: hashes.subarray(0, keys),
    seed,
    cells: cells.subarray(0, keys * CELLS),
    total,
    floor: 0,
    cut: 0,
  };
}

function isNone(block: ByteBlock, start: number, length: number, dashIsNone: boolean): boolean {
  if (length === 0 || (dashIsNone && isDash(block.octets, start, start + length))) return true;
  return length === NONE.length && block.holds(start, NONE, 0, length);
}
