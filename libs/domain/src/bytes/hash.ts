import type { ByteBlock } from './byte-block.ts';

/**
 * MurmurHash3 x86_32 (Austin Appleby, public domain) of the bytes [start, end).
 * Returns a signed 32-bit integer. `seed` is drawn per run for tables and fixed for sketches that
 * must merge across processes.
 */
export function hashBytes(block: ByteBlock, start: number, end: number, seed: number): number {
  const { octets, words } = block;
  let hash = seed | 0;
  let at = start;
  for (; at + 4 <= end; at += 4) {
    hash ^= scramble(words.getInt32(at, true));
    hash = (hash << 13) | (hash >>> 19);
    hash = (Math.imul(hash, 5) + 0xe6546b64) | 0;
  }
  let tail = 0;
  for (let shift = 0; at < end; at++, shift += 8) tail |= octets[at]! << shift; // at < end
  hash ^= scramble(tail) ^ (end - start);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}

function scramble(word: number): number {
  const mixed = Math.imul(word, 0xcc9e2d51);
  return Math.imul((mixed << 15) | (mixed >>> 17), 0x1b873593);
}
