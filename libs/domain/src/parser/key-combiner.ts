import { ByteBlock } from '../bytes/byte-block.ts';
import { hashBytes } from '../bytes/hash.ts';
import { DDSketch, type DDSketchState } from '../tables/dd-sketch.ts';
import { CELLS } from '../tables/hit-cells.ts';
import { KeyIndex } from '../tables/key-index.ts';
import { LENGTH, SPAN } from '../tables/key-pool.ts';
import type { KeyTableState } from '../tables/key-table-state.ts';
import { isServerError, StatusTable, type StatusTableState } from '../tables/status-table.ts';
import {
  GROUP_DOUBLES,
  GROUP_END,
  GROUP_ERRORS,
  GROUP_HASH,
  GROUP_HITS,
  GROUP_INTS,
  GROUP_START,
  GROUP_TOTAL,
  KeyGroups,
} from './key-groups.ts';
import {
  AGENT,
  BYTES,
  HOST,
  METHOD,
  PROTOCOL,
  REASON,
  RECORD_DOUBLES,
  RECORD_INTS,
  type RecordBatch,
  REFERRER,
  SECTION,
  STATUS,
  URL,
} from './record-batch.ts';
import { PARSED } from './unparsed-reason.ts';

/** Keys of one kind that there is room for, and bytes of them, each rounded up to eight. */
export const COMBINED_KEYS_MAX = 4096;
export const COMBINED_POOL_BYTES = 256 * 1024;

/** By how much a key may take more than it has. */
const ROUNDED_BYTES = 7;
/** A group counts in 32 bits. */
const HITS_MAX = 2 ** 31 - 1;

/** Where a record has a key that is combined. */
export type CombinedKey =
  | typeof HOST
  | typeof METHOD
  | typeof SECTION
  | typeof URL
  | typeof REFERRER
  | typeof AGENT
  | typeof PROTOCOL;

/** Number of columns, one for each of those keys. */
export const COLUMNS = 7;

/** The number of the column of a key. A key has two places. */
export function columnOf(key: CombinedKey): number {
  return (key - HOST) / 2;
}

/** What lines have in numbers, to be merged elsewhere. */
export interface CombinedNumbers {
  readonly status: StatusTableState;
  /** Of sizes in bytes. */
  readonly sizes: DDSketchState;
}

/**
 * Puts the lines of many batches together by their keys, so that tables are told of a key once and
 * not once a batch, and by what they have in numbers but their second. Bounded: who adds lines
 * empties it into tables when there is no room.
 */
export interface KeyCombiner {
  readonly isEmpty: boolean;
  /**
   * Adds the parsed lines of a batch from line `from` on, and returns the first that has a key for
   * which there is no room, or the size of the batch. All fields are within `BATCH_BYTES`, so that
   * a line has room where it is empty.
   */
  add(batch: RecordBatch, from: number): number;
  /**
   * Adds what an exact table has counted, but not to `numbers`; false where there may be no room
   * for it, and then nothing is added.
   */
  absorb(key: CombinedKey, table: KeyTableState): boolean;
  /** The groups of a key, whose texts stand in `blockOf` it. A group may have no hits. */
  groupsOf(key: CombinedKey): KeyGroups;
  blockOf(key: CombinedKey): ByteBlock;
  /** Valid until lines are added. */
  numbers(): CombinedNumbers;
  clear(): void;
}

/** What is in a column. */
export interface ColumnFill {
  readonly keys: number;
  /** Of its pool. */
  readonly bytes: number;
  /** That were absorbed. */
  readonly hits: number;
}

/** Whether a table is exact, and a column has room for its keys, should they all be new. */
export function hasRoom(
  column: ColumnFill,
  { keys, spans, floor, cut, total }: KeyTableState,
): boolean {
  if (floor > 0 || cut > 0 || column.hits + total > HITS_MAX) return false;
  const more = spans.length / SPAN;
  if (column.keys + more > COMBINED_KEYS_MAX) return false;
  return column.bytes + keys.length + ROUNDED_BYTES * more <= COMBINED_POOL_BYTES;
}

/** In plain TypeScript. */
export class PlainCombiner implements KeyCombiner {
  readonly #columns: readonly Column[];
  readonly #status = new StatusTable();
  readonly #sizes = new DDSketch();
  /** Of the line that is being added, by column. */
  readonly #ids = new Int32Array(COLUMNS);

  constructor(seed: number) {
    this.#columns = Array.from({ length: COLUMNS }, () => new Column(seed));
  }

  get isEmpty(): boolean {
    return this.#columns.every(({ groups }) => groups.size === 0);
  }

  add(batch: RecordBatch, from: number): number {
    const { ints, doubles, block, size } = batch;
    for (let line = from; line < size; line++) {
      const record = line * RECORD_INTS;
      if (ints[record + REASON] !== PARSED) continue;
      for (let column = 0; column < COLUMNS; column++) {
        const range = record + HOST + 2 * column;
        // The batch has its places, and there is a column for each key.
        const id = this.#columns[column]!.idOf(block, ints[range]!, ints[range + 1]!);
        if (id < 0) return line;
        this.#ids[column] = id;
      }
      const bytes = doubles[line * RECORD_DOUBLES + BYTES]!;
      const status = ints[record + STATUS]!;
      const errors = isServerError(status) ? 1 : 0;
      this.#status.add(status, bytes);
      this.#sizes.add(bytes);
      for (let column = 0; column < COLUMNS; column++) {
        this.#columns[column]!.count(this.#ids[column]!, bytes, errors);
      }
    }
    return size;
  }

  absorb(key: CombinedKey, table: KeyTableState): boolean {
    const column = this.#columns[columnOf(key)]!; // one for each key, here and below
    if (!hasRoom(column.fill, table)) return false;
    column.absorb(table);
    return true;
  }

  groupsOf(key: CombinedKey): KeyGroups {
    return this.#columns[columnOf(key)]!.groups;
  }

  blockOf(key: CombinedKey): ByteBlock {
    return this.#columns[columnOf(key)]!.block;
  }

  numbers(): CombinedNumbers {
    return { status: this.#status.state(), sizes: this.#sizes.state() };
  }

  clear(): void {
    for (const column of this.#columns) column.clear();
    this.#status.clear();
    this.#sizes.clear();
  }
}

/** The keys of one kind. */
class Column {
  readonly groups = new KeyGroups(COMBINED_KEYS_MAX);
  readonly #seed: number;
  readonly #index: KeyIndex;
  #used = 0;
  #absorbed = 0;

  constructor(seed: number) {
    this.#seed = seed;
    this.#index = new KeyIndex(seed);
  }

  get block(): ByteBlock {
    return this.#index.block;
  }

  get fill(): ColumnFill {
    return { keys: this.groups.size, bytes: this.#used, hits: this.#absorbed };
  }

  absorb({ keys, spans, cells, total }: KeyTableState): void {
    this.#absorbed += total;
    const block = new ByteBlock(keys);
    for (let at = 0, key = 0; at < spans.length; at += SPAN, key++) {
      const start = spans[at]!; // as many spans as keys, and cells
      const id = this.idOf(block, start, start + spans[at + LENGTH]!);
      const cell = key * CELLS;
      this.#add(id, cells[cell]!, cells[cell + 1]!, cells[cell + 2]!);
    }
  }

  /** The number of the group of a key, or -1 where there is no room for it. */
  idOf(block: ByteBlock, start: number, end: number): number {
    const hash = hashBytes(block, start, end, this.#seed);
    const found = this.#index.find(block, start, end, hash);
    if (found >= 0) return found;
    const length = end - start;
    if (this.#index.size === COMBINED_KEYS_MAX) return -1;
    if (length > COMBINED_POOL_BYTES - this.#used) return -1;
    const place = this.#used;
    this.#used = (place + length + 7) & ~7;
    const id = this.#index.append(block, start, end);
    const { ints, doubles } = this.groups;
    const at = id * GROUP_INTS;
    doubles[id * GROUP_DOUBLES + GROUP_TOTAL] = 0;
    // Where the index puts it, since it forgets none; an empty key has its place too.
    ints[at + GROUP_START] = place;
    ints[at + GROUP_END] = place + length;
    ints[at + GROUP_HASH] = hash;
    ints[at + GROUP_HITS] = ints[at + GROUP_ERRORS] = 0;
    this.groups.size = id + 1;
    return id;
  }

  count(id: number, bytes: number, errors: number): void {
    this.#add(id, 1, bytes, errors);
  }

  #add(id: number, hits: number, bytes: number, errors: number): void {
    const { ints, doubles } = this.groups;
    doubles[id * GROUP_DOUBLES + GROUP_TOTAL]! += bytes; // each group has its places
    ints[id * GROUP_INTS + GROUP_HITS]! += hits;
    ints[id * GROUP_INTS + GROUP_ERRORS]! += errors;
  }

  clear(): void {
    this.#index.clear();
    this.groups.size = 0;
    this.#used = this.#absorbed = 0;
  }
}
