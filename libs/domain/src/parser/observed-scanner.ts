import type { ByteBlock } from '../bytes/byte-block.ts';
import type { LookCounts } from '../formats/look-counts.ts';
import type { LineScanner } from './line-scanner.ts';
import type { RecordBatch } from './record-batch.ts';

/** A scanner whose batches somebody looks at before they are counted. */
export class ObservedScanner implements LineScanner {
  readonly #scanner: LineScanner;
  readonly #look: (batch: RecordBatch) => void;

  /** `look` leaves the batch as it is. */
  constructor(scanner: LineScanner, look: (batch: RecordBatch) => void) {
    this.#scanner = scanner;
    this.#look = look;
  }

  get batch(): RecordBatch {
    return this.#scanner.batch;
  }

  get looks(): LookCounts {
    return this.#scanner.looks;
  }

  scan(block: ByteBlock, start: number, end: number): number {
    const at = this.#scanner.scan(block, start, end);
    this.#look(this.#scanner.batch);
    return at;
  }
}
