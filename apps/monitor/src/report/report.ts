import type { Worker } from 'node:worker_threads';

import type { TrafficReport } from '@hitwatch/adapters';
import {
  fileTally,
  type KeyCombiner,
  type LineCounts,
  type RecordBatch,
  Rollup,
  type RollupState,
} from '@hitwatch/domain';

import { newCombiner } from '../scanners.ts';
import { countLogs, type LogsToRead, type PartSum } from './count-logs.ts';
import { type CountOptions, rollupCounting } from './rollup-parts.ts';

export interface ReportJob extends LogsToRead {
  readonly counting: CountOptions;
  /** Rows of a table, 0 for all. */
  readonly top: number;
  readonly workerAhead?: Worker | undefined;
}

/** A file as it was read. */
export interface ReadFile {
  readonly path: string;
  readonly isPacked: boolean;
  /** Epoch second of its last change when it was looked at. */
  readonly modified: number;
  /** How much of it was read, unpacked; undefined for a stream. */
  readonly readBytes: number | undefined;
}

export interface MadeReport extends TrafficReport {
  /** What was read for it, in the order of its files. */
  readonly read: readonly ReadFile[];
}

/**
 * The totals of logs, in one pass over them. Rejects with an `EnvironmentFailure` for a file that
 * cannot be read.
 */
export async function makeReport(job: ReportJob): Promise<MadeReport> {
  const { rollup, formats } = job.counting;
  const total = new Rollup(rollup);
  const reading = { seed: rollup.seed, formats };
  const files = await countLogs(
    job,
    rollupCounting(job.counting, job.workerAhead),
    reading,
    new RollupSum(total),
  );
  total.settle();
  return {
    files: files.map(({ path, account, damage }) => ({
      ...fileTally(path, account),
      ...(damage === undefined ? {} : { damage }),
    })),
    traffic: total.snapshot(job.top),
    read: files.map(({ path, isPacked, modified, readBytes }) => {
      return { path, isPacked, modified, readBytes };
    }),
  };
}

class RollupSum implements PartSum<RollupState> {
  readonly #total: Rollup;
  #combiner: KeyCombiner | undefined;

  constructor(total: Rollup) {
    this.#total = total;
  }

  get lines(): LineCounts {
    return this.#total.lines;
  }

  merge(counted: RollupState): void {
    this.#combiner ??= newCombiner(this.#total.seed);
    this.#total.combineState(counted, this.#combiner);
  }

  // A rollup does not tell one stream from another.
  beginStream(): void {
    return;
  }

  add(batch: RecordBatch, hits: number): void {
    this.#total.add(batch, hits);
  }
}
