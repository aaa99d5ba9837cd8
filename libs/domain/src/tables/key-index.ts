import type { ByteBlock } from '../bytes/byte-block.ts';
import { hashBytes, keyedHashBytes } from '../bytes/hash.ts';
import { KeyPool } from './key-pool.ts';

const KEYS_MIN = 32;
/** Slots for each key that there is room for: at most half of them are taken. */
const SLOTS_A_KEY = 2;
/**
 * Slots that a new key may find taken, one behind the other. With half of them free, that many in a
 * row do not happen by chance: somebody has found keys that collide, and the hash is changed.
 */
const PROBES_MAX = 256;

/** Keys in the order of their ids. */
export interface KeyIndexState {
  /** One behind the other. */
  readonly keys: Uint8Array;
  readonly lengths: Uint32Array;
}

/**
 * Numbers keys: equal bytes get the same id, ids are dense from 0. Open addressing with linear
 * probing over typed arrays and one pool of bytes, so that finding a key allocates nothing.
 */
export class KeyIndex {
  readonly #seed: number;
  readonly #pool = new KeyPool();
  #size = 0;
  /** Pairs of hash and id + 1; 0 in the second is a free slot. */
  #slots = new Int32Array(KEYS_MIN * SLOTS_A_KEY * 2);
  #mask = KEYS_MIN * SLOTS_A_KEY - 1;
  /** Pairs of where a key begins in the pool and its length, by id. */
  #spans = new Uint32Array(KEYS_MIN * 2);
  /** The pool's block: to look it up for each comparison costs more than comparing. */
  #keys: ByteBlock = this.#pool.block;
  /** Of the key that was looked for last. */
  #hash = 0;

  /** Whether the hash is the one that nobody can find collisions for. */
  #keyed = false;

  /** `seed` belongs to this run and is the key of the slow hash. */
  constructor(seed: number) {
    this.#seed = seed;
  }

  get size(): number {
    return this.#size;
  }

  /** Whether keys were met that collide on purpose. */
  get attacked(): boolean {
    return this.#keyed;
  }

  /** Ids that there is room for without growing. */
  get capacity(): number {
    return this.#spans.length / 2;
  }

  /** The id of the key [start, end), or -1. Who knows its `hashBytes` with this seed gives it. */
  find(
    block: ByteBlock,
    start: number,
    end: number,
    hash = hashBytes(block, start, end, this.#seed),
  ): number {
    const own = this.#keyed ? keyedHashBytes(block, start, end, this.#seed) : hash;
    this.#hash = own;
    const slots = this.#slots;
    const mask = this.#mask;
    for (let slot = own & mask; ; slot = (slot + 1) & mask) {
      const entry = slots[2 * slot + 1]!; // slot <= mask, here and below
      if (entry === 0) return -1;
      if (slots[2 * slot] === own && this.#equals(entry - 1, block, start, end)) return entry - 1;
    }
  }

  /** Numbers the key that `find` has just not found. */
  append(block: ByteBlock, start: number, end: number): number {
    if (this.#size === this.capacity) {
      this.#grow();
      this.#hash = this.#hashOf(block, start, end); // growing may have changed the hash
    }
    const id = this.#size++;
    this.#spans[2 * id + 1] = 0;
    this.#store(id, block, start, end);
    if (!this.#put(id, this.#hash)) this.#useKeyedHash();
    return id;
  }

  /** Gives the id to the key that `find` has just not found; the old key is forgotten. */
  replace(id: number, block: ByteBlock, start: number, end: number): void {
    this.#remove(id);
    this.#pool.free(this.#spans[2 * id + 1]!); // ids are below size, here and below
    this.#spans[2 * id + 1] = 0; // its bytes need not survive a compaction
    this.#store(id, block, start, end);
    if (!this.#put(id, this.#hash)) this.#useKeyedHash();
  }

  /** The bytes of all keys, in which `start` and `end` of an id stand. */
  get block(): ByteBlock {
    return this.#keys;
  }

  start(id: number): number {
    return this.#spans[2 * id]!;
  }

  end(id: number): number {
    return this.#spans[2 * id]! + this.#spans[2 * id + 1]!;
  }

  /** Orders two ids by the bytes of their keys, which for UTF-8 is by code point. */
  compare(a: number, b: number): number {
    const { octets } = this.#keys;
    const startA = this.start(a);
    const startB = this.start(b);
    const lengthA = this.end(a) - startA;
    const lengthB = this.end(b) - startB;
    for (let at = 0; at < lengthA && at < lengthB; at++) {
      const difference = octets[startA + at]! - octets[startB + at]!; // both within their keys
      if (difference !== 0) return difference;
    }
    return lengthA - lengthB;
  }

  /** A copy, to be merged elsewhere. */
  state(): KeyIndexState {
    const lengths = new Uint32Array(this.#size);
    for (let id = 0; id < this.#size; id++) lengths[id] = this.#spans[2 * id + 1]!;
    const keys = new Uint8Array(lengths.reduce((sum, length) => sum + length, 0));
    let at = 0;
    for (let id = 0; id < this.#size; id++) {
      keys.set(this.#keys.octets.subarray(this.start(id), this.end(id)), at);
      at += lengths[id]!;
    }
    return { keys, lengths };
  }

  /** Forgets all keys but these, and numbers them anew in this order. */
  keep(ids: readonly number[]): void {
    let capacity = KEYS_MIN;
    while (capacity < ids.length) capacity *= 2;
    const spans = new Uint32Array(capacity * 2);
    ids.forEach((id, next) => {
      spans[2 * next] = this.#spans[2 * id]!;
      spans[2 * next + 1] = this.#spans[2 * id + 1]!;
    });
    this.#spans = spans;
    this.#size = ids.length;
    this.#compact(0);
    this.#rehash();
  }

  /** Forgets all keys; the memory stays for the next ones. */
  clear(): void {
    this.#size = 0;
    this.#slots.fill(0);
    this.#pool.clear();
  }

  #hashOf(block: ByteBlock, start: number, end: number): number {
    return this.#keyed
      ? keyedHashBytes(block, start, end, this.#seed)
      : hashBytes(block, start, end, this.#seed);
  }

  #equals(id: number, block: ByteBlock, start: number, end: number): boolean {
    const length = end - start;
    if (this.#spans[2 * id + 1] !== length) return false;
    const at = this.#spans[2 * id]!;
    const own = this.#keys;
    let offset = 0;
    for (; offset + 8 <= length; offset += 8) {
      const ours = at + offset;
      const theirs = start + offset;
      const difference =
        (own.words.getInt32(ours, true) ^ block.words.getInt32(theirs, true)) |
        (own.words.getInt32(ours + 4, true) ^ block.words.getInt32(theirs + 4, true));
      if (difference !== 0) return false;
    }
    for (; offset < length; offset++) {
      if (own.octets[at + offset] !== block.octets[start + offset]) return false;
    }
    return true;
  }

  #store(id: number, block: ByteBlock, start: number, end: number): void {
    if (!this.#pool.fits(end - start)) this.#compact(end - start);
    this.#spans[2 * id] = this.#pool.append(block, start, end);
    this.#spans[2 * id + 1] = end - start;
  }

  #compact(length: number): void {
    this.#pool.compact(this.#spans, this.#size, length);
    this.#keys = this.#pool.block;
  }

  /** Takes a free slot. Returns false where too many were taken before it. */
  #put(id: number, hash: number): boolean {
    let slot = hash & this.#mask;
    let probes = 0;
    for (; this.#slots[2 * slot + 1] !== 0; slot = (slot + 1) & this.#mask) probes++;
    this.#slots[2 * slot] = hash;
    this.#slots[2 * slot + 1] = id + 1;
    return this.#keyed || probes <= PROBES_MAX;
  }

  #useKeyedHash(): void {
    this.#keyed = true;
    this.#rehash();
  }

  /** Puts every key into new slots, twice as many as there is room for keys. */
  #rehash(): void {
    this.#slots = new Int32Array(this.capacity * SLOTS_A_KEY * 2);
    this.#mask = this.capacity * SLOTS_A_KEY - 1;
    for (let id = 0; id < this.#size; id++) {
      const hash = this.#hashOf(this.#keys, this.start(id), this.end(id));
      if (this.#put(id, hash)) continue;
      this.#useKeyedHash();
      return;
    }
  }

  /** Without tombstones: entries behind the hole move up (Knuth, TAOCP 6.4, algorithm R). */
  #remove(id: number): void {
    const slots = this.#slots;
    const mask = this.#mask;
    let hole = this.#hashOf(this.#keys, this.start(id), this.end(id)) & mask;
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
    const capacity = this.capacity * 2;
    const spans = new Uint32Array(capacity * 2);
    spans.set(this.#spans);
    this.#spans = spans;
    const old = this.#slots;
    this.#slots = new Int32Array(capacity * SLOTS_A_KEY * 2);
    this.#mask = capacity * SLOTS_A_KEY - 1;
    for (let slot = 0; slot < old.length; slot += 2) {
      if (old[slot + 1] === 0 || this.#put(old[slot + 1]! - 1, old[slot]!)) continue;
      this.#useKeyedHash();
      return;
    }
  }
}
