import { fitting } from './key-table-state.ts';

/** Numbers of an id, which stand side by side: counting a hit touches one cache line. */
export const CELLS = 4;
const HITS = 0;
const BYTES = 1;
const ERRORS = 2;
const OVERCOUNT = 3;

/** Hits, bytes, errors and overcount by id. An id is to be `reset` before it is used. */
export class HitCells {
  /** `CELLS` numbers for each id. */
  numbers: Float64Array;

  /** `capacity` in ids. */
  constructor(capacity: number) {
    this.numbers = new Float64Array(capacity * CELLS);
  }

  grow(capacity: number): void {
    if (this.numbers.length >= capacity * CELLS) return;
    const grown = new Float64Array(capacity * CELLS);
    grown.set(this.numbers);
    this.numbers = grown;
  }

  /** Makes an id one that may have had `floor` hits before it was known. */
  reset(id: number, floor: number): void {
    const at = id * CELLS;
    this.numbers[at + HITS] = this.numbers[at + OVERCOUNT] = floor;
    this.numbers[at + BYTES] = this.numbers[at + ERRORS] = 0;
  }

  add(id: number, hits: number, bytes: number, errors: number): void {
    const { numbers } = this;
    const at = id * CELLS;
    numbers[at + HITS]! += hits; // each id has its cells, here and below
    numbers[at + BYTES]! += bytes;
    numbers[at + ERRORS]! += errors;
  }

  /** Adds the numbers that others have for the id `source`. */
  addFrom(id: number, others: Float64Array, source: number): void {
    const { numbers } = this;
    const to = id * CELLS;
    const from = source * CELLS;
    for (let cell = 0; cell < CELLS; cell++) numbers[to + cell]! += others[from + cell]!;
  }

  /** Says that an id may have had more hits that nobody knows of. */
  raise(id: number, hits: number): void {
    this.numbers[id * CELLS + HITS]! += hits;
    this.numbers[id * CELLS + OVERCOUNT]! += hits;
  }

  hits(id: number): number {
    return this.numbers[id * CELLS + HITS]!;
  }

  bytes(id: number): number {
    return this.numbers[id * CELLS + BYTES]!;
  }

  errors(id: number): number {
    return this.numbers[id * CELLS + ERRORS]!;
  }

  overcount(id: number): number {
    return this.numbers[id * CELLS + OVERCOUNT]!;
  }

  /** A copy of the first `size` ids, in the memory of one that is not needed, if it fits. */
  copy(size: number, spent?: Float64Array): Float64Array {
    const length = size * CELLS;
    const copy = new Float64Array(fitting(spent, length * 8), 0, length);
    copy.set(this.numbers.subarray(0, length));
    return copy;
  }
}
