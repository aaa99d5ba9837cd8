import type { LineCounts } from '../lines/line-counts.ts';
import type { RecordBatch } from '../parser/record-batch.ts';

/** Where lines are counted: a rollup, or what rules look at. */
export interface LineTable {
  /** Those that are no hits are counted here by whoever reads them; `add` counts the hits. */
  readonly lines: LineCounts;
  /**
   * Counts the parsed lines of a batch, which are `hits`, each in the second that it has. The
   * batch's offsets begin at byte `blockOffset` of the file.
   */
  add(batch: RecordBatch, hits: number, blockOffset: number): void;
}
