import { sortedCopy } from './largest.ts';

/** The part of the ids that one gathering takes in, at least. */
const SHARE = 8;

/**
 * Hands out the id with the lowest count, for Space-Saving's replacements, without touching the way
 * of a hit: counts only grow and nobody tells us. The ids with the lowest counts are gathered into
 * a heap by one pass over all; an id whose count has grown since is put back or, above the bound of
 * the gathering, dropped. All ids outside the heap stand at or above that bound, so its top is the
 * true minimum. A gathering takes an eighth of the ids, so its cost per replacement is constant.
 */
export class LowestFirst {
  #heap = new Int32Array(0);
  #heaped = 0;
  /** Count of each id when it was put into the heap. */
  #seen = new Float64Array(0);
  #bound = -1;

  /**
   * The id with the lowest count, of ids 0 to size - 1; the count of an id stands at id * stride.
   */
  lowest(counts: Float64Array, stride: number, size: number): number {
    for (;;) {
      if (this.#heaped === 0) this.#gather(counts, stride, size);
      const id = this.#heap[0]!; // gathered at least one
      const count = counts[id * stride]!; // ids are below size
      if (count === this.#seen[id]) return id;
      if (count <= this.#bound) {
        this.#seen[id] = count;
        this.#sink(0);
      } else {
        this.#dropTop();
      }
    }
  }

  /** Ids were renumbered: gather anew. */
  reset(): void {
    this.#heaped = 0;
    this.#bound = -1;
  }

  #gather(counts: Float64Array, stride: number, size: number): void {
    if (this.#seen.length < size) {
      this.#seen = new Float64Array(size);
      this.#heap = new Int32Array(size);
    }
    for (let id = 0; id < size; id++) this.#seen[id] = counts[id * stride]!; // id < size
    const sorted = sortedCopy(this.#seen.subarray(0, size));
    this.#bound = sorted[Math.floor((size - 1) / SHARE)]!; // size > 0
    this.#heaped = 0;
    for (let id = 0; id < size; id++) {
      if (this.#seen[id]! <= this.#bound) this.#heap[this.#heaped++] = id; // id < size
    }
    for (let at = (this.#heaped >> 1) - 1; at >= 0; at--) this.#sink(at);
  }

  #dropTop(): void {
    this.#heaped--;
    if (this.#heaped === 0) return;
    this.#heap[0] = this.#heap[this.#heaped]!; // the last one
    this.#sink(0);
  }

  #sink(from: number): void {
    const heap = this.#heap;
    const heaped = this.#heaped;
    const seen = this.#seen;
    const id = heap[from]!; // from < heaped
    const count = seen[id]!;
    let at = from;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= heaped) break;
      const right = child + 1;
      if (right < heaped && seen[heap[right]!]! < seen[heap[child]!]!) child = right;
      if (seen[heap[child]!]! >= count) break;
      heap[at] = heap[child]!;
      at = child;
    }
    heap[at] = id;
  }
}
