/* eslint-disable @typescript-eslint/no-non-null-assertion -- typed-array reads in the hot path */
import type { Random } from './random.ts';

/**
 * Draws an index with a probability in proportion to its weight, in constant time however many
 * there are: the alias method (A. J. Walker, ACM TOMS 3(3), 1977) with the table made in linear
 * time (M. D. Vose, IEEE TSE 17(9), 1991). One sampler serves shares of ten statuses and a Zipf
 * distribution over a million clients.
 */
export class AliasTable {
  readonly #size: number;
  /** Probability that a column keeps its own index. */
  readonly #keep: Float64Array;
  readonly #alias: Uint32Array;

  /** At least one weight, none below 0, and a sum above 0. */
  constructor(weights: ArrayLike<number>) {
    this.#size = weights.length;
    this.#keep = Float64Array.from(weights);
    this.#alias = new Uint32Array(this.#size);
    const scale = this.#size / this.#keep.reduce((sum, weight) => sum + weight, 0);
    const small: number[] = [];
    const large: number[] = [];
    this.#keep.forEach((weight, index) => {
      this.#keep[index] = weight * scale;
      (weight * scale < 1 ? small : large).push(index);
    });
    while (small.length > 0 && large.length > 0) {
      const poor = small.pop()!; // not empty
      const rich = large.at(-1)!; // not empty
      this.#alias[poor] = rich;
      this.#keep[rich]! -= 1 - this.#keep[poor]!; // both are indexes of a weight
      if (this.#keep[rich]! < 1) small.push(large.pop()!); // `rich` itself
    }
    // What is left is 1 but for rounding.
    for (const index of [...small, ...large]) this.#keep[index] = 1;
  }

  pick(random: Random): number {
    const column = random.below(this.#size);
    return random.unit() < this.#keep[column]! ? column : this.#alias[column]!; // column < size
  }
}
