import type { ByteBlock } from '../bytes/byte-block.ts';
import {
  type CombinedNumbers,
  COLUMNS,
  COMBINED_KEYS_MAX,
  columnOf,
  type CombinedKey,
  hasRoom,
  type KeyCombiner,
} from '../parser/key-combiner.ts';
import { KeyGroups } from '../parser/key-groups.ts';
import type { RecordBatch } from '../parser/record-batch.ts';
import { binOf, BINS } from '../tables/dd-sketch.ts';
import { SPAN } from '../tables/key-pool.ts';
import type { KeyTableState } from '../tables/key-table-state.ts';
import { STATUSES, type StatusTableState } from '../tables/status-table.ts';

/** Of what assembly/index.ts exports. */
export interface CombinerExports {
  readonly memory: { readonly buffer: ArrayBuffer };
  combine(from: number, lines: number, shift: number, seed: number): number;
  combinedSize(column: number): number;
  combinedAt(column: number): number;
  combinedBytes(column: number): number;
  absorb(
    column: number,
    keys: number,
    texts: number,
    spans: number,
    cells: number,
    seed: number,
  ): void;
  inputAt(): number;
  recordsAt(): number;
  statusHitsAt(): number;
  statusBytesAt(): number;
  sizeBinsAt(): number;
  sizesAt(): number;
  clearCombined(): void;
}

/** Combines keys in the kernel's memory. */
export class KernelCombiner implements KeyCombiner {
  readonly #exports: CombinerExports;
  readonly #memory: ByteBlock;
  readonly #shiftOf: (batch: RecordBatch) => number | undefined;
  readonly #columns: readonly KeyGroups[];
  readonly #status: StatusTableState;
  /** Of all bins of a sketch. */
  readonly #bins: Float64Array;
  /** Hits of tables, by column. */
  readonly #absorbed = new Float64Array(COLUMNS);
  readonly #seed: number;
  /** The smallest size and the largest. */
  readonly #sizes: Float64Array;

  /** `shiftOf` says how far the fields of a batch stand in the memory from where it says. */
  constructor(
    exports: CombinerExports,
    memory: ByteBlock,
    shiftOf: (batch: RecordBatch) => number | undefined,
    seed: number,
  ) {
    this.#seed = seed;
    this.#exports = exports;
    this.#memory = memory;
    this.#shiftOf = shiftOf;
    const { buffer } = exports.memory;
    this.#columns = Array.from({ length: COLUMNS }, (_, column) => {
      const at = exports.combinedAt(column);
      return new KeyGroups(COMBINED_KEYS_MAX, buffer, at);
    });
    this.#status = {
      hits: new Float64Array(buffer, exports.statusHitsAt(), STATUSES),
      bytes: new Float64Array(buffer, exports.statusBytesAt(), STATUSES),
    };
    this.#bins = new Float64Array(buffer, exports.sizeBinsAt(), BINS);
    this.#sizes = new Float64Array(buffer, exports.sizesAt(), 2);
    exports.clearCombined();
  }

  get isEmpty(): boolean {
    return this.#columns.every((_, column) => this.#exports.combinedSize(column) === 0);
  }

  add(batch: RecordBatch, from: number): number {
    const shift = this.#shiftOf(batch);
    if (shift === undefined) throw new Error('fields that are too far apart');
    return this.#exports.combine(from, batch.size, shift, batch.seed);
  }

  absorb(key: CombinedKey, table: KeyTableState): boolean {
    const column = columnOf(key);
    const fill = {
      keys: this.#exports.combinedSize(column),
      bytes: this.#exports.combinedBytes(column),
      hits: this.#absorbed[column]!, // one for each key
    };
    if (!hasRoom(fill, table)) return false;
    this.#absorbed[column]! += table.total;
    // In the memory of a scan, whose batch has been counted: what there is room for here has room
    // there, 44 bytes for each of 4096 keys in the records, and their texts in the input.
    const { keys, spans, cells } = table;
    const { buffer } = this.#exports.memory;
    const texts = this.#exports.inputAt();
    new Uint8Array(buffer).set(keys, texts);
    const cellsAt = this.#exports.recordsAt();
    new Float64Array(buffer, cellsAt).set(cells);
    const spansAt = cellsAt + cells.byteLength;
    new Uint32Array(buffer, spansAt).set(spans);
    this.#exports.absorb(column, spans.length / SPAN, texts, spansAt, cellsAt, this.#seed);
    return true;
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

  numbers(): CombinedNumbers {
    const [min = 0, max = 0] = this.#sizes;
    const isEmpty = max < min;
    const bins = isEmpty
      ? this.#bins.subarray(0, 0)
      : this.#bins.subarray(binOf(min), binOf(max) + 1);
    return { status: this.#status, sizes: isEmpty ? { bins, min: 0, max: 0 } : { bins, min, max } };
  }

  clear(): void {
    this.#absorbed.fill(0);
    this.#exports.clearCombined();
  }
}
