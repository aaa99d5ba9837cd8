import { isDash } from '../bytes/ascii.ts';
import { ByteBlock } from '../bytes/byte-block.ts';
import { hashBytes } from '../bytes/hash.ts';
import { decodeText } from '../bytes/text.ts';
import {
  BATCH_LINES,
  BYTES as BYTES_OF_LINE,
  FIRST,
  HASH,
  REASON,
  RECORD_DOUBLES,
  RECORD_INTS,
  type RecordBatch,
  STATUS,
} from '../parser/record-batch.ts';
import { PARSED } from '../parser/unparsed-reason.ts';
import { CELLS, HitCells } from './hit-cells.ts';
import type { HyperLogLog } from './hyper-log-log.ts';
import { KeyIndex } from './key-index.ts';
import type { KeyTableLimits, KeyTableState } from './key-table-state.ts';
import { firstOf, largest } from './largest.ts';
import { LowestFirst } from './lowest-first.ts';
import { isServerError } from './status-table.ts';
import type { TableRow, TableSnapshot } from './table-snapshot.ts';

/** The key of lines that have none. */
export const NONE = ByteBlock.ofAscii('(none)');

/** Tables with more keys are not in the processor's cache all the time. */
const CACHED_KEYS = 2048;

/** Of keys with equal hits, which stay in a merge: the same on both sides. */
const RANK_SEED = 0x51ed270b;

/**
 * Hits, bytes and errors by key, in bounded memory.
 *
 * Exact while the keys fit. Then it is Space-Saving (Metwally, Agrawal, El Abbadi 2005): a new key
 * takes the place of the one with the fewest hits and inherits its count as possible overcount, so
 * true <= hits <= true + overcount, overcount <= N / keysMax, and each key with more hits than that
 * is held. Merging keeps these bounds (Agarwal et al. 2012; Cafaro et al. 2016).
 */
export class KeyTable {
  readonly #limits: KeyTableLimits;
  readonly #seed: number;
  readonly #index: KeyIndex;
  readonly #lowest = new LowestFirst();
  readonly #cells: HitCells;
  /** Of the lines of the batch that is being counted. */
  readonly #ids = new Int32Array(BATCH_LINES);
  readonly #noneHash: number;
  /** Keys that were entered, and those among them for which another had to go. */
  #entered = 0;
  #replaced = 0;
  /** Hits of all keys, held or not. */
  #total = 0;
  /** The most hits that a key can have without being held. */
  #floor = 0;
  /** Hits whose key was cut. */
  #cut = 0;

  /** `seed` is for the hash of this table only: tables with different seeds merge as well. */
  constructor(limits: KeyTableLimits, seed: number) {
    this.#limits = limits;
    this.#seed = seed;
    this.#noneHash = hashBytes(NONE, 0, NONE.length, seed);
    this.#index = new KeyIndex(seed);
    this.#cells = new HitCells(this.#index.capacity);
  }

  /** Keys held. */
  get size(): number {
    return this.#index.size;
  }

  /** Whether every key is held, whole. */
  get exact(): boolean {
    return this.#floor === 0 && this.#cut === 0;
  }

  /** Counts one hit for the key [start, end). Returns whether the key was not held before. */
  add(block: ByteBlock, start: number, end: number, bytes: number, error: number): boolean {
    const before = this.#entered;
    const id = this.#idOf(block, start, end, hashBytes(block, start, end, this.#seed));
    this.#count(id, bytes, error);
    return this.#entered > before;
  }

  /** Counts hits that have no key. */
  addNone(hits: number, bytes: number, errors: number): void {
    const id = this.#idOf(NONE, 0, NONE.length, this.#noneHash);
    this.#total += hits;
    this.#cells.addMany(id, hits, bytes, errors);
  }

  /**
   * Counts one hit for a key of each parsed line; `key` is where the batch has it, and its hashes
   * are of this table's seed. An empty key, and one of a dash if `dashIsNone`, counts under
   * `(none)`. Keys that were not held before are added to `distinct`.
   */
  addBatch(batch: RecordBatch, key: number, dashIsNone: boolean, distinct?: HyperLogLog): void {
    const { block, ints, doubles, size } = batch;
    const ids = this.#ids;
    const replacedBefore = this.#replaced;
    if (this.size > CACHED_KEYS) this.#touch(batch, key);
    for (let line = 0; line < size; line++) {
      const at = line * RECORD_INTS;
      if (ints[at + REASON] !== PARSED) continue;
      const first = ints[at + key + FIRST]!; // the batch has its places, here and below
      let id = ids[first]!;
      // The id of the line that has the same key; it stays its id while none is replaced.
      if (first === line || this.#replaced !== replacedBefore) {
        const start = ints[at + key]!;
        const end = ints[at + key + 1]!;
        const before = this.#entered;
        if (end === start || (dashIsNone && isDash(block.octets, start, end))) {
          id = this.#idOf(NONE, 0, NONE.length, this.#noneHash);
        } else {
          id = this.#idOf(block, start, end, ints[at + key + HASH]!);
        }
        if (distinct && this.#entered > before) distinct.add(block, start, end);
      }
      ids[line] = id;
      const error = isServerError(ints[at + STATUS]!) ? 1 : 0;
      this.#count(id, doubles[line * RECORD_DOUBLES + BYTES_OF_LINE]!, error);
    }
  }

  /**
   * Reads what counting a batch will read. Nothing here waits for what was read for another line,
   * so the processor fetches for many lines at once, where counting would fetch one by one.
   */
  #touch({ ints, size }: RecordBatch, key: number): void {
    let touched = 0;
    for (let line = 0, at = key; line < size; line++, at += RECORD_INTS) {
      if (ints[at + FIRST] !== line) continue;
      const id = this.#index.guess(ints[at + HASH]!); // the batch has its places
      if (id >= 0) touched += this.#index.touch(id) + this.#cells.hits(id);
    }
    // A use of the sum, or the compiler would leave all of this out.
    if (Number.isNaN(touched)) throw new Error('a count that is no number');
  }

  /** The id of a key, which is entered if it is not held. */
  #idOf(block: ByteBlock, start: number, end: number, hash: number): number {
    const { keyBytesMax } = this.#limits;
    if (end - start > keyBytesMax) {
      this.#cut++;
      const cut = start + keyBytesMax;
      return this.#idOf(block, start, cut, hashBytes(block, start, cut, this.#seed));
    }
    const id = this.#index.find(block, start, end, hash);
    return id < 0 ? this.#enter(block, start, end) : id;
  }

  #count(id: number, bytes: number, error: number): void {
    this.#total++;
    this.#cells.add(id, bytes, error);
  }

  /** Adds what another table has counted; that one stays as it is. */
  merge(other: KeyTable): void {
    this.mergeState(other.state());
  }

  mergeState(other: KeyTableState): void {
    const before = this.size;
    const met = new Uint8Array(before);
    const keys = new ByteBlock(other.keys);
    const { ends } = other;
    // First the keys of both, then those of this one alone, then those of the other alone.
    let unmet = 0;
    const others = new Int32Array(ends.length);
    for (let source = 0, start = 0; source < ends.length; start = ends[source++]!) {
      const id = this.#index.find(keys, start, ends[source]!);
      if (id < 0) others[unmet++] = source;
      else met[id] = 1;
      if (id >= 0) this.#cells.addFrom(id, other.cells, source);
    }
    for (let id = 0; other.floor > 0 && id < before; id++) {
      if (met[id] === 0) this.#cells.raise(id, other.floor);
    }
    const floor = this.#floor;
    this.#floor += other.floor;
    this.#total += other.total;
    this.#cut += other.cut;
    this.#lowest.reset();
    this.#takeIn(others.subarray(0, unmet), other, floor);
  }

  /** A copy, to be merged elsewhere; in the memory of one that is not needed, if it fits. */
  state(spent?: KeyTableState): KeyTableState {
    return {
      ...this.#index.state(spent),
      cells: this.#cells.copy(this.size, spent?.cells),
      total: this.#total,
      floor: this.#floor,
      cut: this.#cut,
    };
  }

  /** The `top` rows, or all that is held for 0. */
  snapshot(top: number): TableSnapshot {
    const order = (a: number, b: number) =>
      this.#cells.hits(b) - this.#cells.hits(a) || this.#index.compare(a, b);
    const ids = firstOf(this.size, top === 0 ? this.size : top, order);
    let shown = 0;
    let error = 0;
    const rows: TableRow[] = [];
    for (const id of ids) {
      const { octets } = this.#index.block;
      const hits = this.#cells.hits(id);
      shown += hits;
      error = Math.max(error, this.#cells.overcount(id));
      rows.push({
        key: decodeText(octets.subarray(this.#index.start(id), this.#index.end(id))),
        hits,
        bytes: this.#cells.bytes(id),
        errors: this.#cells.errors(id),
      });
    }
    return {
      rows,
      // Merged overcounts can add up to more than all hits.
      other: Math.max(0, this.#total - shown),
      distinct: this.exact ? this.size : null,
      error,
    };
  }

  /** Back to empty, keeping the memory for the next interval. */
  clear(): void {
    this.#index.clear();
    this.#lowest.reset();
    this.#total = 0;
    this.#floor = 0;
    this.#cut = 0;
  }

  /** Makes an entry for a key that was not found, by replacement when the table is full. */
  #enter(block: ByteBlock, start: number, end: number): number {
    this.#entered++;
    if (this.size < this.#limits.keysMax) return this.#append(block, start, end, this.#floor);
    const id = this.#lowest.lowest(this.#cells.numbers, CELLS, this.size);
    this.#index.replace(id, block, start, end);
    this.#replaced++;
    this.#floor = Math.max(this.#floor, this.#cells.hits(id));
    this.#cells.reset(id, this.#floor);
    return id;
  }

  #append(block: ByteBlock, start: number, end: number, floor: number): number {
    const id = this.#index.append(block, start, end);
    this.#cells.grow(this.#index.capacity);
    this.#cells.reset(id, floor);
    return id;
  }

  /**
   * Takes in keys that only the other table has, and that may have had `floor` hits here. Of all
   * keys the keysMax largest stay, and what goes raises the floor.
   */
  #takeIn(sources: Int32Array, other: KeyTableState, floor: number): void {
    const before = this.size;
    const hits = new Float64Array(before + sources.length);
    for (let id = 0; id < before; id++) hits[id] = this.#cells.hits(id);
    for (let at = 0; at < sources.length; at++) {
      hits[before + at] = other.cells[sources[at]! * CELLS]! + floor; // at < length
    }
    const keys = new ByteBlock(other.keys);
    const startOf = (source: number) => (source === 0 ? 0 : other.ends[source - 1]!);
    const { stays, next } = largest(hits, this.#limits.keysMax, (index) => {
      if (index < before)
        return hashBytes(
          this.#index.block,
          this.#index.start(index),
          this.#index.end(index),
          RANK_SEED,
        );
      const source = sources[index - before]!;
      return hashBytes(keys, startOf(source), other.ends[source]!, RANK_SEED);
    });
    this.#floor = Math.max(this.#floor, next);
    const leaving: number[] = [];
    for (let id = 0; id < before; id++) if (stays[id] === 0) leaving.push(id);
    sources.forEach((source, at) => {
      if (stays[before + at] === 0) return;
      const end = other.ends[source]!;
      this.#index.find(keys, startOf(source), end); // which is not there
      let id = leaving.pop();
      if (id === undefined) id = this.#append(keys, startOf(source), end, floor);
      else this.#index.replace(id, keys, startOf(source), end);
      this.#cells.reset(id, floor);
      this.#cells.addFrom(id, other.cells, source);
    });
  }
}
