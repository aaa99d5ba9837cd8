const CLAIMED = 0;
const MERGED = 1;
const AHEAD_MAX = 2;
const CELLS = 3;

/**
 * Which part is counted next, in memory that all threads share: each takes the next one by itself,
 * so that none waits until another has time to answer.
 */
export class PartQueue {
  /** What makes the same queue in another thread. */
  readonly memory: SharedArrayBuffer;
  readonly #cells: Int32Array;
  readonly #parts: number;

  constructor(parts: number, memory = new SharedArrayBuffer(CELLS * Int32Array.BYTES_PER_ELEMENT)) {
    this.memory = memory;
    this.#cells = new Int32Array(memory);
    this.#parts = parts;
  }

  /** Parts that may be counted or being counted while an earlier one is not merged. */
  set aheadMax(parts: number) {
    Atomics.store(this.#cells, AHEAD_MAX, parts);
  }

  /** The number of the next part, or undefined when there is none or too many would wait. */
  claim(): number | undefined {
    for (;;) {
      const next = Atomics.load(this.#cells, CLAIMED);
      if (next >= this.#parts) return undefined;
      const ahead = next - Atomics.load(this.#cells, MERGED);
      if (ahead > Atomics.load(this.#cells, AHEAD_MAX)) return undefined;
      if (Atomics.compareExchange(this.#cells, CLAIMED, next, next + 1) === next) return next;
    }
  }

  /** The same for a thread that may block: it waits while too many would wait. */
  claimInTime(): number | undefined {
    for (;;) {
      const merged = Atomics.load(this.#cells, MERGED);
      const next = this.claim();
      if (next !== undefined) return next;
      if (Atomics.load(this.#cells, CLAIMED) >= this.#parts) return undefined;
      Atomics.wait(this.#cells, MERGED, merged);
    }
  }

  /** Says that one more part has been merged. */
  oneMerged(): void {
    Atomics.add(this.#cells, MERGED, 1);
    Atomics.notify(this.#cells, MERGED);
  }
}
