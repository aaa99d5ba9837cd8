const WARM_UP_ROUNDS = 12;
const STEP = 2 ** -32;

/**
 * sfc32, the Small Fast Counting generator of Chris Doty-Humphrey (PractRand, public domain),
 * seeded as PractRand seeds it with the 64-bit number `stream << 32 | seed`. Streams of one seed
 * are independent, so that one more draw in one part of the traffic does not change all the others.
 */
export class Random {
  #a = 0;
  #b: number;
  #c: number;
  #counter = 1;

  /** `seed` and `stream` are whole numbers of 32 bits. */
  constructor(seed: number, stream: number) {
    this.#b = seed | 0;
    this.#c = stream | 0;
    for (let round = 0; round < WARM_UP_ROUNDS; round++) this.uint32();
  }

  uint32(): number {
    const result = (this.#a + this.#b + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + result) | 0;
    return result >>> 0;
  }

  /** Uniform in [0, 1). */
  unit(): number {
    return this.uint32() * STEP;
  }

  /** A whole number from 0 to `count` - 1; `count` is at most 2^32. */
  below(count: number): number {
    return Math.floor(this.unit() * count);
  }

  /** True with probability `share`. */
  chance(share: number): boolean {
    return this.unit() < share;
  }

  /** Exponentially distributed with mean 1: the gap between two arrivals of a Poisson process. */
  exponential(): number {
    return -Math.log(1 - this.unit());
  }

  /** exp(N(ln(median), sigma^2)), the normal deviate by Box and Muller (1958). */
  logNormal(median: number, sigma: number): number {
    const radius = Math.sqrt(2 * this.exponential());
    return median * Math.exp(sigma * radius * Math.cos(2 * Math.PI * this.unit()));
  }
}
