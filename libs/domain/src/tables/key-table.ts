import { ByteBlock } from '../bytes/byte-block.ts';
import { decodeText } from '../bytes/text.ts';
import { KeyIndex, type KeyIndexState } from './key-index.ts';
import { LowestFirst } from './lowest-first.ts';
import type { TableRow, TableSnapshot } from './table-snapshot.ts';

export interface KeyTableLimits {
  /** Keys that are held; from then on the one with the fewest hits makes room. */
  readonly keysMax: number;
  /** Bytes of a key that are told apart; longer ones are cut and fall together. */
  readonly keyBytesMax: number;
}

/** A table as arrays, one element a key. */
export interface KeyTableState extends KeyIndexState {
  readonly hits: Float64Array;
  readonly bytes: Float64Array;
  readonly errors: Float64Array;
  readonly overcounts: Float64Array;
  readonly total: number;
  readonly floor: number;
  readonly cut: number;
}

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
  readonly #index: KeyIndex;
  readonly #lowest = new LowestFirst();
  #hits: Float64Array;
  #bytes: Float64Array;
  #errors: Float64Array;
  #overcounts: Float64Array;
  /** Hits of all keys, held or not. */
  #total = 0;
  /** The most hits that a key can have without being held. */
  #floor = 0;
  /** Hits whose key was cut. */
  #cut = 0;

  /** `seed` is for the hash of this table only: tables with different seeds merge as well. */
  constructor(limits: KeyTableLimits, seed: number) {
    this.#limits = limits;
    this.#index = new KeyIndex(seed);
    const { capacity } = this.#index;
    this.#hits = new Float64Array(capacity);
    this.#bytes = new Float64Array(capacity);
    this.#errors = new Float64Array(capacity);
    this.#overcounts = new Float64Array(capacity);
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
    let keyEnd = end;
    if (end - start > this.#limits.keyBytesMax) {
      keyEnd = start + this.#limits.keyBytesMax;
      this.#cut++;
    }
    this.#total++;
    let id = this.#index.find(block, start, keyEnd);
    const isNew = id < 0;
    if (isNew) id = this.#enter(block, start, keyEnd);
    this.#hits[id]!++; // ids are below the arrays' length, here and below
    this.#bytes[id]! += bytes;
    this.#errors[id]! += error;
    return isNew;
  }

  /** Adds what another table has counted; that one stays as it is. */
  merge(other: KeyTable): void {
    this.mergeState(other.state());
  }

  mergeState(other: KeyTableState): void {
    const before = this.size;
    const floor = this.#floor;
    const met = new Uint8Array(before);
    const keys = new ByteBlock(other.keys);
    let start = 0;
    for (let source = 0; source < other.lengths.length; source++) {
      const end = start + other.lengths[source]!;
      let id = this.#index.find(keys, start, end);
      if (id < 0) id = this.#append(keys, start, end, floor);
      else if (id < before) met[id] = 1;
      this.#hits[id]! += other.hits[source]!;
      this.#bytes[id]! += other.bytes[source]!;
      this.#errors[id]! += other.errors[source]!;
      this.#overcounts[id]! += other.overcounts[source]!;
      start = end;
    }
    if (other.floor > 0) {
      for (let id = 0; id < before; id++) {
        if (met[id] === 1) continue;
        this.#hits[id]! += other.floor;
        this.#overcounts[id]! += other.floor;
      }
    }
    this.#floor += other.floor;
    this.#total += other.total;
    this.#cut += other.cut;
    this.#lowest.reset();
    if (this.size > this.#limits.keysMax) this.#keepLargest();
  }

  /** A copy, to be merged elsewhere. */
  state(): KeyTableState {
    const { size } = this;
    return {
      ...this.#index.state(),
      hits: this.#hits.slice(0, size),
      bytes: this.#bytes.slice(0, size),
      errors: this.#errors.slice(0, size),
      overcounts: this.#overcounts.slice(0, size),
      total: this.#total,
      floor: this.#floor,
      cut: this.#cut,
    };
  }

  /** The `top` rows, or all that is held for 0. */
  snapshot(top: number): TableSnapshot {
    const ids = this.#largest(top === 0 ? this.size : Math.min(top, this.size));
    let shown = 0;
    let error = 0;
    const rows: TableRow[] = [];
    for (const id of ids) {
      const { octets } = this.#index.block;
      const hits = this.#hits[id]!;
      shown += hits;
      error = Math.max(error, this.#overcounts[id]!);
      rows.push({
        key: decodeText(octets.subarray(this.#index.start(id), this.#index.end(id))),
        hits,
        bytes: this.#bytes[id]!,
        errors: this.#errors[id]!,
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
    if (this.size < this.#limits.keysMax) return this.#append(block, start, end, this.#floor);
    const id = this.#lowest.lowest(this.#hits, this.size);
    this.#index.replace(id, block, start, end);
    this.#floor = Math.max(this.#floor, this.#hits[id]!);
    this.#reset(id, this.#floor);
    return id;
  }

  #append(block: ByteBlock, start: number, end: number, floor: number): number {
    const id = this.#index.append(block, start, end);
    if (this.#hits.length < this.#index.capacity) this.#grow();
    this.#reset(id, floor);
    return id;
  }

  #reset(id: number, floor: number): void {
    this.#hits[id] = this.#overcounts[id] = floor;
    this.#bytes[id] = this.#errors[id] = 0;
  }

  #grow(): void {
    const { capacity } = this.#index;
    const grown = (from: Float64Array) => {
      const to = new Float64Array(capacity);
      to.set(from);
      return to;
    };
    this.#hits = grown(this.#hits);
    this.#bytes = grown(this.#bytes);
    this.#errors = grown(this.#errors);
    this.#overcounts = grown(this.#overcounts);
  }

  /** After a merge: only the keysMax largest stay, and what goes raises the floor. */
  #keepLargest(): void {
    const kept = this.#largest(this.#limits.keysMax);
    const goes = new Uint8Array(this.size).fill(1);
    for (const id of kept) goes[id] = 0;
    for (let id = 0; id < this.size; id++) {
      if (goes[id] === 1) this.#floor = Math.max(this.#floor, this.#hits[id]!);
    }
    this.#index.keep(kept);
    const { capacity } = this.#index;
    const picked = (from: Float64Array) => {
      const to = new Float64Array(capacity);
      kept.forEach((id, next) => (to[next] = from[id]!));
      return to;
    };
    this.#hits = picked(this.#hits);
    this.#bytes = picked(this.#bytes);
    this.#errors = picked(this.#errors);
    this.#overcounts = picked(this.#overcounts);
  }

  /** Ids of the `count` largest entries, hits descending, then key. */
  #largest(count: number): number[] {
    const hits = this.#hits;
    // Only entries at or above the count-th largest number of hits can be among them.
    const least =
      count < this.size
        ? (hits.slice(0, this.size).sort()[this.size - count] ?? Infinity)
        : -Infinity;
    const ids: number[] = [];
    for (let id = 0; id < this.size; id++) if (hits[id]! >= least) ids.push(id);
    ids.sort((a, b) => hits[b]! - hits[a]! || this.#index.compare(a, b));
    return ids.slice(0, count);
  }
}
