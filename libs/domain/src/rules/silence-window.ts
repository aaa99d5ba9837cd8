import type { AlertRule } from './alert-rule.ts';
import type { MetricWindow, MetricWindowState } from './metric-window.ts';
import { NOTHING, type Reading, reading, UNJUDGED } from './reading.ts';
import { SecondRing } from './second-ring.ts';

/**
 * Seconds since the last hit. Whether the log was busy is told by the hits of the window that ended
 * with that one, so it is still known after hours of silence.
 */
export class SilenceWindow implements MetricWindow {
  readonly #rule: AlertRule;
  readonly #ring: SecondRing;
  #last = NaN;
  #busyHits = 0;

  constructor(rule: AlertRule) {
    this.#rule = rule;
    this.#ring = new SecondRing(rule.windowSeconds, rule.windowSeconds, false);
  }

  get isIdle(): boolean {
    return this.#ring.isEmpty;
  }

  advanceTo(second: number): boolean {
    this.#ring.advanceTo(second);
    return true;
  }

  begin(second: number): void {
    this.#ring.begin(second);
    this.#last = NaN;
    this.#busyHits = 0;
  }

  add(second: number, hits: number): void {
    this.#ring.add(second, hits, 0);
    if (!(this.#last >= second)) this.#last = second;
    if (this.#last === this.#ring.newest) this.#busyHits = this.#ring.hits;
  }

  // Silence has neither times nor clients.
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
    if (Number.isNaN(this.#last)) return NOTHING;
    const seconds = this.#ring.newest - this.#last;
    // Whoever is heard again is not silent, however little that is.
    if (seconds > 0 && this.#busyHits < this.#rule.minHits) return UNJUDGED;
    return reading(seconds, 1);
  }

  /** The seconds at which the silence reaches a threshold, and passes it. */
  nextChange(): number {
    const { newest } = this.#ring;
    if (!this.#ring.isEmpty) return newest + 1;
    let next = Infinity;
    for (const limits of Object.values(this.#rule.severities)) {
      for (const seconds of [limits.threshold, limits.recovery]) {
        for (const at of [this.#last + Math.ceil(seconds), this.#last + Math.floor(seconds) + 1]) {
          if (at > newest) next = Math.min(next, at);
        }
      }
    }
    return next;
  }

  state(): MetricWindowState {
    const cells = Float64Array.of(this.#last, this.#busyHits, ...this.#ring.cells());
    return { newest: this.#ring.newest, cells, panes: [] };
  }

  restore({ newest, cells }: MetricWindowState): void {
    const [last = NaN, busyHits = 0] = cells;
    this.#ring.restore(newest, cells.subarray(2));
    this.#last = last;
    this.#busyHits = busyHits;
  }
}
