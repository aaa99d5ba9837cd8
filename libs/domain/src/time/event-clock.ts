import type { Clock } from './clock.ts';

export interface EventClockOptions {
  /** How far ahead of the wall clock a line may be stamped and still move this clock. */
  readonly futureToleranceMs: number;
  /** How long no line has to arrive before this clock goes on with the wall clock. */
  readonly quietMs: number;
}

/** An event clock as plain values, to go on with in another run. */
export interface EventClockState {
  /** NaN before the first line. */
  readonly second: number;
  /** The newest second that a line has stated, -Infinity before the first line. */
  readonly newest: number;
  /** Wall time at which it was first seen. */
  readonly newestSeenMs: number;
}

export const EVENT_CLOCK_DEFAULTS: EventClockOptions = {
  futureToleranceMs: 5 * 60_000,
  // Servers that buffer their log write it in bursts; a burst that is being read is not silence.
  quietMs: 200,
};

/**
 * The time that windows and alerts live in. While lines arrive it stands at the newest second that
 * a line has stated; while none arrive it goes on with the wall clock. So a quiet site recovers, a
 * replayed log behaves like a live one, and a server whose clock is off does not silence the
 * monitor. It never goes back.
 */
export class EventClock {
  readonly #clock: Clock;
  readonly #options: EventClockOptions;
  /** NaN until the first line. */
  #second = NaN;
  #newest = -Infinity;
  /** Wall time at which `#newest` was first seen. */
  #newestSeenMs = 0;
  #arrivedMs = 0;
  /**
   * Wall time of the last believable line; others, and what is no line at all, do not break the
   * quiet.
   */
  #heardMs = 0;
  #latestBelievable = Infinity;
  /** Whether what came while nobody looked is still being read. */
  #catchingUp = false;

  constructor(clock: Clock, options: EventClockOptions = EVENT_CLOCK_DEFAULTS) {
    this.#clock = clock;
    this.#options = options;
  }

  /** The current epoch second, NaN before the first line. */
  get second(): number {
    return this.#second;
  }

  /** A block of lines has come: the wall clock is read once for all of them. */
  arrive(): void {
    this.#arrivedMs = this.#clock.nowMs();
    this.#latestBelievable = Math.floor((this.#arrivedMs + this.#options.futureToleranceMs) / 1000);
  }

  /** Whether a line is stamped so far ahead that it must not move this clock. */
  isFuture(second: number): boolean {
    return second > this.#latestBelievable;
  }

  /** Takes in the second that a believable line states. */
  observe(second: number): void {
    this.#heardMs = this.#arrivedMs;
    if (second <= this.#newest) return;
    this.#newestSeenMs = this.#seenMs(second);
    this.#newest = second;
    if (!(this.#second >= second)) this.#second = second;
  }

  /** The second of the wall clock, for a first line that is not believable itself. */
  wallSecond(): number {
    return Math.floor(this.#arrivedMs / 1000);
  }

  /**
   * Goes on where a clock of an earlier run stood, and stands there until `caughtUp`: what was
   * written in between is read as if it had been read when it was written.
   */
  restore({ second, newest, newestSeenMs }: EventClockState): void {
    this.#second = second;
    this.#newest = newest;
    this.#newestSeenMs = newestSeenMs;
    this.#catchingUp = newest > -Infinity;
  }

  /** Everything that was there has been read: from now on silence is silence. */
  caughtUp(): void {
    this.#catchingUp = false;
  }

  state(): EventClockState {
    return { second: this.#second, newest: this.#newest, newestSeenMs: this.#newestSeenMs };
  }

  /** Moves on with the wall clock if no lines arrive, and returns the current second. */
  advance(): number {
    if (this.#catchingUp) return this.#second;
    const nowMs = this.#clock.nowMs();
    // A wall clock that was set back must not stop this one.
    this.#heardMs = Math.min(this.#heardMs, nowMs);
    if (nowMs < this.#newestSeenMs) {
      this.#newestSeenMs = nowMs;
      this.#newest = this.#second;
    }
    if (nowMs - this.#heardMs >= this.#options.quietMs) {
      const idle = this.#newest + Math.floor((nowMs - this.#newestSeenMs) / 1000);
      if (idle > this.#second) this.#second = idle;
    }
    return this.#second;
  }
  /**
   * When the line was there to be seen. In a backlog that is not when it is read: it came as long
   * after the newest one before it as the lines say, so this clock keeps its distance from the wall
   * clock, and what fell silent meanwhile has been silent since then.
   */
  #seenMs(second: number): number {
    if (!this.#catchingUp) return this.#arrivedMs;
    return Math.min(this.#arrivedMs, this.#newestSeenMs + (second - this.#newest) * 1000);
  }
}
