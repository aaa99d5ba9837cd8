import type { Worker } from 'node:worker_threads';

import {
  type LineCounts,
  type RecordBatch,
  Rollup,
  type RollupOptions,
  type RollupState,
} from '@hitwatch/domain';

import type { FormatChoice } from '../formats.ts';
import type { Counting } from './crew.ts';
import { PartCounter, type PartTable } from './part.ts';

/** How lines are read and counted: plain values, which cross to other threads. */
export interface CountOptions {
  readonly rollup: RollupOptions;
  readonly formats: FormatChoice;
}

/** Parts that are counted into rollups. */
export function rollupCounting(options: CountOptions, ahead?: Worker): Counting<RollupState> {
  return {
    ahead,
    newCounter: () => rollupCounter(options),
    worker: 'report',
    options,
  };
}

export function rollupCounter({ rollup, formats }: CountOptions): PartCounter<RollupState> {
  return new PartCounter(new RollupParts(rollup), { seed: rollup.seed, formats });
}

class RollupParts implements PartTable<RollupState> {
  readonly #rollup: Rollup;

  constructor(options: RollupOptions) {
    this.#rollup = new Rollup(options);
  }

  get lines(): LineCounts {
    return this.#rollup.lines;
  }

  begin(): void {
    this.#rollup.clear();
  }

  add(batch: RecordBatch, hits: number): void {
    this.#rollup.combine(batch, hits);
  }

  state(spent: RollupState | undefined): RollupState {
    this.#rollup.settle();
    return this.#rollup.state(spent);
  }
}
