/** A window as plain values. */
export interface SlidingWindowState {
  /** The second that it ends with; NaN before the first. */
  readonly newest: number;
  /** Hits by second modulo the length of the window. */
  readonly buckets: Float64Array;
}

/**
 * Hits of the last `seconds` seconds, in buckets of one second: those in (newest - seconds,
 * newest].
 */
export class SlidingWindow {
  readonly seconds: number;
  readonly #buckets: Float64Array;
  #newest = NaN;
  #hits = 0;

  constructor(seconds: number) {
    this.seconds = seconds;
    this.#buckets = new Float64Array(seconds);
  }

  /** Sum over the window. */
  get hits(): number {
    return this.#hits;
  }

  /** Moves the window on so that it ends with `second`; never back. */
  advanceTo(second: number): void {
    const steps = Number.isNaN(this.#newest) ? this.seconds : second - this.#newest;
    if (steps <= 0) return;
    if (steps >= this.seconds) {
      this.#buckets.fill(0);
      this.#hits = 0;
    } else {
      for (let at = this.#newest + 1; at <= second; at++) {
        const bucket = this.#bucketOf(at);
        this.#hits -= this.#buckets[bucket]!; // bucket < seconds, here and below
        this.#buckets[bucket] = 0;
      }
    }
    this.#newest = second;
  }

  /** Counts a hit in its own second; false when that second lies outside the window. */
  add(second: number): boolean {
    if (!(second <= this.#newest && second > this.#newest - this.seconds)) return false;
    this.#buckets[this.#bucketOf(second)]!++; // bucket < seconds
    this.#hits++;
    return true;
  }

  state(): SlidingWindowState {
    return { newest: this.#newest, buckets: this.#buckets.slice() };
  }

  /** Goes on as another window of the same length, which that state is of. */
  restore({ newest, buckets }: SlidingWindowState): void {
    if (buckets.length !== this.seconds) throw new Error('a window of another length');
    this.#newest = newest;
    this.#buckets.set(buckets);
    this.#hits = buckets.reduce((sum, hits) => sum + hits, 0);
  }

  /** The remainder that is never negative, as seconds before 1970 are. */
  #bucketOf(second: number): number {
    return second - Math.floor(second / this.seconds) * this.seconds;
  }
}
