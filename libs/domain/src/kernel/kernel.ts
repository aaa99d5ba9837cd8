import { ByteBlock } from '../bytes/byte-block.ts';
import { BatchGroups, type KeyGrouper, PlainGrouper } from '../parser/key-groups.ts';
import { BATCH_LINES, RecordBatch } from '../parser/record-batch.ts';
import { KERNEL_BINARY } from './kernel-binary.ts';
import { type CombinerExports, KernelCombiner } from './kernel-combiner.ts';
import type { KernelPlan } from './kernel-plan.ts';
import { tailKeys } from './tail-keys.ts';

// Part of every JavaScript runtime, though of no ECMAScript library.
declare const atob: (base64: string) => string;
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: unknown };
};

const INT_BYTES = 4;

/** What assembly/index.ts exports. */
interface KernelExports extends CombinerExports {
  readonly memory: { readonly buffer: ArrayBuffer };
  inputAt(): number;
  inputBytes(): number;
  recordsAt(): number;
  planAt(): number;
  keysAt(): number;
  tailsAt(): number;
  groupsAt(): number;
  groupOfLineAt(): number;
  group(key: number, lines: number, shift: number, seed: number): number;
  readAt(): number;
  scan(begin: number, length: number, complete: boolean, kind: number): number;
  taken(): number;
  hasExtras(): number;
  hasVhosts(): number;
  looksAlike(): number;
  oddFrom(line: number): number;
}

/** What the lines of a scan are, beside those of a plan. */
export const KernelLines = {
  /** Common and Combined. */
  clf: 0,
  /** The same, with what servers add behind the user agent. */
  tailed: 2,
} as const;
const PLANNED = 1;

/**
 * The compiled scanner and its memory of 3.9 MiB. One serves all the logs of a thread: of a log
 * nothing stays in it between two scans but what is combined, until that is cleared.
 */
export class Kernel implements KeyGrouper {
  /** What the last scan has found; its block is the kernel's memory. */
  readonly batch: RecordBatch;
  /** Bytes that one scan is given at most. */
  readonly inputBytes: number;
  /** Memory for as many. A block in it is scanned where it is, any other is copied. */
  readonly input: Uint8Array;
  readonly #exports: KernelExports;
  readonly #memory: ByteBlock;
  readonly #inputAt: number;
  /** Where what the last scan was given begins. */
  #scannedAt: number;
  readonly #tailsAt: number;
  /** The one that is in the kernel's memory. */
  #plan: KernelPlan | undefined;
  readonly #groups: BatchGroups;
  /** The batch whose fields were copied to the input last, by its number. */
  #copied = -1;
  /** For fields that have no room in the kernel's memory. */
  #plain: KeyGrouper | undefined;

  /** `seed` is that of the tables. Throws where the runtime has no WebAssembly with SIMD. */
  constructor(seed: number) {
    const instance = new WebAssembly.Instance((compiled ??= compile()));
    this.#exports = instance.exports as KernelExports; // by assembly/index.ts
    const { buffer } = this.#exports.memory;
    this.#memory = new ByteBlock(new Uint8Array(buffer));
    this.#inputAt = this.#scannedAt = this.#exports.inputAt();
    this.inputBytes = this.#exports.inputBytes();
    this.input = new Uint8Array(buffer, this.#exports.readAt(), this.inputBytes);
    const shiftOf = this.#shiftOf.bind(this);
    const combiner = new KernelCombiner(this.#exports, this.#memory, shiftOf, seed);
    this.batch = new RecordBatch(seed, buffer, this.#exports.recordsAt(), this, combiner);
    const groupsAt = this.#exports.groupsAt();
    this.#groups = new BatchGroups(BATCH_LINES, buffer, groupsAt, this.#exports.groupOfLineAt());
    this.#memory.octets.set(tailKeys(), this.#exports.keysAt());
    this.#tailsAt = this.#exports.tailsAt();
  }

  /**
   * Scans lines of [start, end), at most `inputBytes` of them, into the batch and returns how many
   * bytes it has taken, in whole lines. What stands behind the last LF is a line as well if the
   * range is `complete`. The lines are of the format of the plan, or without one of that `kind`.
   */
  scan(
    block: ByteBlock,
    start: number,
    end: number,
    complete: boolean,
    plan: KernelPlan | undefined,
    kind: number,
  ): number {
    const { batch } = this;
    if (plan !== undefined && plan !== this.#plan) {
      this.#memory.octets.set(plan.octets, this.#exports.planAt());
      this.#plan = plan;
    }
    const { octets } = block;
    if (octets.buffer === this.input.buffer) {
      this.#scannedAt = octets.byteOffset + start;
    } else {
      this.#scannedAt = this.#inputAt;
      this.#memory.octets.set(octets.subarray(start, end), this.#inputAt);
    }
    batch.begin(this.#memory, start - this.#scannedAt);
    const lines = plan === undefined ? kind : PLANNED;
    batch.size = this.#exports.scan(this.#scannedAt, end - start, complete, lines);
    batch.hasExtras = this.#exports.hasExtras() !== 0;
    batch.hasOrigins = this.#exports.hasVhosts() !== 0;
    return this.#exports.taken();
  }

  /** Whether all lines that the last scan has parsed have the same fields. */
  get looksAlike(): boolean {
    return this.#exports.looksAlike() !== 0;
  }

  /** The first line from `line` on that the last scan has not parsed, or the size of the batch. */
  oddFrom(line: number): number {
    return this.#exports.oddFrom(line);
  }

  /** What stands behind the user agent of a line of the last scan: a `TailKind`. */
  tailOf(line: number): number {
    return this.#memory.octets[this.#tailsAt + line] ?? 0;
  }

  /** Where octet 0 of what the last scan was given stands in the batch's block. */
  get scannedAt(): number {
    return this.#scannedAt;
  }

  /** Ends the batch's block behind what the last scan was given: more there is of earlier scans. */
  cutBlock(inputBytes: number): void {
    const octets = new Uint8Array(this.#exports.memory.buffer, 0, this.#scannedAt + inputBytes);
    this.batch.block = this.batch.lines = new ByteBlock(octets);
  }

  groupsOf(batch: RecordBatch, key: number): BatchGroups {
    const shift = this.#shiftOf(batch);
    if (shift === undefined) {
      this.#plain ??= new PlainGrouper(BATCH_LINES);
      return this.#plain.groupsOf(batch, key);
    }
    this.#groups.size = this.#exports.group(key * INT_BYTES, batch.size, shift, batch.seed);
    return this.#groups;
  }

  /**
   * How far the fields of a batch stand in this memory from where it says. Those of another parser
   * are copied to here; undefined where there is no room for them.
   */
  #shiftOf(batch: RecordBatch): number | undefined {
    const { octets } = batch.block;
    if (octets.buffer === this.#exports.memory.buffer) return octets.byteOffset;
    const { start, end } = batch.extent();
    if (end - start > this.inputBytes) return undefined;
    if (this.#copied !== batch.number) {
      this.#memory.octets.set(octets.subarray(start, end), this.#inputAt);
      this.#copied = batch.number;
    }
    return this.#inputAt - start;
  }
}

/** By the first kernel of a thread. */
let compiled: object | undefined;

function compile(): object {
  const binary = Uint8Array.from(atob(KERNEL_BINARY), (char) => char.charCodeAt(0));
  return new WebAssembly.Module(binary);
}
