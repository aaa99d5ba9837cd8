import {
  type AlertRule,
  type LineCounts,
  type RecordBatch,
  type RuleSeries,
  SeriesTable,
  type SeriesTableState,
} from '@hitwatch/domain';

import type { PartSum } from '../report/count-logs.ts';
import type { PartTable, ReadOptions } from '../report/part.ts';
import type { PlannedPart } from '../report/plan.ts';
import type { ReadStretches } from './plan-evidence.ts';

/** What a series is collected for, and how lines are read: plain values. */
export interface SeriesOptions extends ReadOptions {
  readonly rules: readonly AlertRule[];
}

/** Parts of which is collected what the rules look at. */
export class SeriesParts implements PartTable<SeriesTableState> {
  readonly #options: SeriesOptions;
  #table: SeriesTable;

  constructor(options: SeriesOptions) {
    this.#options = options;
    this.#table = new SeriesTable(options.rules, options.seed, '');
  }

  get lines(): LineCounts {
    return this.#table.lines;
  }

  begin(path: string): void {
    this.#table = new SeriesTable(this.#options.rules, this.#options.seed, path);
  }

  add(batch: RecordBatch, hits: number, blockOffset: number): void {
    this.#table.add(batch, hits, blockOffset);
  }

  state(): SeriesTableState {
    return this.#table.state();
  }
}

/** The series of all logs, and of which time their parts are. */
export class SeriesSum implements PartSum<SeriesTableState> {
  readonly read: ReadStretches[] = [];
  /** Whether there was a stream, which cannot be read again. */
  hasStreams = false;
  readonly #table: SeriesTable;

  constructor({ rules, seed }: SeriesOptions) {
    this.#table = new SeriesTable(rules, seed, '');
  }

  get series(): RuleSeries {
    return this.#table.series;
  }

  get lines(): LineCounts {
    return this.#table.lines;
  }

  merge(counted: SeriesTableState, part: PlannedPart): void {
    this.#table.merge(counted);
    this.read.push({ part, stretches: counted.stretches });
  }

  beginStream(path: string): void {
    this.hasStreams = true;
    this.#table.begin(path);
  }

  add(batch: RecordBatch, hits: number, blockOffset: number): void {
    this.#table.add(batch, hits, blockOffset);
  }
}
