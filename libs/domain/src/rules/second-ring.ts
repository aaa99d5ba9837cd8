/** Numbers of a cell: its second, hits, and an amount. */
export const CELL = 3;

/**
 * Hits and an amount of each of the last seconds, in buckets of one second, with the sums over the
 * newest `windowSeconds` and over as many before. Whole numbers, so that sums are exact.
 */
export class SecondRing {
  readonly #windowSeconds: number;
  readonly #heldSeconds: number;
  readonly #hits: Float64Array;
  readonly #amounts: Float64Array | undefined;
  #newest = NaN;
  #held = 0;
  /** Of the newest window. */
  hits = 0;
  amount = 0;
  /** Of the window before it, where that is held. */
  hitsBefore = 0;
  amountBefore = 0;

  /** `heldSeconds` is once or twice the window; without amounts their sums stay 0. */
  constructor(windowSeconds: number, heldSeconds: number, hasAmounts: boolean) {
    this.#windowSeconds = windowSeconds;
    this.#heldSeconds = heldSeconds;
    this.#hits = new Float64Array(heldSeconds);
    this.#amounts = hasAmounts ? new Float64Array(heldSeconds) : undefined;
  }

  /** The second with which the newest window ends. */
  get newest(): number {
    return this.#newest;
  }

  /** Whether no hit is held at all. */
  get isEmpty(): boolean {
    return this.#held === 0;
  }

  /** Moves on so that the newest window ends with `second`; true if a sum may have changed. */
  advanceTo(second: number): boolean {
    const from = this.#newest;
    if (!(second > from) && !Number.isNaN(from)) return false;
    this.#newest = second;
    if (this.#held === 0) return false;
    if (second - from >= this.#heldSeconds) {
      this.clear();
      return true;
    }
    const heldBefore = this.#held;
    let moved = false;
    for (let at = from + 1; at <= second; at++) {
      moved = this.#leaveWindow(at) || moved;
      if (this.#heldSeconds > this.#windowSeconds) this.#leaveBefore(at);
    }
    return moved || this.#held !== heldBefore;
  }

  /** Counts in a second of its own; false where that is not held any more. */
  add(second: number, hits: number, amount: number): boolean {
    const age = this.#newest - second;
    if (!(age >= 0 && age < this.#heldSeconds)) return false;
    const bucket = this.#bucketOf(second);
    this.#hits[bucket]! += hits; // bucket < heldSeconds, as in all of this class
    if (this.#amounts) this.#amounts[bucket]! += amount;
    this.#held += hits;
    if (age < this.#windowSeconds) {
      this.hits += hits;
      this.amount += amount;
    } else {
      this.hitsBefore += hits;
      this.amountBefore += amount;
    }
    return true;
  }

  /** Forgets all hits, and not where it stands. */
  clear(): void {
    this.#hits.fill(0);
    this.#amounts?.fill(0);
    this.#held = this.hits = this.amount = this.hitsBefore = this.amountBefore = 0;
  }

  /** Empties it for others, whose newest window ends with `second`. */
  begin(second: number): void {
    if (this.#held > 0) this.clear();
    this.#newest = second;
  }

  /** The seconds that have hits, as cells. */
  cells(): Float64Array {
    const cells: number[] = [];
    for (let at = this.#newest - this.#heldSeconds + 1; at <= this.#newest; at++) {
      const bucket = this.#bucketOf(at);
      const hits = this.#hits[bucket]!;
      if (hits !== 0) cells.push(at, hits, this.#amounts?.[bucket] ?? 0);
    }
    return Float64Array.from(cells);
  }

  /** What `cells` gave, as it stood at `newest`. */
  restore(newest: number, cells: Float64Array): void {
    this.begin(newest);
    for (let at = 0; at < cells.length; at += CELL) {
      this.add(cells[at]!, cells[at + 1]!, cells[at + 2]!); // cells are whole
    }
  }

  /** With `second` the newest, another one falls out of the newest window. */
  #leaveWindow(second: number): boolean {
    const bucket = this.#bucketOf(second - this.#windowSeconds);
    const hits = this.#hits[bucket]!;
    if (hits === 0) return false;
    const amount = this.#amounts?.[bucket] ?? 0;
    this.hits -= hits;
    this.amount -= amount;
    if (this.#heldSeconds > this.#windowSeconds) {
      this.hitsBefore += hits;
      this.amountBefore += amount;
    } else {
      this.#empty(bucket, hits);
    }
    return true;
  }

  /** With `second` the newest, another one falls out of the window before. */
  #leaveBefore(second: number): void {
    const bucket = this.#bucketOf(second - this.#heldSeconds);
    const hits = this.#hits[bucket]!;
    if (hits === 0) return;
    this.hitsBefore -= hits;
    this.amountBefore -= this.#amounts?.[bucket] ?? 0;
    this.#empty(bucket, hits);
  }

  #empty(bucket: number, hits: number): void {
    this.#held -= hits;
    this.#hits[bucket] = 0;
    if (this.#amounts) this.#amounts[bucket] = 0;
  }

  /** The remainder that is never negative, as seconds before 1970 are. */
  #bucketOf(second: number): number {
    return second - Math.floor(second / this.#heldSeconds) * this.#heldSeconds;
  }
}
