const PRIME1: u32 = 0x9e3779b1;
const PRIME2: u32 = 0x85ebca77;
const PRIME3: u32 = 0xc2b2ae3d;
const PRIME4: u32 = 0x27d4eb2f;
const PRIME5: u32 = 0x165667b1;

const MIX1: u64 = 0x9e3779b97f4a7c15;
const MIX2: u64 = 0xc2b2ae3d27d4eb4f;

/**
 * Another hash of the bytes [start, end), several times as fast: whole words, the last of which may
 * overlap. Only the kernel knows it. Reads up to seven bytes beyond.
 */
export function quickHash(start: i32, end: i32, seed: u32): u32 {
  const length = end - start;
  let a: u64 = ((<u64>seed) << 32) | length;
  let b: u64 = a;
  if (length >= 16) {
    const last = end - 16;
    for (let at = start; at < last; at += 16) {
      a = rotl<u64>((a ^ load<u64>(at)) * MIX1, 29);
      b = rotl<u64>((b ^ load<u64>(at, 8)) * MIX2, 31);
    }
    a ^= load<u64>(last);
    b ^= load<u64>(last, 8);
  } else if (length >= 8) {
    a ^= load<u64>(start);
    b ^= load<u64>(end - 8);
  } else {
    a ^= load<u64>(start) & (((<u64>1) << (length << 3)) - 1);
  }
  a = rotl<u64>(a * MIX1, 29) ^ (b * MIX2);
  a = (a ^ (a >>> 32)) * MIX1;
  return <u32>(a >>> 32);
}

/** XXH32 of the bytes [start, end): the same as `hashBytes` of the domain. */
export function hash(start: i32, end: i32, seed: u32): u32 {
  let at = start;
  let sum: u32;
  if (end - start >= 16) {
    let a = seed + PRIME1 + PRIME2;
    let b = seed + PRIME2;
    let c = seed;
    let d = seed - PRIME1;
    const last = end - 16;
    do {
      a = rotl<u32>(a + load<u32>(at) * PRIME2, 13) * PRIME1;
      b = rotl<u32>(b + load<u32>(at, 4) * PRIME2, 13) * PRIME1;
      c = rotl<u32>(c + load<u32>(at, 8) * PRIME2, 13) * PRIME1;
      d = rotl<u32>(d + load<u32>(at, 12) * PRIME2, 13) * PRIME1;
      at += 16;
    } while (at <= last);
    sum = rotl<u32>(a, 1) + rotl<u32>(b, 7) + rotl<u32>(c, 12) + rotl<u32>(d, 18);
  } else {
    sum = seed + PRIME5;
  }
  sum += end - start;
  for (; at + 4 <= end; at += 4) sum = rotl<u32>(sum + load<u32>(at) * PRIME3, 17) * PRIME4;
  for (; at < end; at++) sum = rotl<u32>(sum + <u32>load<u8>(at) * PRIME5, 11) * PRIME1;
  sum = (sum ^ (sum >>> 15)) * PRIME2;
  sum = (sum ^ (sum >>> 13)) * PRIME3;
  return sum ^ (sum >>> 16);
}
