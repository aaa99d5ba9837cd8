import { ByteBlock } from '../bytes/byte-block.ts';

const POOL_BYTES_MIN = 4096;

/**
 * The bytes of many keys in one block. Keys are appended; a key that is given up leaves a hole
 * until the next `compact`.
 */
export class KeyPool {
  #block = new ByteBlock(new Uint8Array(POOL_BYTES_MIN));
  /** The block of before: a table that replaces keys all the time compacts into it, and back. */
  #spare: ByteBlock | undefined;
  #used = 0;
  #freed = 0;

  get block(): ByteBlock {
    return this.#block;
  }

  /** Whether `length` more bytes fit without moving anything. */
  fits(length: number): boolean {
    return this.#used + length <= this.#block.length;
  }

  /** Appends a key and returns where it begins. Needs `fits(end - start)`. */
  append(from: ByteBlock, start: number, end: number): number {
    const at = this.#used;
    this.#block.copy(from, start, end, at);
    this.#used = at + end - start;
    return at;
  }

  free(length: number): void {
    this.#freed += length;
  }

  /**
   * Makes room for `length` more bytes: copies the live keys to a block that is twice their size.
   * `spans` has pairs of offset and length, of which the offsets are rewritten.
   */
  compact(spans: Uint32Array, count: number, length: number): void {
    const needed = this.#used - this.#freed + length;
    const next = this.#roomFor(needed);
    const old = this.#block;
    let used = 0;
    for (let id = 0; id < count; id++) {
      const start = spans[2 * id]!; // id < count
      const size = spans[2 * id + 1]!; // id < count
      next.copy(old, start, start + size, used);
      spans[2 * id] = used;
      used += size;
    }
    this.#spare = this.#block;
    this.#block = next;
    this.#used = used;
    this.#freed = 0;
  }

  /** A block that `bytes` leave half empty, or the spare one if they leave a third of it. */
  #roomFor(bytes: number): ByteBlock {
    const spare = this.#spare;
    if (spare !== undefined && spare.length >= bytes * 1.5) return spare;
    return new ByteBlock(new Uint8Array(Math.max(POOL_BYTES_MIN, bytes * 2)));
  }

  /** Forgets every key; the memory stays for the next ones. */
  clear(): void {
    this.#used = 0;
    this.#freed = 0;
  }
}
