const CELLS_MIN = 64;
/** Cells of a rule: half a year of a log that has hits in each second. */
export const CELLS_MAX = 1 << 24;

/** Cells as plain arrays, in no order. */
export interface SeriesCellsState {
  readonly groups: Int32Array;
  readonly seconds: Float64Array;
  readonly hits: Float64Array;
  readonly amounts: Float64Array;
}

/**
 * Hits and amounts by group and second, in any order: an open-addressing table over typed arrays,
 * 36 bytes a cell at most. Adding is commutative, so the order of lines leaves no trace.
 */
export class SeriesCells {
  readonly #cellsMax: number;
  #size = 0;
  #groups = new Int32Array(CELLS_MIN);
  #seconds = new Float64Array(CELLS_MIN);
  #hits = new Float64Array(CELLS_MIN);
  #amounts = new Float64Array(CELLS_MIN);
  /** Number + 1 of a cell; 0 is free. Twice as many as there is room for cells. */
  #slots = new Int32Array(CELLS_MIN * 2);
  #last = -1;
  #order: Uint32Array | undefined;
  /** Hits for whose cell there was no room. */
  overflow = 0;

  constructor(cellsMax = CELLS_MAX) {
    this.#cellsMax = cellsMax;
  }

  get size(): number {
    return this.#size;
  }

  /** Returns the number of the cell, or -1 where there is no room for it. */
  add(group: number, second: number, hits: number, amount: number): number {
    const cell = this.#cellOf(group, second);
    if (cell < 0) {
      this.overflow += hits;
      return cell;
    }
    this.#hits[cell]! += hits; // a cell has its places, as in all of this class
    this.#amounts[cell]! += amount;
    return cell;
  }

  group(cell: number): number {
    return this.#groups[cell]!;
  }

  second(cell: number): number {
    return this.#seconds[cell]!;
  }

  hits(cell: number): number {
    return this.#hits[cell]!;
  }

  amount(cell: number): number {
    return this.#amounts[cell]!;
  }

  /** All cells by time, those of one second in an order of groups, which is always the same. */
  inOrder(compareGroups: (a: number, b: number) => number): Uint32Array {
    // Cells never move to another second, and a whole log is looked at more than once.
    if (this.#order?.length === this.#size) return this.#order;
    const seconds = this.#seconds;
    const order = Uint32Array.from({ length: this.#size }, (_, cell) => cell);
    const compare = (a: number, b: number) =>
      seconds[a]! - seconds[b]! || compareGroups(this.#groups[a]!, this.#groups[b]!);
    // A log in order, which is most of them, need not be sorted.
    const isSorted = order.every((cell) => cell === 0 || compare(cell - 1, cell) <= 0);
    this.#order = isSorted ? order : order.sort(compare);
    return this.#order;
  }

  state(): SeriesCellsState {
    return {
      groups: this.#groups.slice(0, this.#size),
      seconds: this.#seconds.slice(0, this.#size),
      hits: this.#hits.slice(0, this.#size),
      amounts: this.#amounts.slice(0, this.#size),
    };
  }

  #cellOf(group: number, second: number): number {
    const last = this.#last;
    if (last >= 0 && this.#seconds[last] === second && this.#groups[last] === group) return last;
    let slot = this.#slotOf(group, second);
    if (this.#slots[slot] === 0) {
      if (this.#size === this.#cellsMax) return -1;
      if (this.#size === this.#groups.length) {
        this.#grow();
        slot = this.#slotOf(group, second);
      }
      this.#groups[this.#size] = group;
      this.#seconds[this.#size] = second;
      this.#slots[slot] = ++this.#size;
    }
    this.#last = this.#slots[slot]! - 1;
    return this.#last;
  }

  #slotOf(group: number, second: number): number {
    const mask = this.#slots.length - 1;
    let hash = Math.imul(second | 0, 0x9e3779b1) ^ Math.imul(group, 0x85ebca77);
    hash = Math.imul(hash ^ (hash >>> 15), 0xc2b2ae3d);
    let slot = (hash ^ (hash >>> 13)) & mask;
    for (; this.#slots[slot] !== 0; slot = (slot + 1) & mask) {
      const cell = this.#slots[slot]! - 1;
      if (this.#seconds[cell] === second && this.#groups[cell] === group) break;
    }
    return slot;
  }

  #grow(): void {
    const room = this.#groups.length * 2;
    const grown = (numbers: Float64Array) => {
      const copy = new Float64Array(room);
      copy.set(numbers);
      return copy;
    };
    const groups = new Int32Array(room);
    groups.set(this.#groups);
    this.#groups = groups;
    this.#seconds = grown(this.#seconds);
    this.#hits = grown(this.#hits);
    this.#amounts = grown(this.#amounts);
    this.#slots = new Int32Array(room * 2);
    for (let cell = 0; cell < this.#size; cell++) {
      this.#slots[this.#slotOf(this.#groups[cell]!, this.#seconds[cell]!)] = cell + 1;
    }
  }
}
