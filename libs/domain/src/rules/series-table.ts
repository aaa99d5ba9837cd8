import { isDirective, isHit, secondOf } from '../conditions/hit-fields.ts';
import { LineCounts, type LineCountsSnapshot } from '../lines/line-counts.ts';
import type { RecordBatch } from '../parser/record-batch.ts';
import type { LineTable } from '../traffic/line-table.ts';
import type { AlertRule } from './alert-rule.ts';
import { RuleSeries, type RuleSeriesState } from './rule-series.ts';

/** Bytes of a file about which it is remembered of which time they are. */
const STRETCH_BYTES = 1024 * 1024;

/** Lines of a file, and the epoch seconds of their first and last hit. */
export interface Stretch {
  /** Byte offset at which the first line begins; they go on to the next stretch. */
  readonly offset: number;
  readonly first: number;
  readonly last: number;
}

/** A table as plain values and typed arrays: what crosses to another thread. */
export interface SeriesTableState {
  readonly series: RuleSeriesState;
  readonly lines: LineCountsSnapshot;
  readonly stretches: readonly Stretch[];
}

/** What rules look at in the lines of a file, and of which time its stretches are. */
export class SeriesTable implements LineTable {
  readonly lines = new LineCounts();
  readonly series: RuleSeries;
  #file: string;
  #stretches: Stretch[] = [];
  /** Second of the last hit; NaN before the first. */
  #second = NaN;
  /** Lines without a second that came before any hit: they count in the second of the first. */
  #waiting = 0;
  /** Unparsed lines that have been looked at. */
  #unparsed = 0;

  constructor(rules: readonly AlertRule[], seed: number, file: string) {
    this.series = new RuleSeries(rules, seed);
    this.#file = file;
  }

  /** Says that the lines that come next are of another file. */
  begin(file: string): void {
    this.#file = file;
    this.#second = NaN;
    this.#waiting = 0;
  }

  add(batch: RecordBatch, hits: number, blockOffset: number): void {
    this.lines.counted += hits;
    this.series.add(batch, this.#file);
    this.#addStretch(batch, blockOffset);
    if (this.series.wantsLines) this.#addLines(batch);
  }

  merge({ series, lines }: SeriesTableState): void {
    this.series.merge(series);
    this.lines.mergeSnapshot(lines);
  }

  state(): SeriesTableState {
    return {
      series: this.series.state(),
      lines: this.lines.snapshot(),
      stretches: this.#stretches,
    };
  }

  #addStretch(batch: RecordBatch, blockOffset: number): void {
    if (batch.size === 0) return;
    let first = Infinity;
    let last = -Infinity;
    for (let line = 0; line < batch.size; line++) {
      if (!isHit(batch, line)) continue;
      const second = secondOf(batch, line);
      if (second < first) first = second;
      if (second > last) last = second;
    }
    const offset = blockOffset + batch.lineOffset(0);
    const open = this.#stretches.at(-1);
    if (open === undefined || offset - open.offset >= STRETCH_BYTES) {
      this.#stretches.push({ offset, first, last });
      return;
    }
    const whole = { first: Math.min(open.first, first), last: Math.max(open.last, last) };
    this.#stretches[this.#stretches.length - 1] = { offset: open.offset, ...whole };
  }

  /** An unparsed line states no second: it counts in that of the hit before it. */
  #addLines(batch: RecordBatch): void {
    const unparsed = this.lines.unparsed - this.#unparsed;
    this.#unparsed = this.lines.unparsed;
    let counted = 0;
    let seen = 0;
    let others = 0;
    for (let line = 0; line < batch.size; line++) {
      if (!isHit(batch, line)) {
        if (!isDirective(batch, line)) others++;
        continue;
      }
      const second = secondOf(batch, line);
      if (second !== this.#second) {
        seen += this.#flush(counted, others);
        counted = others = 0;
        this.#second = second;
      }
      counted++;
    }
    seen += others;
    // Lines that are too long to be scanned are in no batch.
    this.#flush(counted, others + Math.max(0, unparsed - seen));
  }

  /** Counts lines in the second of the last hit, and returns how many of them are unparsed. */
  #flush(counted: number, unparsed: number): number {
    if (Number.isNaN(this.#second)) {
      this.#waiting += unparsed;
      return unparsed;
    }
    this.series.addLines(this.#file, this.#second, counted, unparsed + this.#waiting);
    this.#waiting = 0;
    return unparsed;
  }
}
