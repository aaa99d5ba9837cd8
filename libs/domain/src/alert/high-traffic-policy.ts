import type { AlertTransition } from './alert-transition.ts';

/** How far a product of two decimals may lie from a whole number that it stands for. */
const ROUNDING = 1e-9;

export interface HighTrafficRule {
  /** Average hits per second above which traffic is high; above 0. */
  readonly threshold: number;
  readonly windowSeconds: number;
}

/**
 * Triggered when the average is above the threshold, recovered when it is again below; at equality
 * the state stays as it is. Plain arithmetic on a given instant: it knows no clock and fires once.
 */
export class HighTrafficPolicy {
  readonly rule: HighTrafficRule;
  /**
   * The most hits in a window that are not high; compared with whole numbers, never with a rounded
   * average.
   */
  readonly #limit: number;
  #high = false;

  constructor(rule: HighTrafficRule) {
    this.rule = rule;
    const product = rule.threshold * rule.windowSeconds;
    const whole = Math.round(product);
    // 0.07 * 100 is 7.000000000000001, and 7 hits are not below it.
    const rounded = Math.abs(product - whole) <= ROUNDING * Math.max(1, product);
    this.#limit = rounded && whole > 0 ? whole : product;
  }

  get state(): 'normal' | 'high' {
    return this.#high ? 'high' : 'normal';
  }

  /** Goes on in the state in which an earlier run was, without telling of it again. */
  restore(state: 'normal' | 'high'): void {
    this.#high = state === 'high';
  }

  /** Looks at the hits of the window that ends with `second`. */
  evaluate(second: number, hits: number): AlertTransition | undefined {
    if (!this.#high && hits > this.#limit) {
      this.#high = true;
      return { rule: 'high-traffic', state: 'triggered', second, hits, ...this.rule };
    }
    if (this.#high && hits < this.#limit) {
      this.#high = false;
      return { rule: 'high-traffic', state: 'recovered', second, hits, ...this.rule };
    }
    return undefined;
  }
}
