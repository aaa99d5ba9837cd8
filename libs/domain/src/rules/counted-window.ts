import { type AlertRule, heldSeconds } from './alert-rule.ts';
import { judgedReading } from './judged-reading.ts';
import type { MetricWindow, MetricWindowState } from './metric-window.ts';
import { type Reading, reading } from './reading.ts';
import { SecondRing } from './second-ring.ts';
import type { Fraction } from './sketch-pane.ts';

/** A window of counts in buckets of one second: exact, and sliding by the second. */
export class CountedWindow implements MetricWindow {
  readonly #rule: AlertRule;
  readonly #ring: SecondRing;
  /** Whether the sum of hits says all: then nothing is made for each second but a reading. */
  readonly #isPlain: boolean;
  /** The first second whose windows have begun since the rule looks. */
  #fullSecond = NaN;

  constructor(rule: AlertRule) {
    this.#rule = rule;
    const { metric, windowSeconds } = rule;
    const judgesAll = rule.minHits === 0 && rule.noData === 'zero';
    const isLevel = rule.comparison === 'above' || rule.comparison === 'at_or_above';
    this.#isPlain = metric === 'hits_per_second' && judgesAll && isLevel;
    this.#ring = new SecondRing(windowSeconds, heldSeconds(rule), metric !== 'hits_per_second');
  }

  get isIdle(): boolean {
    return this.#ring.isEmpty;
  }

  advanceTo(second: number): boolean {
    const wasFull = this.#ring.newest >= this.#fullSecond;
    return this.#ring.advanceTo(second) || (!wasFull && second >= this.#fullSecond);
  }

  begin(second: number, firstSecond: number): void {
    this.#ring.begin(second);
    this.#fullSecond = firstSecond + heldSeconds(this.#rule) - 1;
  }

  add(second: number, hits: number, amount: number): void {
    this.#ring.add(second, hits, amount);
  }

  // Counts have neither times nor clients.
  addTime(): void {
    return;
  }

  addClient(): void {
    return;
  }

  addPane(): void {
    return;
  }

  reading(): Reading {
    if (this.#isPlain) return reading(this.#ring.hits, this.#rule.windowSeconds);
    const { hits, amount, hitsBefore, amountBefore, newest } = this.#ring;
    const now = this.#fraction(hits, amount);
    const before = this.#fraction(hitsBefore, amountBefore);
    return judgedReading(this.#rule, now, before, newest >= this.#fullSecond);
  }

  nextChange(): number {
    const { isEmpty, newest } = this.#ring;
    if (!isEmpty) return newest + 1;
    return this.#fullSecond > newest ? this.#fullSecond : Infinity;
  }

  state(): MetricWindowState {
    return { newest: this.#ring.newest, cells: this.#ring.cells(), panes: [] };
  }

  restore({ newest, cells }: MetricWindowState, firstSecond: number): void {
    this.begin(newest, firstSecond);
    this.#ring.restore(newest, cells);
  }

  #fraction(hits: number, amount: number): Fraction {
    switch (this.#rule.metric) {
      case 'hits_per_second':
        return { hits, numerator: hits, divisor: this.#rule.windowSeconds };
      case 'bytes_per_second':
        return { hits, numerator: amount, divisor: this.#rule.windowSeconds };
      case 'status_share':
      case 'error_share':
      case 'unparsed_share':
        return { hits, numerator: amount, divisor: hits };
      default:
        return { hits, numerator: amount, divisor: 1 };
    }
  }
}
