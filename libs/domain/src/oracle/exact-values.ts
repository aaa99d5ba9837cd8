/** How often each value occurred: quantiles by counting through all of them in order. */
export class ExactValues {
  readonly #counts = new Map<number, number>();
  readonly #valuesMax: number;
  #count = 0;
  isGivenUp = false;

  /** More than `valuesMax` different ones are not kept. */
  constructor(valuesMax: number) {
    this.#valuesMax = valuesMax;
  }

  /** Values, however often each occurred. */
  get count(): number {
    return this.#count;
  }

  /** How often each value occurred; empty when they were given up. */
  get counts(): ReadonlyMap<number, number> {
    return this.#counts;
  }

  add(value: number): void {
    this.#count++;
    if (this.isGivenUp) return;
    // Sketches hold whole numbers.
    const whole = Math.round(value);
    this.#counts.set(whole, (this.#counts.get(whole) ?? 0) + 1);
    if (this.#counts.size <= this.#valuesMax) return;
    this.isGivenUp = true;
    this.#counts.clear();
  }

  /** The values of these ranks, 0 to 1, exactly; for at least one value. */
  quantiles(ranks: readonly number[]): readonly number[] {
    const sorted = [...this.#counts].sort(([a], [b]) => a - b);
    return ranks.map((q) => {
      const rank = Math.floor(q * (this.#count - 1));
      let passed = 0;
      for (const [value, count] of sorted) {
        passed += count;
        if (passed > rank) return value;
      }
      return NaN;
    });
  }
}
