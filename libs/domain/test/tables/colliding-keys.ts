import { ByteBlock } from '../../src/bytes/byte-block.ts';

/** The inverse of an odd number modulo 2^32, by Newton's iteration. */
function inverse(odd: number): number {
  let x = odd;
  for (let step = 0; step < 5; step++) x = Math.imul(x, 2 - Math.imul(odd, x));
  return x;
}

function rotated(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}

/**
 * Keys of eight bytes that XXH32 with this seed takes for one: whatever the first word makes of the
 * state, the second is chosen to bring it to the same.
 */
export function collidingKeys(seed: number, keys: number): ByteBlock[] {
  const wanted = 0x12345678;
  return Array.from({ length: keys }, (_, first) => {
    const begin = (seed + 0x165667b1 + 8) | 0;
    const mixed = rotated((begin + Math.imul(first, 0xc2b2ae3d)) | 0, 17);
    const state = Math.imul(mixed, 0x27d4eb2f);
    const key = new ByteBlock(new Uint8Array(8));
    key.words.setInt32(0, first, true);
    key.words.setInt32(4, Math.imul(wanted - state, inverse(0xc2b2ae3d)), true);
    return key;
  });
}
