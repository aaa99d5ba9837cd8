import { type AlertRule, type Severity, worseSign } from './alert-rule.ts';
import type { MetricPlot } from './metric-plot.ts';
import type { RuleSeries } from './rule-series.ts';
import { ThresholdTrials, triedSeverity, withThreshold } from './threshold-trials.ts';

const WEEK_SECONDS = 7 * 86_400;
/** Thresholds that are tried first, over all values that the metric had. */
const GRID = 40;
/** Then, for each that is looked for, between the two nearest to it, and again. */
const FINER = 10;
const FINER_ROUNDS = 2;
const DIGITS = 3;

/** A threshold, and how often the rule would have fired with it. */
export interface SuggestedThreshold {
  /** How often a week it was looked for. */
  readonly perWeekWanted: number;
  readonly threshold: number;
  readonly fired: number;
}

/** Thresholds for a rule. */
export interface ThresholdSuggestion {
  readonly rule: string;
  readonly severity: Severity;
  /** Weeks of the log, from its first hit to its last. */
  readonly weeks: number;
  /** For half as many alerts, as many, and twice as many; none where there was no value at all. */
  readonly thresholds: readonly SuggestedThreshold[];
}

/**
 * Thresholds, to three digits, with which a rule would have fired about `perWeek` times a week.
 * They are looked for from the least sensitive end: a threshold that is always passed fires only
 * once as well, and is not what is meant. `plot` is that of the rule, the number `index` of the
 * series.
 */
export function suggestThresholds(
  series: RuleSeries,
  index: number,
  rule: AlertRule,
  plot: MetricPlot,
  perWeek: number,
): ThresholdSuggestion {
  const { first, last } = series.span ?? { first: 0, last: -1 };
  const weeks = (last - first + 1) / WEEK_SECONDS;
  const wanted = [perWeek / 2, perWeek, perWeek * 2];
  const trials = new Trials(series, index, rule, plot);
  const { lowest, highest } = plot;
  if (lowest > 0) {
    // The last one is beyond everything, and so never fires.
    const beyond = worseSign(rule.comparison) > 0 ? highest * 1.01 : lowest / 1.01;
    trials.run([beyond, ...between(lowest, highest, GRID)]);
    for (let round = 0; round < FINER_ROUNDS; round++) {
      trials.run(wanted.flatMap((each) => trials.around(each * weeks)));
    }
  }
  const thresholds = wanted.flatMap((perWeekWanted) => {
    const found = trials.nearest(perWeekWanted * weeks);
    return found === undefined ? [] : [{ perWeekWanted, ...found }];
  });
  return { rule: rule.name, severity: triedSeverity(rule), weeks, thresholds };
}

interface Tried {
  readonly threshold: number;
  readonly fired: number;
}

/** What was tried, the least sensitive threshold first. */
class Trials {
  readonly #series: RuleSeries;
  readonly #index: number;
  readonly #rule: AlertRule;
  readonly #plot: MetricPlot;
  #tried: readonly Tried[] = [];

  constructor(series: RuleSeries, index: number, rule: AlertRule, plot: MetricPlot) {
    this.#series = series;
    this.#index = index;
    this.#rule = rule;
    this.#plot = plot;
  }

  run(values: readonly number[]): void {
    const known = new Set(this.#tried.map(({ threshold }) => threshold));
    const rounded = new Set(values.map(short).filter((value) => value > 0 && !known.has(value)));
    const thresholds = [...rounded];
    if (thresholds.length === 0) return;
    const fired = this.#count(thresholds);
    const sign = worseSign(this.#rule.comparison);
    this.#tried = [
      ...this.#tried,
      ...thresholds.map((threshold, at) => ({ threshold, fired: fired[at] ?? 0 })),
    ].sort((a, b) => sign * (b.threshold - a.threshold));
  }

  /** Values between the two thresholds where the number of alerts gets to `count`. */
  around(count: number): number[] {
    const at = this.#tried.findIndex(({ fired }) => fired >= count);
    const here = this.#tried[at];
    const before = this.#tried[at - 1];
    if (here === undefined || before === undefined) return [];
    const low = Math.min(here.threshold, before.threshold);
    return between(low, Math.max(here.threshold, before.threshold), FINER);
  }

  /** What fires nearest to `count` times, of equally near ones the least sensitive. */
  nearest(count: number): Tried | undefined {
    const reached = this.#tried.findIndex(({ fired }) => fired >= count);
    const looked = reached < 0 ? this.#tried : this.#tried.slice(0, reached + 1);
    let best: Tried | undefined;
    for (const one of looked) {
      const isNearer = !best || Math.abs(one.fired - count) < Math.abs(best.fired - count);
      if (isNearer) best = one;
    }
    return best;
  }

  #count(thresholds: readonly number[]): ArrayLike<number> {
    const rule = this.#rule;
    if (rule.metric === 'silence_seconds') {
      // Silence is looked at only in seconds that matter to a threshold.
      return thresholds.map((threshold) => {
        const told = this.#series.look(this.#index, { rule: withThreshold(rule, threshold) });
        return told.filter(({ kind, muted }) => kind === 'triggered' && !muted).length;
      });
    }
    const trials = new ThresholdTrials(rule, thresholds);
    this.#series.look(this.#index, { observer: trials });
    trials.finish(this.#plot.last);
    return trials.fired;
  }
}

/** Values from one to the other by equal factors, both among them. */
function between(low: number, high: number, count: number): number[] {
  const factor = (high / low) ** (1 / (count - 1));
  return Array.from({ length: count }, (_, at) => low * factor ** at);
}

function short(value: number): number {
  return Number(value.toPrecision(DIGITS));
}
