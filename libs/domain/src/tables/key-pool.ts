import { ByteBlock } from '../bytes/byte-block.ts';

const POOL_BYTES_MIN = 4096;

/** Numbers that a span has: where its key begins, its length, and the bytes that it may take. */
export const SPAN = 3;
export const LENGTH = 1;
export const ROOM = 2;

/**
 * The bytes of many keys in one block. A key takes some bytes more than it has, so that one of
 * about its length can take its place: a table that replaces keys all the time moves nothing.
 */
export class KeyPool {
  #block = new ByteBlock(new Uint8Array(POOL_BYTES_MIN));
  #used = 0;
  #freed = 0;

  get block(): ByteBlock {
    return this.#block;
  }

  /** Bytes of the block in which keys stand. */
  get used(): number {
    return this.#used;
  }

  /**
   * Puts the bytes [start, end) in the place of the key `id` of `count`, whose span has a room of 0
   * when it is new. May make a new block and write all spans anew.
   */
  put(spans: Uint32Array, count: number, id: number, from: ByteBlock, start: number, end: number) {
    const at = SPAN * id;
    const length = end - start;
    if (length > spans[at + ROOM]!) {
      this.#freed += spans[at + ROOM]!; // ids are below count, as in all of this class
      spans[at + ROOM] = 0;
      const room = (length + 7) & ~7;
      if (this.#used + room > this.#block.length) this.#compact(spans, count, room);
      spans[at] = this.#used;
      spans[at + ROOM] = room;
      this.#used += room;
    }
    spans[at + LENGTH] = length;
    this.#block.copy(from, start, end, spans[at]!);
  }

  /** Takes over keys whose places are relative to the first of these bytes, while it has none. */
  adopt(keys: Uint8Array): void {
    if (keys.length > this.#block.length) {
      this.#block = new ByteBlock(new Uint8Array(keys.length + (keys.length >> 3)));
    }
    this.#block.octets.set(keys);
    this.#used = keys.length;
    this.#freed = 0;
  }

  /** Forgets every key; the memory stays for the next ones. */
  clear(): void {
    this.#used = 0;
    this.#freed = 0;
  }

  /** Copies the keys that have room to a block with half of their bytes free, `more` at least. */
  #compact(spans: Uint32Array, count: number, more: number): void {
    const bytes = this.#used - this.#freed + more;
    const next = new ByteBlock(new Uint8Array(Math.max(POOL_BYTES_MIN, Math.ceil(bytes * 1.5))));
    const old = this.#block;
    let used = 0;
    for (let at = 0; at < SPAN * count; at += SPAN) {
      const room = spans[at + ROOM]!;
      if (room === 0) continue;
      const start = spans[at]!;
      next.copy(old, start, start + spans[at + LENGTH]!, used);
      spans[at] = used;
      used += room;
    }
    this.#block = next;
    this.#used = used;
    this.#freed = 0;
  }
}
