import { isDash } from '../bytes/ascii.ts';
import { ByteBlock } from '../bytes/byte-block.ts';
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
import type { RecordBatch } from '../parser/record-batch.ts';
import { combinedState } from './combined-state.ts';
import { CELLS, HitCells } from './hit-cells.ts';
import type { HyperLogLog } from './hyper-log-log.ts';
import { KeyIndex } from './key-index.ts';
import { LENGTH, SPAN } from './key-pool.ts';
import type { KeyTableLimits, KeyTableState } from './key-table-state.ts';
import { NONE } from './no-key.ts';
import { largest } from './largest.ts';
import { LowestFirst } from './lowest-first.ts';
import { type TableSnapshot, tableSnapshot } from './table-snapshot.ts';
import { touchGroups } from './touch-groups.ts';

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
  readonly #noneHash: number;
  /** Keys that were entered. */
  #entered = 0;
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
    const id = this.#idOf(block, start, end, hashBytes(block, start, end, this.#seed), 1);
    this.#total++;
    this.#cells.add(id, 1, bytes, error);
    return this.#entered > before;
  }

  /** Counts hits that have no key. */
  addNone(hits: number, bytes: number, errors: number): void {
    const id = this.#idOf(NONE, 0, NONE.length, this.#noneHash, hits);
    this.#total += hits;
    this.#cells.add(id, hits, bytes, errors);
  }

  /**
   * Counts one hit for a key of each parsed line; `key` is where the batch has it, and its hashes
   * are of this table's seed. An empty key, and one of a dash if `dashIsNone`, counts under
   * `(none)`. Keys that were not held before are added to `distinct`.
   */
  addBatch(batch: RecordBatch, key: number, dashIsNone: boolean, distinct?: HyperLogLog): void {
    this.addGroups(batch.block, batch.groupsOf(key), dashIsNone, distinct);
  }

  /** The same for groups, whose keys stand in `block`. */
  addGroups(
    block: ByteBlock,
    groups: KeyGroups,
    dashIsNone: boolean,
    distinct?: HyperLogLog,
  ): void {
    const { ints, doubles, size } = groups;
    touchGroups(groups, this.#index, this.#cells);
    for (let group = 0, at = 0; group < size; group++, at += GROUP_INTS) {
      const start = ints[at + GROUP_START]!; // a group has its places, here and below
      const end = ints[at + GROUP_END]!;
      const hits = ints[at + GROUP_HITS]!;
      if (hits === 0) continue;
      const before = this.#entered;
      let id: number;
      if (end === start || (dashIsNone && isDash(block.octets, start, end))) {
        id = this.#idOf(NONE, 0, NONE.length, this.#noneHash, hits);
        if (distinct && this.#entered > before) distinct.add(NONE, 0, NONE.length);
      } else {
        id = this.#idOf(block, start, end, ints[at + GROUP_HASH]!, hits);
        if (distinct && this.#entered > before) distinct.add(block, start, end);
      }
      this.#total += hits;
      const bytes = doubles[group * GROUP_DOUBLES + GROUP_TOTAL]!;
      this.#cells.add(id, hits, bytes, ints[at + GROUP_ERRORS]!);
    }
  }

  /** The same for groups of a combiner, which a table without keys takes over as they are. */
  addCombined(
    block: ByteBlock,
    groups: KeyGroups,
    dashIsNone: boolean,
    distinct?: HyperLogLog,
  ): void {
    const isNew = this.size === 0 && this.#floor === 0;
    const state = isNew
      ? combinedState(block, groups, this.#limits, dashIsNone, this.#seed)
      : undefined;
    if (state === undefined) {
      this.addGroups(block, groups, dashIsNone, distinct);
      return;
    }
    this.#entered += state.hashes.length;
    this.#adopt(state, state.hashes);
    for (let id = 0; distinct !== undefined && id < this.size; id++) {
      distinct.add(this.#index.block, this.#index.start(id), this.#index.end(id));
    }
  }

  /** The id of a key, which is entered if it is not held; `hits` are those to be counted. */
  #idOf(block: ByteBlock, start: number, end: number, hash: number, hits: number): number {
    const { keyBytesMax } = this.#limits;
    if (end - start > keyBytesMax) {
      this.#cut += hits;
      const cut = start + keyBytesMax;
      return this.#idOf(block, start, cut, hashBytes(block, start, cut, this.#seed), hits);
    }
    const id = this.#index.find(block, start, end, hash);
    return id < 0 ? this.#enter(block, start, end) : id;
  }

  /** Adds what another table has counted; that one stays as it is. */
  merge(other: KeyTable): void {
    this.mergeState(other.state());
  }

  mergeState(other: KeyTableState): void {
    const before = this.size;
    const met = new Uint8Array(before);
    const keys = new ByteBlock(other.keys);
    const { spans } = other;
    const size = spans.length / SPAN;
    const hashes = other.seed === this.#seed ? other.hashes : undefined;
    if (hashes !== undefined && before === 0 && this.#floor === 0 && size <= this.#limits.keysMax) {
      this.#adopt(other, hashes);
      return;
    }
    // First the keys of both, then those of this one alone, then those of the other alone.
    let unmet = 0;
    const others = new Int32Array(size);
    for (let source = 0; source < size; source++) {
      const start = spans[SPAN * source]!; // source < size, here and below
      const end = start + spans[SPAN * source + LENGTH]!;
      const id = this.#index.find(keys, start, end, hashes?.[source]);
      if (id < 0) {
        others[unmet++] = source;
        continue;
      }
      met[id] = 1;
      this.#cells.addFrom(id, other.cells, source);
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

  /** Makes what another table has its own, while it has no keys. */
  #adopt({ keys, spans, cells, total, floor, cut }: KeyTableState, hashes: Int32Array): void {
    this.#index.adopt(keys, spans, hashes);
    this.#cells.grow(hashes.length);
    this.#cells.numbers.set(cells);
    this.#total += total;
    this.#floor = floor;
    this.#cut += cut;
    this.#lowest.reset();
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
    return tableSnapshot(this.#index, this.#cells, top, this.#total, this.exact);
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
    const startOf = (source: number) => other.spans[SPAN * source]!;
    const endOf = (source: number) => startOf(source) + other.spans[SPAN * source + LENGTH]!;
    const { stays, next } = largest(hits, this.#limits.keysMax, (index) => {
      if (index < before)
        return hashBytes(
          this.#index.block,
          this.#index.start(index),
          this.#index.end(index),
          RANK_SEED,
        );
      const source = sources[index - before]!;
      return hashBytes(keys, startOf(source), endOf(source), RANK_SEED);
    });
    this.#floor = Math.max(this.#floor, next);
    const leaving: number[] = [];
    for (let id = 0; id < before; id++) if (stays[id] === 0) leaving.push(id);
    sources.forEach((source, at) => {
      if (stays[before + at] === 0) return;
      const end = endOf(source);
      this.#index.find(keys, startOf(source), end); // which is not there
      let id = leaving.pop();
      if (id === undefined) id = this.#append(keys, startOf(source), end, floor);
      else this.#index.replace(id, keys, startOf(source), end);
      this.#cells.reset(id, floor);
      this.#cells.addFrom(id, other.cells, source);
    });
  }
}
