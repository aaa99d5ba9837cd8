import { ByteBlock } from '../bytes/byte-block.ts';
import { hashBytes, keyedHashBytes } from '../bytes/hash.ts';
import { KeyPool, LENGTH, SPAN } from './key-pool.ts';
import { fitting, type KeyIndexState } from './key-table-state.ts';

const KEYS_MIN = 32;
/** Slots for each key that there is room for: at most half of them are taken. */
const SLOTS_A_KEY = 2;
/**
 * Slots that a new key may find taken, one behind the other. With half of them free, that many in a
 * row do not happen by chance: somebody has found keys that collide, and the hash is changed.
 */
const PROBES_MAX = 256;

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
  /** Where a key is in the pool, by id. */
  #spans = new Uint32Array(KEYS_MIN * SPAN);
  /** By id. */
  #hashes = new Int32Array(KEYS_MIN);
  /** Whether keys were adopted that are in no slot yet. */
  #isUnslotted = false;
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
    return this.#spans.length / SPAN;
  }

  /** The id of the key [start, end), or -1. Who knows its `hashBytes` with this seed gives it. */
  find(
    block: ByteBlock,
    start: number,
    end: number,
    hash = hashBytes(block, start, end, this.#seed),
  ): number {
    if (this.#isUnslotted) this.#rehash();
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

  /** The id that a key with this hash probably has, or -1 where it probably has none. */
  guess(hash: number): number {
    if (this.#isUnslotted) this.#rehash();
    return this.#slots[2 * (hash & this.#mask) + 1]! - 1; // slot <= mask
  }

  /** Reads where the key of an id is, and its first octet. */
  touch(id: number): number {
    return this.#keys.octets[this.#spans[SPAN * id]!] ?? 0; // id < size
  }

  /** Numbers the key that `find` has just not found. */
  append(block: ByteBlock, start: number, end: number): number {
    if (this.#size === this.capacity) {
      this.#reserve(this.capacity * 2);
      this.#rehash();
      if (this.#keyed) this.#hash = this.#hashOf(block, start, end); // which may be new
    }
    const id = this.#size++;
    this.#spans.fill(0, SPAN * id, SPAN * this.#size);
    this.#store(id, block, start, end);
    return id;
  }

  /**
   * Takes over distinct keys with their `hashBytes` of this seed, while there are none here. Until
   * one is looked for they cost a copy.
   */
  adopt(keys: Uint8Array, spans: Uint32Array, hashes: Int32Array): void {
    this.#size = hashes.length;
    let capacity = this.capacity;
    while (capacity < this.#size) capacity *= 2;
    this.#reserve(capacity);
    this.#spans.set(spans);
    this.#hashes.set(hashes);
    this.#pool.adopt(keys);
    this.#keys = this.#pool.block;
    this.#isUnslotted = true;
  }

  /** Gives the id to the key that `find` has just not found; the old key is forgotten. */
  replace(id: number, block: ByteBlock, start: number, end: number): void {
    this.#remove(id);
    this.#store(id, block, start, end);
  }

  /** The bytes of all keys, in which `start` and `end` of an id stand. */
  get block(): ByteBlock {
    return this.#keys;
  }

  start(id: number): number {
    return this.#spans[SPAN * id]!; // ids are below size, here and below
  }

  end(id: number): number {
    return this.#spans[SPAN * id]! + this.#spans[SPAN * id + LENGTH]!;
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

  /** A copy, to be merged elsewhere; in the memory of one that is not needed, if it fits. */
  state(spent?: KeyIndexState): KeyIndexState {
    const length = this.#size * SPAN;
    const spans = new Uint32Array(fitting(spent?.spans, length * 4), 0, length);
    spans.set(this.#spans.subarray(0, length));
    const { used } = this.#pool;
    const keys = new Uint8Array(fitting(spent?.keys, used), 0, used);
    keys.set(this.#keys.octets.subarray(0, used));
    // Those of the slow hash are of no use elsewhere.
    if (this.#keyed) return { keys, spans };
    const hashes = new Int32Array(fitting(spent?.hashes, this.#size * 4), 0, this.#size);
    hashes.set(this.#hashes.subarray(0, this.#size));
    return { keys, spans, hashes, seed: this.#seed };
  }

  /** Forgets all keys; the memory stays for the next ones. */
  clear(): void {
    if (!this.#isUnslotted && this.#size > 0) this.#slots.fill(0);
    this.#isUnslotted = false;
    this.#size = 0;
    this.#pool.clear();
  }

  #hashOf(block: ByteBlock, start: number, end: number): number {
    return this.#keyed
      ? keyedHashBytes(block, start, end, this.#seed)
      : hashBytes(block, start, end, this.#seed);
  }

  #equals(id: number, block: ByteBlock, start: number, end: number): boolean {
    if (this.#spans[SPAN * id + LENGTH] !== end - start) return false;
    return this.#keys.holds(this.#spans[SPAN * id]!, block, start, end);
  }

  #store(id: number, block: ByteBlock, start: number, end: number): void {
    this.#pool.put(this.#spans, this.#size, id, block, start, end);
    this.#keys = this.#pool.block;
    this.#hashes[id] = this.#hash;
    if (!this.#put(id, this.#hash)) this.#useKeyedHash();
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
    this.#isUnslotted = false;
    const slots = this.capacity * SLOTS_A_KEY * 2;
    if (this.#slots.length === slots) this.#slots.fill(0);
    else this.#slots = new Int32Array(slots);
    this.#mask = this.capacity * SLOTS_A_KEY - 1;
    for (let id = 0; id < this.#size; id++) {
      if (this.#keyed) {
        this.#hashes[id] = this.#hashOf(this.#keys, this.start(id), this.end(id));
      }
      if (this.#put(id, this.#hashes[id]!)) continue; // id < size
      this.#useKeyedHash();
      return;
    }
  }

  /** Without tombstones: entries behind the hole move up (Knuth, TAOCP 6.4, algorithm R). */
  #remove(id: number): void {
    const slots = this.#slots;
    const mask = this.#mask;
    let hole = this.#hashes[id]! & mask;
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

  #reserve(capacity: number): void {
    if (capacity === this.capacity) return;
    const spans = new Uint32Array(capacity * SPAN);
    spans.set(this.#spans);
    this.#spans = spans;
    const hashes = new Int32Array(capacity);
    hashes.set(this.#hashes);
    this.#hashes = hashes;
  }
}
