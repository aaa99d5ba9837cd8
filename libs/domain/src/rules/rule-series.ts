import { isHit, secondOf } from '../conditions/hit-fields.ts';
import type { RecordBatch } from '../parser/record-batch.ts';
import { type AlertRule, ruleFingerprint } from './alert-rule.ts';
import {
  GroupedSeries,
  type GroupedSeriesState,
  type SeriesLook,
  type SeriesSpan,
} from './grouped-series.ts';
import { RuleFeed } from './rule-feed.ts';
import type { RuleTransition } from './rule-transition.ts';

/** A series as plain values and typed arrays: what crosses to another thread. */
export interface RuleSeriesState {
  /** Epoch seconds; Infinity and -Infinity without hits. */
  readonly first: number;
  readonly last: number;
  readonly rules: readonly (GroupedSeriesState & { readonly fingerprint: string })[];
}

/** What became of a rule in a backtest. */
export interface SeriesOverflow {
  readonly rule: string;
  /** Hits that were not looked at, as there was no room for their group, or for their second. */
  readonly groups: number;
  readonly cells: number;
}

/**
 * What the rules look at in a whole log, second by second, collected in any order and by any
 * number of workers, whose series are merged. Then every second is looked at from the first hit to
 * the last one plus the window: each hit counts in its own second, whatever the order of lines.
 */
export class RuleSeries {
  readonly #rules: readonly AlertRule[];
  readonly #seed: number;
  readonly #series: readonly (readonly [RuleFeed, GroupedSeries])[];
  #first = Infinity;
  #last = -Infinity;

  constructor(rules: readonly AlertRule[], seed: number) {
    this.#rules = rules;
    this.#seed = seed;
    this.#series = rules.map((rule) => [new RuleFeed(rule), new GroupedSeries(rule, seed)]);
  }

  /** Seconds of the first and the last hit, or undefined when there is none. */
  get span(): SeriesSpan | undefined {
    return this.#last < this.#first ? undefined : { first: this.#first, last: this.#last };
  }

  /** Takes the hits of a batch that was read from `file`, each in the second that it has. */
  add(batch: RecordBatch, file: string): void {
    for (let line = 0; line < batch.size; line++) {
      if (!isHit(batch, line)) continue;
      const second = secondOf(batch, line);
      if (second < this.#first) this.#first = second;
      if (second > this.#last) this.#last = second;
    }
    for (const [feed, series] of this.#series) feed.hits(batch, 0, batch.size, file, series);
  }

  /** Takes lines of a file; those that are not parsed state no second, so the caller gives one. */
  addLines(file: string, second: number, counted: number, unparsed: number): void {
    for (const [feed, series] of this.#series) {
      if (feed.isOfFiles) feed.lines(file, second, counted, unparsed, series);
    }
  }

  addFormatChange(file: string, second: number): void {
    for (const [feed, series] of this.#series) feed.formatChange(file, second, series);
  }

  /** Adds what another series of the same rules has collected. */
  merge({ first, last, rules }: RuleSeriesState): void {
    this.#first = Math.min(this.#first, first);
    this.#last = Math.max(this.#last, last);
    rules.forEach((state, index) => {
      const rule = this.#rules[index];
      if (rule === undefined || ruleFingerprint(rule) !== state.fingerprint) {
        throw new Error('a series of other rules');
      }
      this.#series[index]?.[1].merge(state);
    });
  }

  state(): RuleSeriesState {
    return {
      first: this.#first,
      last: this.#last,
      rules: this.#series.map(([, series]) => ({
        ...series.state(),
        fingerprint: ruleFingerprint(series.rule),
      })),
    };
  }

  /** Whether a rule looks at lines of files, and not at hits. */
  get wantsLines(): boolean {
    return this.#series.some(([feed]) => feed.isOfFiles);
  }

  /** What the rules would have told, in the order of time. */
  evaluate(): RuleTransition[] {
    const told = this.#rules.flatMap((_, index) => this.look(index));
    return told.sort((a, b) => a.second - b.second);
  }

  /**
   * What one rule, by its number, would have told; or another that looks at the same and has other
   * thresholds. An observer sees the readings.
   */
  look(index: number, how?: SeriesLook): RuleTransition[] {
    const told: RuleTransition[] = [];
    const { span } = this;
    if (span) this.#series[index]?.[1].evaluate(this.#seed, span, told, how);
    return told;
  }

  overflow(): SeriesOverflow[] {
    return this.#series.map(([, series]) => series.overflow());
  }
}
