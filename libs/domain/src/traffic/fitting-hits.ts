import type { HitPredicate } from '../conditions/hit-predicate.ts';
import {
  BATCH_LINES,
  LINE_END,
  LINE_START,
  REASON,
  RECORD_INTS,
  type RecordBatch,
} from '../parser/record-batch.ts';
import { DIRECTIVE, PARSED } from '../parser/unparsed-reason.ts';
import type { Rollup } from './rollup.ts';

/**
 * Counts those hits of a batch that fit a condition into a rollup of their own, before or after the
 * whole batch is counted: the others are hidden from it for a moment, and the batch is as it was.
 */
export class FittingHits {
  readonly #fits: HitPredicate;
  readonly #hidden = new Int32Array(BATCH_LINES);

  constructor(fits: HitPredicate) {
    this.#fits = fits;
  }

  /**
   * Returns how many hits were counted. `onFitting` is given the bytes of the last `lastMax` lines
   * that fit, in order, without their line ends; they are valid during the call.
   */
  count(
    batch: RecordBatch,
    file: string,
    into: Rollup,
    onFitting?: (line: Uint8Array) => void,
    lastMax = 0,
  ): number {
    const { ints, size } = batch;
    let fitting = 0;
    let hidden = 0;
    for (let line = 0, at = REASON; line < size; line++, at += RECORD_INTS) {
      if (ints[at] !== PARSED) continue;
      if (this.#fits(batch, line, file)) {
        fitting++;
      } else {
        ints[at] = DIRECTIVE;
        this.#hidden[hidden++] = at;
      }
    }
    if (fitting > 0) into.add(batch, fitting);
    if (fitting > 0 && onFitting !== undefined) tellLast(batch, fitting, lastMax, onFitting);
    for (let index = 0; index < hidden; index++) ints[this.#hidden[index]!] = PARSED; // < hidden
    return fitting;
  }
}

function tellLast(
  { ints, lines, size }: RecordBatch,
  fitting: number,
  lastMax: number,
  tell: (line: Uint8Array) => void,
): void {
  let passed = 0;
  for (let at = 0; at < size * RECORD_INTS; at += RECORD_INTS) {
    if (ints[at + REASON] !== PARSED || ++passed <= fitting - lastMax) continue;
    tell(lines.octets.subarray(ints[at + LINE_START], ints[at + LINE_END]));
  }
}
