import type { EventClock } from '../time/event-clock.ts';
import type { AlertTransition } from './alert-transition.ts';
import type { HighTrafficPolicy } from './high-traffic-policy.ts';
import { SlidingWindow, type SlidingWindowState } from './sliding-window.ts';

/** Where a hit was placed in time. */
export const Placement = {
  onTime: 0,
  /** Older than the window: it counts in the totals only. */
  late: 1,
  /** Stamped too far ahead of the wall clock: counted at the clock. */
  future: 2,
} as const;

/** What a watch has in mind, as plain values, to go on with in another run. */
export interface AlertWatchState {
  readonly state: 'normal' | 'high';
  /** The second that is open; NaN before the first hit. */
  readonly open: number;
  readonly window: SlidingWindowState;
}

/**
 * Follows the event clock through a stream of hits and evaluates the policy once for every second
 * of it: a second is looked at when the clock has left it, in order, also when it had no line.
 */
export class AlertWatch {
  readonly #clock: EventClock;
  readonly #policy: HighTrafficPolicy;
  readonly #window: SlidingWindow;
  readonly #onTransition: (transition: AlertTransition) => void;
  /** The second that is open; NaN before the first hit. */
  #open = NaN;
  #placed = 0;

  constructor(
    clock: EventClock,
    policy: HighTrafficPolicy,
    onTransition: (transition: AlertTransition) => void,
  ) {
    this.#clock = clock;
    this.#policy = policy;
    this.#window = new SlidingWindow(policy.rule.windowSeconds);
    this.#onTransition = onTransition;
  }

  /** The second in which the last observed hit was counted. */
  get placedSecond(): number {
    return this.#placed;
  }

  /** Hits of the window that ends with the open second. */
  get windowHits(): number {
    return this.#window.hits;
  }

  get state(): 'normal' | 'high' {
    return this.#policy.state;
  }

  /** A copy. The clock is not part of it. */
  snapshot(): AlertWatchState {
    return { state: this.state, open: this.#open, window: this.#window.state() };
  }

  /** Goes on where a watch with the same rule stood. */
  restore({ state, open, window }: AlertWatchState): void {
    this.#policy.restore(state);
    this.#open = open;
    this.#window.restore(window);
  }

  /** Takes in a hit at the second that its line states and returns its `Placement`. */
  observe(second: number): number {
    if (this.#clock.isFuture(second)) {
      // Only a first one moves the clock: the rest must not hold it while the wall clock goes on.
      if (Number.isNaN(this.#open)) {
        this.#clock.observe(this.#clock.wallSecond());
        this.#moveTo(this.#clock.second);
      }
      this.#placed = this.#open;
      this.#window.add(this.#open);
      return Placement.future;
    }
    this.#placed = second;
    // Also a line behind the clock: in a slow replay it is what keeps the clock from running away.
    this.#clock.observe(second);
    if (second > this.#open || Number.isNaN(this.#open)) this.#moveTo(second);
    return this.#window.add(second) ? Placement.onTime : Placement.late;
  }

  /** Evaluates the seconds that the clock has passed while no line arrived. */
  advance(): void {
    const second = this.#clock.advance();
    if (second > this.#open) this.#moveTo(second);
  }

  /** No line will come any more: the open second is complete. */
  finish(): void {
    if (!Number.isNaN(this.#open)) this.#moveTo(this.#open + 1);
  }

  #moveTo(second: number): void {
    if (!(this.#open >= second)) {
      if (!Number.isNaN(this.#open)) this.#evaluateUpTo(second);
      this.#window.advanceTo(second);
      this.#open = second;
    }
  }

  /** Evaluates the open second and those after it, `second` itself excluded. */
  #evaluateUpTo(second: number): void {
    // When the window has run empty nothing changes any more, however long the gap is.
    const last = Math.min(second - 1, this.#open + this.#window.seconds);
    for (let at = this.#open; at <= last; at++) {
      this.#window.advanceTo(at);
      const transition = this.#policy.evaluate(at, this.#window.hits);
      if (transition) this.#onTransition(transition);
    }
  }
}
