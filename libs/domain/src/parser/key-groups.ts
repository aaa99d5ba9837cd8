import { hashBytes } from '../bytes/hash.ts';
import { isServerError } from '../tables/status-table.ts';
import {
  BYTES,
  REASON,
  RECORD_DOUBLES,
  RECORD_INTS,
  type RecordBatch,
  STATUS,
} from './record-batch.ts';
import { PARSED } from './unparsed-reason.ts';

/** Bytes of one group: a double, then 32-bit integers. */
export const GROUP_BYTES = 32;
const OF_LINE_BYTES = 4;

/** 64-bit places of a group in `doubles`: `GROUP_DOUBLES` times its number, and this. */
export const GROUP_DOUBLES = GROUP_BYTES / 8;
/** Bytes sent. */
export const GROUP_TOTAL = 0;

/** 32-bit places of a group in `ints`: `GROUP_INTS` times its number, and one of these. */
export const GROUP_INTS = GROUP_BYTES / 4;
/** Where the key stands in the block of the batch, and its hash. */
export const GROUP_START = 2;
export const GROUP_END = 3;
export const GROUP_HASH = 4;
/** Number of the first line that has the key. */
export const GROUP_FIRST = 5;
export const GROUP_HITS = 6;
/** Hits with status 500-599. */
export const GROUP_ERRORS = 7;

/** Lines that have the same key, put together: numbers, and where the key stands in a block. */
export class KeyGroups {
  readonly ints: Int32Array;
  readonly doubles: Float64Array;
  /** Groups held. */
  size = 0;

  /** In the memory of somebody who fills it, if one is given: from `offset`. */
  constructor(capacity: number, buffer = new ArrayBuffer(capacity * GROUP_BYTES), offset = 0) {
    this.ints = new Int32Array(buffer, offset, capacity * GROUP_INTS);
    this.doubles = new Float64Array(buffer, offset, capacity * GROUP_DOUBLES);
  }
}

/**
 * The lines of a batch by one of their keys, in the order of their first lines. A batch has several
 * times as many lines as keys, so a table that takes groups is searched less.
 */
export class BatchGroups extends KeyGroups {
  /** The number of the group of each parsed line. */
  readonly ofLine: Int32Array;

  /** In the memory of somebody who fills it, if one is given: from `offset`, and `ofLineOffset`. */
  constructor(
    capacity: number,
    buffer = new ArrayBuffer(capacity * (GROUP_BYTES + OF_LINE_BYTES)),
    offset = 0,
    ofLineOffset = capacity * GROUP_BYTES,
  ) {
    super(capacity, buffer, offset);
    this.ofLine = new Int32Array(buffer, ofLineOffset, capacity);
  }
}

export interface KeyGrouper {
  /** Groups the parsed lines by the key at `key`. Valid until the next call. */
  groupsOf(batch: RecordBatch, key: number): BatchGroups;
}

/**
 * Slots that a key may find taken before it gets a group of its own. With half of them free that
 * does not happen by chance, only to keys that somebody has made to collide.
 */
const PROBES_MAX = 128;

/** By open addressing over typed arrays. */
export class PlainGrouper implements KeyGrouper {
  readonly #groups: BatchGroups;
  /** Numbers of groups, counted from 1; 0 is a free slot. */
  readonly #slots: Int32Array;
  #mask = 0;

  /** For batches of `linesMax` lines at most. */
  constructor(linesMax: number) {
    this.#groups = new BatchGroups(linesMax);
    this.#slots = new Int32Array(slotsFor(linesMax));
  }

  groupsOf(batch: RecordBatch, key: number): BatchGroups {
    const groups = this.#groups;
    const { ints, doubles, ofLine } = groups;
    groups.size = 0;
    this.#mask = slotsFor(batch.size) - 1;
    this.#slots.fill(0, 0, this.#mask + 1);
    for (let line = 0; line < batch.size; line++) {
      const record = line * RECORD_INTS;
      if (batch.ints[record + REASON] !== PARSED) continue;
      const group = this.#groupOf(batch, line, key);
      ofLine[line] = group;
      ints[group * GROUP_INTS + GROUP_HITS]!++; // each group has its places, here and below
      doubles[group * GROUP_DOUBLES + GROUP_TOTAL]! +=
        batch.doubles[line * RECORD_DOUBLES + BYTES]!;
      if (isServerError(batch.ints[record + STATUS]!)) ints[group * GROUP_INTS + GROUP_ERRORS]!++;
    }
    return groups;
  }

  /** The number of the group of a line, which is begun where it is the first. */
  #groupOf({ block, ints: records, seed }: RecordBatch, line: number, key: number): number {
    const { ints, doubles } = this.#groups;
    const from = line * RECORD_INTS + key;
    const start = records[from]!;
    const end = records[from + 1]!;
    const hash = hashBytes(block, start, end, seed);
    const mask = this.#mask;
    let slot = hash & mask;
    for (let probes = 0; probes < PROBES_MAX; probes++, slot = (slot + 1) & mask) {
      if (this.#slots[slot] === 0) break;
      const group = this.#slots[slot]! - 1;
      const at = group * GROUP_INTS;
      if (ints[at + GROUP_HASH] !== hash) continue;
      const length = ints[at + GROUP_END]! - ints[at + GROUP_START]!;
      if (length !== end - start) continue;
      if (block.holds(ints[at + GROUP_START]!, block, start, end)) return group;
    }
    const group = this.#groups.size++;
    if (this.#slots[slot] === 0) this.#slots[slot] = group + 1;
    const at = group * GROUP_INTS;
    doubles[group * GROUP_DOUBLES + GROUP_TOTAL] = 0;
    ints[at + GROUP_START] = start;
    ints[at + GROUP_END] = end;
    ints[at + GROUP_HASH] = hash;
    ints[at + GROUP_FIRST] = line;
    ints[at + GROUP_HITS] = ints[at + GROUP_ERRORS] = 0;
    return group;
  }
}

/** A power of two, so that at most half of the slots are taken. */
function slotsFor(lines: number): number {
  return 2 ** Math.ceil(Math.log2(2 * Math.max(1, lines)));
}
