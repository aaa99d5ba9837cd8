import type { ByteBlock } from '../bytes/byte-block.ts';
import { hashBytes } from '../bytes/hash.ts';
import { sigma, tau } from '../tables/hyper-log-log.ts';

const PRECISION = 12;
const REGISTERS = 1 << PRECISION;
const RANK_BITS = 32;
const RANK_MAX = RANK_BITS + 1;

// Part of the meaning of a register, with the seed of the fleet added (xor).
const INDEX_SEED = 0x2f0b4c47;
const RANK_SEED = 0x61c88647;

const SPARSE = 0;
const DENSE = 1;
const DENSE_BYTES = 1 + (REGISTERS * 6) / 8;
const VARINT_BYTES_MAX = 3;

/**
 * Distinct clients of a second of one host, to be merged over hosts and seconds: HyperLogLog with
 * 2^12 registers (Flajolet et al. 2007), hashed with the seed of the fleet, so that it is another
 * sketch than `HyperLogLog`, which never leaves a machine. Merging takes the larger register: a
 * merged sketch is the very sketch of the union. The estimator is Ertl's (2017).
 *
 * Encoded it has 1 byte of form, and then in form 0 a varint (LEB128) for each register that is
 * set, in ascending order: (index - the index before, from -1, minus 1) * 64 + rank; in form 1 all
 * registers in 6 bits each, the first in the lowest bits.
 */
export class VisitorSketch {
  /** Relative standard error: 1.04 / sqrt(2^12). */
  static readonly standardError = 1.04 / Math.sqrt(REGISTERS);
  static readonly encodedBytesMax = DENSE_BYTES;

  readonly #registers = new Uint8Array(REGISTERS);
  readonly #indexSeed: number;
  readonly #rankSeed: number;
  #set = 0;

  /** `seed` is that of the fleet. */
  constructor(seed: number) {
    this.#indexSeed = INDEX_SEED ^ seed;
    this.#rankSeed = RANK_SEED ^ seed;
  }

  add(block: ByteBlock, start: number, end: number): void {
    const index = hashBytes(block, start, end, this.#indexSeed) >>> (32 - PRECISION);
    this.#raise(index, Math.clz32(hashBytes(block, start, end, this.#rankSeed)) + 1);
  }

  /** Merges what `encoded` of a sketch of the same fleet gave and `isVisitorSketch` approves. */
  mergeEncoded(encoded: Uint8Array): void {
    eachRegister(encoded, (index, rank) => {
      this.#raise(index, rank);
    });
  }

  encoded(): Uint8Array {
    const sparse = new Uint8Array(1 + this.#set * VARINT_BYTES_MAX);
    sparse[0] = SPARSE;
    let at = 1;
    let before = -1;
    for (let index = 0; index < REGISTERS; index++) {
      const rank = this.#registers[index]!; // index < REGISTERS, as in all of this class
      if (rank === 0) continue;
      let rest = ((index - before - 1) << 6) | rank;
      before = index;
      for (; rest > 127; rest >>>= 7) sparse[at++] = (rest & 127) | 128;
      sparse[at++] = rest;
    }
    return at < DENSE_BYTES ? sparse.slice(0, at) : this.#dense();
  }

  estimate(): number {
    const counts = new Uint32Array(RANK_MAX + 1);
    for (const rank of this.#registers) counts[rank]!++; // rank <= RANK_MAX
    let z = REGISTERS * tau(1 - counts[RANK_MAX]! / REGISTERS);
    for (let rank = RANK_BITS; rank >= 1; rank--) z = 0.5 * (z + counts[rank]!);
    z += REGISTERS * sigma(counts[0]! / REGISTERS);
    return (REGISTERS * REGISTERS) / (2 * Math.LN2 * z);
  }

  clear(): void {
    if (this.#set > 0) this.#registers.fill(0);
    this.#set = 0;
  }

  #raise(index: number, rank: number): void {
    const held = this.#registers[index]!;
    if (rank <= held) return;
    if (held === 0) this.#set++;
    this.#registers[index] = rank;
  }

  #dense(): Uint8Array {
    const dense = new Uint8Array(DENSE_BYTES);
    dense[0] = DENSE;
    for (let index = 0, at = 1; index < REGISTERS; index += 4, at += 3) {
      const [a = 0, b = 0, c = 0, d = 0] = this.#registers.subarray(index, index + 4);
      const word = a | (b << 6) | (c << 12) | (d << 18);
      dense[at] = word & 255;
      dense[at + 1] = (word >>> 8) & 255;
      dense[at + 2] = word >>> 16;
    }
    return dense;
  }
}

/** Whether bytes are a sketch as `encoded` writes it. */
export function isVisitorSketch(encoded: Uint8Array): boolean {
  return eachRegister(encoded, () => undefined);
}

/** Shows each register that is set; false, and all up to there, where the bytes are no sketch. */
function eachRegister(encoded: Uint8Array, take: (index: number, rank: number) => void): boolean {
  if (encoded[0] === DENSE) return encoded.length === DENSE_BYTES && eachDense(encoded, take);
  if (encoded[0] !== SPARSE) return false;
  let index = -1;
  for (let at = 1; at < encoded.length;) {
    let value = 0;
    let shift = 0;
    let octet: number;
    do {
      if (at === encoded.length || shift === 7 * VARINT_BYTES_MAX) return false;
      octet = encoded[at++]!; // at < length
      value |= (octet & 127) << shift;
      shift += 7;
    } while (octet > 127);
    index += (value >>> 6) + 1;
    const rank = value & 63;
    if (index >= REGISTERS || rank === 0 || rank > RANK_MAX) return false;
    take(index, rank);
  }
  return true;
}

function eachDense(encoded: Uint8Array, take: (index: number, rank: number) => void): boolean {
  for (let index = 0, at = 1; index < REGISTERS; index += 4, at += 3) {
    const word = encoded[at]! | (encoded[at + 1]! << 8) | (encoded[at + 2]! << 16); // DENSE_BYTES
    for (let of = 0; of < 4; of++) {
      const rank = (word >>> (6 * of)) & 63;
      if (rank > RANK_MAX) return false;
      if (rank > 0) take(index + of, rank);
    }
  }
  return true;
}
