/** The figures of high traffic. */
export interface HighTraffic {
  readonly threshold: number;
  readonly windowSeconds: number;
}

export interface NaiveAlert {
  readonly state: 'triggered' | 'recovered';
  readonly second: number;
  readonly hits: number;
}

/** Whole numbers on both sides, for thresholds of at most three decimals. */
function compare(hits: number, { threshold, windowSeconds }: HighTraffic): number {
  return hits * 1000 - Math.round(threshold * 1000) * windowSeconds;
}

/**
 * The rule by its definition: every hit in its own second, every second from the first hit until
 * the window has run empty, and for each the hits in (t - W, t] counted anew.
 */
export function naiveAlerts(
  hits: readonly (readonly [second: number, count: number])[],
  rule: HighTraffic,
  recoversAtEquality = false,
): NaiveAlert[] {
  const alerts: NaiveAlert[] = [];
  const seconds = hits.map(([second]) => second);
  const last = Math.max(...seconds) + rule.windowSeconds;
  let high = false;
  for (let at = Math.min(...seconds); at <= last; at++) {
    const inside = hits.filter(([second]) => second > at - rule.windowSeconds && second <= at);
    const sum = inside.reduce((total, [, count]) => total + count, 0);
    const above = compare(sum, rule);
    const back = recoversAtEquality ? above <= 0 : above < 0;
    if (high ? back : above > 0) {
      high = !high;
      alerts.push({ state: high ? 'triggered' : 'recovered', second: at, hits: sum });
    }
  }
  return alerts;
}

/**
 * What an alert watch does with lines in any order, with a list of hits that is gone through each
 * time.
 */
export class NaiveWatch {
  readonly alerts: NaiveAlert[] = [];
  readonly #rule: HighTraffic;
  readonly #hits: number[] = [];
  #clock = NaN;
  #high = false;

  constructor(rule: HighTraffic) {
    this.#rule = rule;
  }

  get windowHits(): number {
    return this.#hitsAt(this.#clock);
  }

  /** Returns whether the hit still counted in a window. */
  observe(second: number): boolean {
    if (Number.isNaN(this.#clock)) this.#clock = second;
    for (; this.#clock < second; this.#clock++) this.#evaluate();
    if (second <= this.#clock - this.#rule.windowSeconds) return false;
    this.#hits.push(second);
    return true;
  }

  finish(): void {
    if (Number.isNaN(this.#clock)) return;
    this.#evaluate();
    this.#clock++;
  }

  #evaluate(): void {
    const hits = this.#hitsAt(this.#clock);
    const above = compare(hits, this.#rule);
    if (this.#high ? above >= 0 : above <= 0) return;
    this.#high = !this.#high;
    const state = this.#high ? 'triggered' : 'recovered';
    this.alerts.push({ state, second: this.#clock, hits });
  }

  #hitsAt(second: number): number {
    const from = second - this.#rule.windowSeconds;
    return this.#hits.filter((hit) => hit > from && hit <= second).length;
  }
}
