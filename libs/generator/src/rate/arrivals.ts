import type { Random } from '../random/random.ts';
import type { RateCurve } from './rate-curve.ts';

const SLICE_MS = 1000;
/** After so much time without a line none is expected any more. */
const SILENCE_SLICES_MAX = 90 * 86_400;

/** Says when lines come, one after the other. */
export interface Schedule {
  /** When the next line comes, in epoch milliseconds; Infinity when none will. */
  readonly dueMs: number;
  /** The line has come: on to the one after it. */
  advance(): void;
}

/** Every line comes at once: for whoever writes as fast as possible. */
export function atOnce(startMs: number): Schedule {
  return { dueMs: startMs, advance: () => undefined };
}

/**
 * When lines come under a rate that changes. A line comes each time that the expected count has
 * grown by a gap: always 1 for arrivals that are even, exponentially distributed for a Poisson
 * process (its time-change theorem). So the expected count over any span is the integral of the
 * rate, and the times do not depend on how often anybody looks. Inside a second the rate is taken
 * to be constant.
 */
export class Arrivals implements Schedule {
  readonly #startMs: number;
  readonly #curve: RateCurve;
  readonly #random: Random | undefined;
  #slice = 0;
  #sliceLines: number;
  /** Expected lines from the beginning of the slice to the next arrival. */
  #ahead: number;
  #dueMs = 0;

  /**
   * Even without `random`: the first line then comes after half a gap, so that whole spans have
   * whole counts.
   */
  constructor(startMs: number, curve: RateCurve, random?: Random) {
    this.#startMs = startMs;
    this.#curve = curve;
    this.#random = random;
    this.#sliceLines = curve.linesBetween(0, SLICE_MS);
    this.#ahead = random === undefined ? 0.5 : random.exponential();
    this.#seek();
  }

  get dueMs(): number {
    return this.#dueMs;
  }

  advance(): void {
    this.#ahead += this.#random === undefined ? 1 : this.#random.exponential();
    this.#seek();
  }

  #seek(): void {
    let slicesLeft = SILENCE_SLICES_MAX;
    while (this.#ahead >= this.#sliceLines) {
      if (slicesLeft-- === 0) {
        this.#dueMs = Infinity;
        return;
      }
      this.#ahead -= this.#sliceLines;
      this.#slice++;
      const fromMs = this.#slice * SLICE_MS;
      this.#sliceLines = this.#curve.linesBetween(fromMs, fromMs + SLICE_MS);
    }
    this.#dueMs = this.#startMs + (this.#slice + this.#ahead / this.#sliceLines) * SLICE_MS;
  }
}
