import type { ByteBlock } from '../bytes/byte-block.ts';
import { hashBytes } from '../bytes/hash.ts';

const PRECISION = 14;
const REGISTERS = 1 << PRECISION;
/** Bits of the second hash that a register ranks. */
const RANK_BITS = 32;

// Part of the meaning of a register: sketches of different processes must agree on them.
const INDEX_SEED = 0x1b873593;
const RANK_SEED = 0x7fe3a1c5;

/**
 * Number of distinct keys, in 16 KiB whatever their number (Flajolet et al. 2007). Two 32-bit
 * hashes, one to choose the register and one to rank, reach far beyond any number of visitors. The
 * estimator is Ertl's improved raw one ("New cardinality estimation algorithms for HyperLogLog
 * sketches", 2017, algorithm 6): one formula for all sizes, no bias tables. Merging takes the
 * larger register, so a merged sketch is the sketch of the union.
 */
export class HyperLogLog {
  /** Relative standard error: 1.04 / sqrt(2^14). */
  static readonly standardError = 1.04 / Math.sqrt(REGISTERS);

  readonly #registers = new Uint8Array(REGISTERS);

  add(block: ByteBlock, start: number, end: number): void {
    const index = hashBytes(block, start, end, INDEX_SEED) >>> (32 - PRECISION);
    const rank = Math.clz32(hashBytes(block, start, end, RANK_SEED)) + 1;
    if (rank > this.#registers[index]!) this.#registers[index] = rank; // index < REGISTERS
  }

  merge(other: HyperLogLog): void {
    this.mergeState(other.#registers);
  }

  /** Merges the registers of another sketch. */
  mergeState(registers: Uint8Array): void {
    for (let index = 0; index < REGISTERS; index++) {
      const rank = registers[index]!; // index < REGISTERS
      if (rank > this.#registers[index]!) this.#registers[index] = rank;
    }
  }

  /** A copy of the registers, to be merged elsewhere. */
  state(): Uint8Array {
    return this.#registers.slice();
  }

  clear(): void {
    this.#registers.fill(0);
  }

  estimate(): number {
    const counts = new Uint32Array(RANK_BITS + 2);
    for (const rank of this.#registers) counts[rank]!++; // rank <= RANK_BITS + 1
    let z = REGISTERS * tau(1 - counts[RANK_BITS + 1]! / REGISTERS);
    for (let rank = RANK_BITS; rank >= 1; rank--) z = 0.5 * (z + counts[rank]!);
    z += REGISTERS * sigma(counts[0]! / REGISTERS);
    return (REGISTERS * REGISTERS) / (2 * Math.LN2 * z);
  }
}

export function sigma(x: number): number {
  if (x === 1) return Infinity;
  let y = 1;
  let z = x;
  let power = x;
  for (;;) {
    power *= power;
    const before = z;
    z += power * y;
    y += y;
    if (z === before) return z;
  }
}

export function tau(x: number): number {
  if (x === 0 || x === 1) return 0;
  let y = 1;
  let z = 1 - x;
  let root = x;
  for (;;) {
    root = Math.sqrt(root);
    const before = z;
    y *= 0.5;
    z -= (1 - root) ** 2 * y;
    if (z === before) return z / 3;
  }
}
