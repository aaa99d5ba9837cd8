import type { ByteBlock } from './byte-block.ts';

const ONES = 0x01010101;
const TOP_BITS = 0x80808080 | 0;

/**
 * Where the next of two octets stands in [start, end), else `end`. Looks at eight bytes a turn: a
 * word has a zero byte just when `(w - ONES) & ~w & TOP_BITS` is not 0 (Mycroft 1987), and xor with
 * the wanted octet makes it zero. Several times as fast as byte by byte.
 */
export function nextOf(
  { octets, words }: ByteBlock,
  start: number,
  end: number,
  oneOctet: number,
  otherOctet: number,
): number {
  const one = Math.imul(oneOctet, ONES);
  const other = Math.imul(otherOctet, ONES);
  let at = start;
  for (; at + 8 <= end; at += 8) {
    const first = words.getInt32(at, true);
    const second = words.getInt32(at + 4, true);
    const inFirst = zeros(first ^ one) | zeros(first ^ other);
    const inSecond = zeros(second ^ one) | zeros(second ^ other);
    if (((inFirst | inSecond) & TOP_BITS) === 0) continue;
    const found = inFirst & TOP_BITS;
    return found === 0 ? at + 4 + lowest(inSecond & TOP_BITS) : at + lowest(found);
  }
  while (at < end && octets[at] !== oneOctet && octets[at] !== otherOctet) at++;
  return at;
}

/** Has the top bit of each byte set that is zero, and perhaps of some above it, by carries. */
function zeros(word: number): number {
  // `| 0` keeps the difference an integer; without it the compiler takes to doubles.
  return ((word - ONES) | 0) & ~word;
}

/** The lowest byte with a bit set, which is the one that no carry has touched. */
function lowest(found: number): number {
  return (31 - Math.clz32(found & -found)) >> 3;
}
