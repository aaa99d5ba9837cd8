import type { ByteBlock } from '../bytes/byte-block.ts';
import { hashBytes } from '../bytes/hash.ts';
import { decodeText } from '../bytes/text.ts';
import { KeyPool } from './key-pool.ts';
import { LowestFirst } from './lowest-first.ts';
import type { TableRow, TableSnapshot } from './table-snapshot.ts';

export interface KeyTableLimits {
  /** Keys that are held; from then on the one with the fewest hits makes room. */
  readonly keysMax: number;
  /** Bytes of a key that are told apart; longer ones are cut and fall together. */
  readonly keyBytesMax: number;
}

const ENTRIES_MIN = 32;

/**
 * Hits, bytes and errors by key, in bounded memory.
 *
 * Exact while the keys fit. Then it is Space-Saving (Metwally, Agrawal, El Abbadi 2005): a new key
 * takes the place of the one with the fewest hits and inherits its count as possible overcount, so
 * true <= hits <= true + overcount, overcount <= N / keysMax, and each key with more hits than that
 * is held. Merging keeps these bounds (Agarwal et al. 2012; Cafaro et al. 2016).
 *
 * Open addressing over typed arrays: `#slots` holds pairs of hash and id + 1, ids are dense.
 */
export class KeyTable {
  readonly #limits: KeyTableLimits;
  readonly #seed: number;
  readonly #pool = new KeyPool();
  readonly #lowest = new LowestFirst();
  #size = 0;
  #slots = new Int32Array(ENTRIES_MIN * 4);
  #slotMask = ENTRIES_MIN * 2 - 1;
  #hits = new Float64Array(ENTRIES_MIN);
  #bytes = new Float64Array(ENTRIES_MIN);
  #errors = new Float64Array(ENTRIES_MIN);
  #overcounts = new Float64Array(ENTRIES_MIN);
  #keyAt = new Uint32Array(ENTRIES_MIN);
  #keyLengths = new Uint32Array(ENTRIES_MIN);
  /** Hits of all keys, held or not. */
  #total = 0;
  /** The most hits that a key can have without being held. */
  #floor = 0;
  /** Hits whose key was cut. */
  #cut = 0;

  /**
   * `seed` belongs to this run, so that nobody can choose keys that collide; merging needs none in
   * common.
   */
  constructor(limits: KeyTableLimits, seed: number) {
    this.#limits = limits;
    this.#seed = seed;
  }

  /** Keys held. */
  get size(): number {
    return this.#size;
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
    const hash = hashBytes(block, start, keyEnd, this.#seed);
    let id = this.#find(block, start, keyEnd, hash);
    const isNew = id < 0;
    if (isNew) id = this.#enter(block, start, keyEnd, hash);
    this.#hits[id]!++; // ids are below the arrays' length, here and below
    this.#bytes[id]! += bytes;
    this.#errors[id]! += error;
    return isNew;
  }

  /** Adds what another table has counted; that one stays as it is. */
  merge(other: KeyTable): void {
    const before = this.#size;
    const floor = this.#floor;
    const met = new Uint8Array(before);
    const { block } = other.#pool;
    for (let from = 0; from < other.#size; from++) {
      const start = other.#keyAt[from]!;
      const end = start + other.#keyLengths[from]!;
      const hash = hashBytes(block, start, end, this.#seed);
      let id = this.#find(block, start, end, hash);
      if (id < 0) {
        id = this.#append(block, start, end, hash);
        this.#hits[id] = this.#overcounts[id] = floor;
      } else if (id < before) {
        met[id] = 1;
      }
      this.#hits[id]! += other.#hits[from]!;
      this.#bytes[id]! += other.#bytes[from]!;
      this.#errors[id]! += other.#errors[from]!;
      this.#overcounts[id]! += other.#overcounts[from]!;
    }
    if (other.#floor > 0) {
      for (let id = 0; id < before; id++) {
        if (met[id] === 1) continue;
        this.#hits[id]! += other.#floor;
        this.#overcounts[id]! += other.#floor;
      }
    }
    this.#floor += other.#floor;
    this.#total += other.#total;
    this.#cut += other.#cut;
    this.#lowest.reset();
    if (this.#size > this.#limits.keysMax) this.#keepLargest();
  }

  /** The `top` rows, or all that is held for 0. */
  snapshot(top: number): TableSnapshot {
    const ids = this.#largest(top === 0 ? this.#size : Math.min(top, this.#size));
    let shown = 0;
    let error = 0;
    const rows: TableRow[] = [];
    for (const id of ids) {
      const start = this.#keyAt[id]!;
      const key = this.#pool.block.octets.subarray(start, start + this.#keyLengths[id]!);
      const hits = this.#hits[id]!;
      shown += hits;
      error = Math.max(error, this.#overcounts[id]!);
      rows.push({
        key: decodeText(key),
        hits,
        bytes: this.#bytes[id]!,
        errors: this.#errors[id]!,
      });
    }
    return {
      rows,
      // Merged overcounts can add up to more than all hits.
      other: Math.max(0, this.#total - shown),
      distinct: this.exact ? this.#size : null,
      error,
    };
  }

  /** Back to empty, keeping the memory for the next interval. */
  clear(): void {
    this.#size = 0;
    this.#total = 0;
    this.#floor = 0;
    this.#cut = 0;
    this.#slots.fill(0);
    this.#pool.clear();
    this.#lowest.reset();
  }

  #find(block: ByteBlock, start: number, end: number, hash: number): number {
    const slots = this.#slots;
    const mask = this.#slotMask;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const entry = slots[2 * slot + 1]!;
      if (entry === 0) return -1;
      if (slots[2 * slot] === hash && this.#equals(entry - 1, block, start, end)) return entry - 1;
    }
  }

  #equals(id: number, block: ByteBlock, start: number, end: number): boolean {
    const length = end - start;
    if (this.#keyLengths[id] !== length) return false;
    const at = this.#keyAt[id]!;
    const own = this.#pool.block;
    let offset = 0;
    for (; offset + 4 <= length; offset += 4) {
      if (own.words.getInt32(at + offset, true) !== block.words.getInt32(start + offset, true)) {
        return false;
      }
    }
    for (; offset < length; offset++) {
      if (own.octets[at + offset] !== block.octets[start + offset]) return false;
    }
    return true;
  }

  /** Makes an entry for a new key, by replacement when the table is full. */
  #enter(block: ByteBlock, start: number, end: number, hash: number): number {
    if (this.#size < this.#limits.keysMax) {
      const id = this.#append(block, start, end, hash);
      this.#hits[id] = this.#overcounts[id] = this.#floor;
      return id;
    }
    const id = this.#lowest.lowest(this.#hits, this.#size);
    this.#removeSlot(id);
    this.#pool.free(this.#keyLengths[id]!);
    this.#keyLengths[id] = 0; // its bytes need not survive a compaction
    this.#floor = Math.max(this.#floor, this.#hits[id]!);
    this.#hits[id] = this.#overcounts[id] = this.#floor;
    this.#bytes[id] = this.#errors[id] = 0;
    this.#storeKey(id, block, start, end);
    this.#putSlot(id, hash);
    // The hit that brought the key is counted next; the queue has to see it now.
    this.#hits[id]++;
    this.#lowest.replaced(this.#hits);
    this.#hits[id]--;
    return id;
  }

  #append(block: ByteBlock, start: number, end: number, hash: number): number {
    if (this.#size === this.#hits.length) this.#grow();
    const id = this.#size++;
    this.#keyLengths[id] = 0;
    this.#bytes[id] = this.#errors[id] = 0;
    this.#storeKey(id, block, start, end);
    this.#putSlot(id, hash);
    return id;
  }

  #storeKey(id: number, block: ByteBlock, start: number, end: number): void {
    if (!this.#pool.fits(end - start)) {
      this.#pool.compact(this.#keyAt, this.#keyLengths, this.#size, end - start);
    }
    this.#keyAt[id] = this.#pool.append(block, start, end);
    this.#keyLengths[id] = end - start;
  }

  #putSlot(id: number, hash: number): void {
    let slot = hash & this.#slotMask;
    while (this.#slots[2 * slot + 1] !== 0) slot = (slot + 1) & this.#slotMask;
    this.#slots[2 * slot] = hash;
    this.#slots[2 * slot + 1] = id + 1;
  }

  /**
   * Linear probing without tombstones: entries behind the hole move up (Knuth 6.4, algorithm R).
   */
  #removeSlot(id: number): void {
    const slots = this.#slots;
    const mask = this.#slotMask;
    const start = this.#keyAt[id]!;
    const end = start + this.#keyLengths[id]!;
    let hole = hashBytes(this.#pool.block, start, end, this.#seed) & mask;
    while (slots[2 * hole + 1] !== id + 1) hole = (hole + 1) & mask;
    for (let slot = (hole + 1) & mask; slots[2 * slot + 1] !== 0; slot = (slot + 1) & mask) {
      const home = slots[2 * slot]! & mask;
      if (((slot - home) & mask) < ((slot - hole) & mask)) continue;
      slots[2 * hole] = slots[2 * slot]!;
      slots[2 * hole + 1] = slots[2 * slot + 1]!;
      hole = slot;
    }
    slots[2 * hole + 1] = 0;
  }

  #grow(): void {
    const entries = this.#hits.length * 2;
    this.#hits = grown(this.#hits, new Float64Array(entries));
    this.#bytes = grown(this.#bytes, new Float64Array(entries));
    this.#errors = grown(this.#errors, new Float64Array(entries));
    this.#overcounts = grown(this.#overcounts, new Float64Array(entries));
    this.#keyAt = grown(this.#keyAt, new Uint32Array(entries));
    this.#keyLengths = grown(this.#keyLengths, new Uint32Array(entries));
    const old = this.#slots;
    this.#slots = new Int32Array(entries * 4);
    this.#slotMask = entries * 2 - 1;
    for (let slot = 0; slot < old.length; slot += 2) {
      if (old[slot + 1] !== 0) this.#putSlot(old[slot + 1]! - 1, old[slot]!);
    }
  }

  /** After a merge: only the keysMax largest stay, and what goes raises the floor. */
  #keepLargest(): void {
    const kept = this.#largest(this.#limits.keysMax);
    const rest = new Uint8Array(this.#size).fill(1);
    for (const id of kept) rest[id] = 0;
    for (let id = 0; id < this.#size; id++) {
      if (rest[id] === 1) this.#floor = Math.max(this.#floor, this.#hits[id]!);
    }
    const from = Int32Array.from(kept);
    this.#hits = picked(this.#hits, from);
    this.#bytes = picked(this.#bytes, from);
    this.#errors = picked(this.#errors, from);
    this.#overcounts = picked(this.#overcounts, from);
    this.#keyAt = picked(this.#keyAt, from);
    this.#keyLengths = picked(this.#keyLengths, from);
    this.#size = kept.length;
    this.#pool.compact(this.#keyAt, this.#keyLengths, this.#size, 0);
    const { block } = this.#pool;
    this.#slots = new Int32Array(this.#hits.length * 4);
    this.#slotMask = this.#hits.length * 2 - 1;
    for (let id = 0; id < this.#size; id++) {
      const start = this.#keyAt[id]!;
      this.#putSlot(id, hashBytes(block, start, start + this.#keyLengths[id]!, this.#seed));
    }
  }

  /** Ids of the `count` largest entries, hits descending, then key. */
  #largest(count: number): number[] {
    const order = (a: number, b: number) =>
      this.#hits[b]! - this.#hits[a]! || this.#compareKeys(a, b);
    let ids: number[] = [];
    if (count < this.#size) {
      // Only entries at or above the count-th largest number of hits can be among them.
      const sorted = this.#hits.slice(0, this.#size).sort();
      const least = sorted[this.#size - count] ?? Infinity;
      for (let id = 0; id < this.#size; id++) if (this.#hits[id]! >= least) ids.push(id);
    } else {
      ids = Array.from({ length: this.#size }, (_, id) => id);
    }
    return ids.sort(order).slice(0, count);
  }

  /** By bytes, which for UTF-8 is by code point. */
  #compareKeys(a: number, b: number): number {
    const { octets } = this.#pool.block;
    const startA = this.#keyAt[a]!;
    const startB = this.#keyAt[b]!;
    const lengthA = this.#keyLengths[a]!;
    const lengthB = this.#keyLengths[b]!;
    for (let at = 0; at < lengthA && at < lengthB; at++) {
      const difference = octets[startA + at]! - octets[startB + at]!;
      if (difference !== 0) return difference;
    }
    return lengthA - lengthB;
  }
}

function grown<T extends Float64Array | Uint32Array>(from: T, to: T): T {
  to.set(from);
  return to;
}

/** The entries at `ids`, in an array of a power of two of them. */
function picked<T extends Float64Array | Uint32Array>(from: T, ids: Int32Array): T {
  let length = ENTRIES_MIN;
  while (length < ids.length) length *= 2;
  // The constructor of T, which TypeScript cannot name.
  const to = new (from.constructor as new (length: number) => T)(length);
  for (let at = 0; at < ids.length; at++) to[at] = from[ids[at]!]!;
  return to;
}
