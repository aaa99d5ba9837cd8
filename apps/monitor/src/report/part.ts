import { createReadStream } from 'node:fs';

import { readRange, readUnpacked } from '@hitwatch/adapters';
import {
  type FileAccountState,
  Intake,
  Rollup,
  type RollupOptions,
  type RollupState,
} from '@hitwatch/domain';

import { newParser } from '../parsers.ts';
import type { Part } from './plan.ts';

/** What one part of one file adds to the report. */
export interface CountedPart {
  readonly rollup: RollupState;
  readonly account: FileAccountState;
  /** What is wrong with packed data, such as `its gzip data ends early`. */
  readonly damage: string | undefined;
}

/** Counts parts one after the other, re-using its tables. */
export class PartCounter {
  readonly #rollup: Rollup;

  constructor(options: RollupOptions) {
    this.#rollup = new Rollup(options);
  }

  /** Rejects with an `EnvironmentFailure` when the file cannot be read. */
  async count(part: Part): Promise<CountedPart> {
    this.#rollup.clear();
    const intake = new Intake(newParser(), this.#rollup);
    const push = intake.push.bind(intake);
    let damage: string | undefined;
    if (part.isPacked) damage = await readUnpacked(createReadStream(part.path), part.path, push);
    else readRange(part, push);
    intake.finish();
    return { rollup: this.#rollup.state(), account: intake.account.state(), damage };
  }
}
