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

/**
 * HalfSipHash-2-4 (Aumasson, Bernstein: reference implementation, public domain) of the bytes
 * [start, end), a signed 32-bit integer. Three times as slow as `hashBytes`, and nobody without
 * the key can find two inputs that collide.
 */
export function keyedHashBytes(block: ByteBlock, start: number, end: number, key: number): number {
  const { octets, words } = block;
  const otherKey = Math.imul(key, 0x9e3779b1) ^ 0x5bd1e995;
  sip0 = key;
  sip1 = otherKey;
  sip2 = 0x6c796765 ^ key;
  sip3 = 0x74656462 ^ otherKey;
  let at = start;
  for (; at + 4 <= end; at += 4) sipWord(words.getInt32(at, true));
  let tail = (end - start) << 24;
  for (let shift = 0; at < end; at++, shift += 8) tail |= octets[at]! << shift; // at < end
  sipWord(tail);
  sip2 ^= 0xff;
  for (let round = 0; round < 4; round++) sipRound();
  return sip1 ^ sip3;
}

// The state lives here and not in an array, so that no call allocates; nothing is left in it.
let sip0 = 0;
let sip1 = 0;
let sip2 = 0;
let sip3 = 0;

function sipWord(word: number): void {
  sip3 ^= word;
  sipRound();
  sipRound();
  sip0 ^= word;
}

function sipRound(): void {
  sip0 = (sip0 + sip1) | 0;
  sip1 = rotated(sip1, 5) ^ sip0;
  sip0 = rotated(sip0, 16);
  sip2 = (sip2 + sip3) | 0;
  sip3 = rotated(sip3, 8) ^ sip2;
  sip0 = (sip0 + sip3) | 0;
  sip3 = rotated(sip3, 7) ^ sip0;
  sip2 = (sip2 + sip1) | 0;
  sip1 = rotated(sip1, 13) ^ sip2;
  sip2 = rotated(sip2, 16);
}

function rotated(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}
