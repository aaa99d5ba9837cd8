import { type AlertRule, worseSign } from './alert-rule.ts';
import type { SeriesSpan } from './grouped-series.ts';
import type { Reading } from './reading.ts';
import type { ReadingObserver } from './reading-observer.ts';

interface Held {
  /** Undefined while there is nothing to judge. */
  value: number | undefined;
  since: number;
}

/**
 * The metric of a rule over the time of a whole log, in columns of equal length: the lowest and
 * the highest value that it had in each. With groups it is that of the worst at any time.
 */
export class MetricPlot implements ReadingObserver {
  /** The time that it covers: to the last hit and the window behind it. */
  readonly first: number;
  readonly last: number;
  /** By column; NaN where there was nothing to judge. */
  readonly lows: Float64Array;
  readonly highs: Float64Array;
  /** The lowest value above 0 and the highest; NaN where there is none. */
  lowest = NaN;
  highest = NaN;
  readonly #sign: 1 | -1;
  readonly #hasGroups: boolean;
  /** Of silence the value grows while nothing is observed. */
  readonly #growth: 0 | 1;
  readonly #held: Held[] = [];

  constructor(rule: AlertRule, { first, last }: SeriesSpan, columns: number) {
    this.first = first;
    this.last = last + rule.windowSeconds;
    this.lows = new Float64Array(columns).fill(NaN);
    this.highs = new Float64Array(columns).fill(NaN);
    this.#sign = worseSign(rule.comparison);
    this.#hasGroups = rule.by !== undefined;
    this.#growth = rule.metric === 'silence_seconds' ? 1 : 0;
  }

  begin(group: number, second: number): void {
    this.#draw(group, second);
    this.#held[group] = { value: undefined, since: second };
  }

  observe(group: number, second: number, reading: Reading): void {
    this.#draw(group, second);
    const value = reading.kind === 'value' ? reading.numerator / reading.divisor : undefined;
    const held = this.#held[group];
    if (held === undefined) return;
    held.value = value;
    held.since = second;
  }

  /** Draws what holds to the end. To be called once, when all has been observed. */
  finish(): void {
    this.#held.forEach((_, group) => {
      this.#draw(group, this.last + 1);
    });
  }

  #draw(group: number, end: number): void {
    const held = this.#held[group];
    if (held?.value === undefined || held.since >= end) return;
    const { value, since } = held;
    const top = value + this.#growth * (end - 1 - since);
    // All columns that the time has a part of.
    const from = Math.floor(this.#columnsTo(since));
    const to = Math.ceil(this.#columnsTo(Math.min(end, this.last + 1))) - 1;
    for (let column = from; column <= to; column++) {
      const isGrown = this.#growth > 0 && column < to;
      const grown = isGrown ? value + ((top - value) * (column + 1 - from)) / (to + 1 - from) : top;
      this.#extend(column, value, grown);
    }
    if (top > 0 && !(this.lowest <= top)) this.lowest = top;
    if (value > 0 && !(this.lowest <= value)) this.lowest = value;
    if (!(this.highest >= top)) this.highest = top;
  }

  #columnsTo(second: number): number {
    return ((second - this.first) * this.lows.length) / (this.last + 1 - this.first);
  }

  #extend(column: number, low: number, high: number): void {
    const { lows, highs } = this;
    if (this.#hasGroups) {
      // Of many lines only the worst can be read.
      const worst = this.#sign > 0 ? high : low;
      const shown = highs[column]!; // a column of the plot, here and below
      if (!Number.isNaN(shown) && this.#sign * (worst - shown) <= 0) return;
      lows[column] = highs[column] = worst;
      return;
    }
    if (!(lows[column]! <= low)) lows[column] = low;
    if (!(highs[column]! >= high)) highs[column] = high;
  }
}
