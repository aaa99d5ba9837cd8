import type { ByteBlock } from '../bytes/byte-block.ts';
import {
  COLUMNS,
  COMBINED_KEYS_MAX,
  columnOf,
  type CombinedKey,
  type KeyCombiner,
} from '../parser/key-combiner.ts';
import { KeyGroups } from '../parser/key-groups.ts';
import type { RecordBatch } from '../parser/record-batch.ts';

/** Of what assembly/index.ts exports. */
export interface CombinerExports {
  readonly memory: { readonly buffer: ArrayBuffer };
  combine(from: number, lines: number, shift: number, seed: number): number;
  combinedSize(column: number): number;
  combinedAt(column: number): number;
  clearCombined(): void;
}

/** Combines keys in the kernel's memory. */
export class KernelCombiner implements KeyCombiner {
  readonly #exports: CombinerExports;
  readonly #memory: ByteBlock;
  readonly #shiftOf: (batch: RecordBatch) => number | undefined;
  readonly #columns: readonly KeyGroups[];

  /** `shiftOf` says how far the fields of a batch stand in the memory from where it says. */
  constructor(
    exports: CombinerExports,
    memory: ByteBlock,
    shiftOf: (batch: RecordBatch) => number | undefined,
  ) {
    this.#exports = exports;
    this.#memory = memory;
    this.#shiftOf = shiftOf;
    this.#columns = Array.from({ length: COLUMNS }, (_, column) => {
      const at = exports.combinedAt(column);
      return new KeyGroups(COMBINED_KEYS_MAX, exports.memory.buffer, at);
    });
  }

  get isEmpty(): boolean {
    return this.#columns.every((_, column) => this.#exports.combinedSize(column) === 0);
  }

  add(batch: RecordBatch, from: number): number {
    const shift = this.#shiftOf(batch);
    if (shift === undefined) throw new Error('fields that are too far apart');
    return this.#exports.combine(from, batch.size, shift, batch.seed);
  }

  groupsOf(key: CombinedKey): KeyGroups {
    const column = columnOf(key);
    const groups = this.#columns[column]!; // one for each key
    groups.size = this.#exports.combinedSize(column);
    return groups;
  }

  blockOf(): ByteBlock {
    return this.#memory;
  }

  clear(): void {
    this.#exports.clearCombined();
  }
}
