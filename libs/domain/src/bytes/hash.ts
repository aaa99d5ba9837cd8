import type { ByteBlock } from './byte-block.ts';

const PRIME1 = 0x9e3779b1 | 0;
const PRIME2 = 0x85ebca77 | 0;
const PRIME3 = 0xc2b2ae3d | 0;
const PRIME4 = 0x27d4eb2f;
const PRIME5 = 0x165667b1;

/**
 * XXH32 (Yann Collet, BSD) of the bytes [start, end). Returns a signed 32-bit integer. `seed` is
 * drawn per run for tables and fixed for sketches that must merge across processes.
 */
export function hashBytes(block: ByteBlock, start: number, end: number, seed: number): number {
  const { octets, words } = block;
  let at = start;
  let sum: number;
  if (end - start >= 16) {
    let a = (seed + PRIME1 + PRIME2) | 0;
    let b = (seed + PRIME2) | 0;
    let c = seed | 0;
    let d = (seed - PRIME1) | 0;
    for (; at + 16 <= end; at += 16) {
      a = lane(a, words.getInt32(at, true));
      b = lane(b, words.getInt32(at + 4, true));
      c = lane(c, words.getInt32(at + 8, true));
      d = lane(d, words.getInt32(at + 12, true));
    }
    sum = (rotated(a, 1) + rotated(b, 7) + rotated(c, 12) + rotated(d, 18)) | 0;
  } else {
    sum = (seed + PRIME5) | 0;
  }
  sum = (sum + end - start) | 0;
  for (; at + 4 <= end; at += 4) {
    const word = Math.imul(words.getInt32(at, true), PRIME3);
    sum = Math.imul(rotated((sum + word) | 0, 17), PRIME4);
  }
  for (; at < end; at++) {
    const octet = Math.imul(octets[at]!, PRIME5); // at < end
    sum = Math.imul(rotated((sum + octet) | 0, 11), PRIME1);
  }
  sum = Math.imul(sum ^ (sum >>> 15), PRIME2);
  sum = Math.imul(sum ^ (sum >>> 13), PRIME3);
  return sum ^ (sum >>> 16);
}

function lane(sum: number, word: number): number {
  return Math.imul(rotated((sum + Math.imul(word, PRIME2)) | 0, 13), PRIME1);
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
