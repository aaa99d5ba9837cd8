import { type FileRange, readRange } from '@hitwatch/adapters';
import {
  type FileAccountState,
  Intake,
  Rollup,
  type RollupOptions,
  type RollupState,
} from '@hitwatch/domain';

import { type ScannerFactory, scannerFactory } from '../scanners.ts';

/** What one range of one file adds to the report. */
export interface CountedPart {
  readonly rollup: RollupState;
  readonly account: FileAccountState;
}

/** Counts parts one after the other, re-using its tables. */
export class PartCounter {
  readonly #rollup: Rollup;
  readonly #newScanner: ScannerFactory;

  constructor(options: RollupOptions) {
    this.#rollup = new Rollup(options);
    this.#newScanner = scannerFactory(options.seed);
  }

  /**
   * Counts a range into the memory of a part that is not needed any more. Throws an
   * `EnvironmentFailure` when the file cannot be read.
   */
  count(range: FileRange, spent?: CountedPart): CountedPart {
    this.#rollup.clear();
    const intake = new Intake(this.#newScanner(), this.#rollup);
    readRange(range, (block, offset) => {
      intake.push(block, offset);
    });
    intake.finish();
    return { rollup: this.#rollup.state(spent?.rollup), account: intake.account.state() };
  }
}
