import { type AlertRule, heldSeconds } from '../rules/alert-rule.ts';
import { judgedReading } from '../rules/judged-reading.ts';
import type { Reading } from '../rules/reading.ts';
import type { Fraction } from '../rules/sketch-pane.ts';

/** Seconds beyond the last decided one that are held: more than a second waits for its decision. */
export const AHEAD_SECONDS = 32;

interface Sum {
  hits: number;
  amount: number;
}

/**
 * The counts of a window that ends with the last decided second, and those of seconds that are not
 * decided yet: exact for the one, and so far a lower bound for the others.
 */
export class FleetWindow {
  readonly #rule: AlertRule;
  readonly #held: number;
  readonly #cells: Float64Array;
  readonly #length: number;
  /** The newest window, and the one before that, where they are compared. */
  readonly #now: Sum = { hits: 0, amount: 0 };
  readonly #before: Sum = { hits: 0, amount: 0 };
  readonly #fullSecond: number;
  #newest: number;

  /** Ends with `second`; what was before `firstSecond` is not known. */
  constructor(rule: AlertRule, second: number, firstSecond: number) {
    this.#rule = rule;
    this.#held = heldSeconds(rule);
    this.#length = this.#held + AHEAD_SECONDS;
    this.#cells = new Float64Array(2 * this.#length);
    this.#newest = second;
    this.#fullSecond = firstSecond + this.#held - 1;
  }

  get isFull(): boolean {
    return this.#newest >= this.#fullSecond;
  }

  /** Counts in a second; one too old for the window is left out, one too far ahead is the last. */
  add(stated: number, hits: number, amount: number): void {
    const second = Math.min(stated, this.#newest + AHEAD_SECONDS);
    const age = this.#newest - second;
    if (age >= this.#held) return;
    const at = this.#at(second);
    this.#cells[at]! += hits; // a second has its places, here and below
    this.#cells[at + 1]! += amount;
    if (age >= 0) addTo(age < this.#rule.windowSeconds ? this.#now : this.#before, hits, amount);
  }

  advanceTo(second: number): void {
    if (second - this.#newest > this.#length) this.#clear(second);
    while (this.#newest < second) {
      const next = this.#newest + 1;
      const [hits, amount] = this.#cell(next);
      addTo(this.#now, hits, amount);
      const [outHits, outAmount] = this.#cell(next - this.#rule.windowSeconds);
      addTo(this.#now, -outHits, -outAmount);
      if (this.#held > this.#rule.windowSeconds) {
        addTo(this.#before, outHits, outAmount);
        const [lastHits, lastAmount] = this.#cell(next - this.#held);
        addTo(this.#before, -lastHits, -lastAmount);
      }
      this.#newest = next;
      const free = this.#at(next + AHEAD_SECONDS);
      this.#cells[free] = this.#cells[free + 1] = 0;
    }
  }

  /** Of the last decided second. */
  reading(): Reading {
    return this.#readingOf(this.#now, this.isFull);
  }

  /**
   * The first second behind it, up to `last`, of which what is known is already over, by what
   * `isOver` says.
   */
  firstAhead(
    last: number,
    isOver: (reading: Reading) => boolean,
  ): { readonly second: number; readonly reading: Reading } | undefined {
    const sum = { ...this.#now };
    const to = Math.min(last, this.#newest + AHEAD_SECONDS);
    for (let second = this.#newest + 1; second <= to; second++) {
      const [hits, amount] = this.#cell(second);
      const [outHits, outAmount] = this.#cell(second - this.#rule.windowSeconds);
      addTo(sum, hits - outHits, amount - outAmount);
      if (hits === 0) continue;
      const reading = this.#readingOf(sum, this.isFull);
      if (isOver(reading)) return { second, reading };
    }
    return undefined;
  }

  #readingOf(now: Sum, isFull: boolean): Reading {
    return judgedReading(this.#rule, this.#fraction(now), this.#fraction(this.#before), isFull);
  }

  #fraction({ hits, amount }: Sum): Fraction {
    const { metric, windowSeconds } = this.#rule;
    switch (metric) {
      case 'hits_per_second':
        return { hits, numerator: hits, divisor: windowSeconds };
      case 'bytes_per_second':
        return { hits, numerator: amount, divisor: windowSeconds };
      case 'status_share':
      case 'error_share':
        return { hits, numerator: amount, divisor: hits };
      default:
        return { hits, numerator: amount, divisor: 1 };
    }
  }

  #cell(second: number): readonly [hits: number, amount: number] {
    const at = this.#at(second);
    return [this.#cells[at]!, this.#cells[at + 1]!];
  }

  #clear(second: number): void {
    this.#cells.fill(0);
    this.#newest = second;
    this.#now.hits = this.#now.amount = this.#before.hits = this.#before.amount = 0;
  }

  #at(second: number): number {
    return 2 * (second - Math.floor(second / this.#length) * this.#length);
  }
}

function addTo(sum: Sum, hits: number, amount: number): void {
  sum.hits += hits;
  sum.amount += amount;
}
