import type { ByteBlock } from '../bytes/byte-block.ts';
import { hashBytes } from '../bytes/hash.ts';

/** As HyperLogLog has it, whose registers these become. */
const PRECISION = 14;
const REGISTERS = 1 << PRECISION;
const RANK_BITS = 6;
const RANK_MASK = (1 << RANK_BITS) - 1;
const SLOTS_MIN = 16;
/** From here on all registers take less room than those that are set. */
const SLOTS_MAX = REGISTERS / 4;

// Panes of different processes are merged, so these are part of the meaning of a register.
const INDEX_SEED = 0x2c1b3c6d;
const RANK_SEED = 0x297a2d39;

/**
 * The distinct clients of one pane: registers of a HyperLogLog of which only those are held that
 * are set, 8 bytes a client at first and never more than 16 KiB.
 */
export class ClientPane {
  /** Slots of (register + 1, rank), open addressing; or each register, when there are many. */
  #slots = new Int32Array(SLOTS_MIN);
  #taken = 0;
  #registers: Uint8Array | undefined;

  add(block: ByteBlock, start: number, end: number): void {
    const register = hashBytes(block, start, end, INDEX_SEED) >>> (32 - PRECISION);
    this.#raise(register, Math.clz32(hashBytes(block, start, end, RANK_SEED)) + 1);
  }

  /** Raises registers to those of this pane. */
  mergeInto(registers: Uint8Array): void {
    this.#each((register, rank) => {
      if (rank > registers[register]!) registers[register] = rank; // one of each, as below
    });
  }

  merge(state: Int32Array): void {
    for (const entry of state) this.#raise(entry >>> RANK_BITS, entry & RANK_MASK);
  }

  /** The registers that are set, each with its rank in the lowest bits; ascending. */
  state(): Int32Array {
    const entries: number[] = [];
    this.#each((register, rank) => entries.push((register << RANK_BITS) | rank));
    return Int32Array.from(entries).sort();
  }

  static get registers(): number {
    return REGISTERS;
  }

  #raise(register: number, rank: number): void {
    if (this.#registers) {
      if (rank > this.#registers[register]!) this.#registers[register] = rank;
      return;
    }
    const slots = this.#slots;
    const mask = slots.length - 1;
    let slot = register & mask;
    for (; slots[slot] !== 0; slot = (slot + 1) & mask) {
      const entry = slots[slot]!;
      if (entry >>> RANK_BITS !== register + 1) continue;
      if (rank > (entry & RANK_MASK)) slots[slot] = ((register + 1) << RANK_BITS) | rank;
      return;
    }
    slots[slot] = ((register + 1) << RANK_BITS) | rank;
    if (++this.#taken * 2 > slots.length) this.#grow();
  }

  #grow(): void {
    const entries: (readonly [number, number])[] = [];
    this.#each((register, rank) => entries.push([register, rank]));
    const slots = this.#slots.length * 2;
    if (slots > SLOTS_MAX) this.#registers = new Uint8Array(REGISTERS);
    this.#slots = new Int32Array(slots > SLOTS_MAX ? 0 : slots);
    this.#taken = 0;
    for (const [register, rank] of entries) this.#raise(register, rank);
  }

  #each(visit: (register: number, rank: number) => void): void {
    for (const entry of this.#slots) {
      if (entry !== 0) visit((entry >>> RANK_BITS) - 1, entry & RANK_MASK);
    }
    this.#registers?.forEach((rank, register) => {
      if (rank > 0) visit(register, rank);
    });
  }
}
