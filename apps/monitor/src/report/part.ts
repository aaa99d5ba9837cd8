import { createReadStream } from 'node:fs';

import { readHead, readRange, readUnpacked } from '@hitwatch/adapters';
import {
  type ByteBlock,
  type FileAccountState,
  Intake,
  Rollup,
  type RollupOptions,
  type RollupState,
} from '@hitwatch/domain';

import type { FormatChoice } from '../formats.ts';
import { type ScannerFactory, scannerFactory } from '../scanners.ts';
import { withDirectives } from '../stream-head.ts';
import type { PlannedPart } from './plan.ts';

/** How lines are read and counted: plain values, which cross to other threads. */
export interface CountOptions {
  readonly rollup: RollupOptions;
  readonly formats: FormatChoice;
}

/** What one range of one file adds to the report. */
export interface CountedPart {
  readonly rollup: RollupState;
  readonly account: FileAccountState;
  /** What is wrong with packed data, such as `its gzip data ends early`. */
  readonly damage: string | undefined;
  /** Where the last byte that was read stands in the file, unpacked, plus one; else 0. */
  readonly end: number;
}

/** Counts parts one after the other, re-using its tables. */
export class PartCounter {
  readonly #rollup: Rollup;
  readonly #newScanner: ScannerFactory;

  constructor({ rollup, formats }: CountOptions) {
    this.#rollup = new Rollup(rollup);
    this.#newScanner = scannerFactory(rollup.seed, formats);
  }

  /**
   * Counts a range into the memory of a part that is not needed any more. Rejects with an
   * `EnvironmentFailure` when the file cannot be read. One call at a time.
   */
  async count(range: PlannedPart, spent?: CountedPart): Promise<CountedPart> {
    this.#rollup.clear();
    const { path, start, modified: reference, directives } = range;
    const head = start === 0 ? {} : { head: () => withDirectives(readHead(path), directives) };
    const intake = new Intake(this.#newScanner({ path, reference, ...head }), this.#rollup);
    let end = 0;
    const push = (block: ByteBlock, offset: number) => {
      end = offset + block.length;
      intake.push(block, offset);
    };
    let damage: string | undefined;
    if (range.isPacked) {
      const open = () => createReadStream(path);
      damage = await readUnpacked(open(), path, push, open);
    } else readRange(range, push);
    intake.finish();
    const rollup = this.#rollup.state(spent?.rollup);
    return { rollup, account: intake.account.state(), damage, end };
  }
}
