import { REASON, RECORD_DOUBLES, RECORD_INTS, type RecordBatch } from '../parser/record-batch.ts';
import { PARSED } from '../parser/unparsed-reason.ts';

/** Bins of an octave [2^k, 2^(k+1)), which are allocated together. */
const STEPS = 64;
const STEP_BITS = 6;
/** Above it a value is shifted into 32 bits before it is looked at. */
const WORD_MAX = 0xffff_ffff;
const WORD_SHIFT = 21;
const VALUE_MAX = Number.MAX_SAFE_INTEGER;
/** Bins that there are at most. */
export const BINS = binOf(VALUE_MAX) + 1; // 3072

/** A sketch as an array. */
export interface DDSketchState {
  /** How many values fell into each bin, from that of `min` to that of `max`. */
  readonly bins: Float64Array;
  /** The smallest value; 0 where there is none. */
  readonly min: number;
  /** The largest value; 0 where there is none. */
  readonly max: number;
}

/** Values in the unit of what was added. */
export interface Quantiles {
  /** Half of the values are at most this, 95 of 100, and 99 of 100. */
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  /** Exactly. */
  readonly max: number;
  /** The most by which p50, p95 and p99 are off, as a part of the exact ones. */
  readonly error: number;
}

/**
 * Quantiles of sizes or times, each within 1/128 (0.8 %) of the exact one (DDSketch: Masson, Rim,
 * Lee 2019). Values are counted in bins that grow with them, so merging adds bins, and a merged
 * sketch is the very sketch of all values.
 *
 * The bins are the authors' linearly interpolated mapping. 50 steps to a power of two would keep
 * 1 %; with 64 a bin is the seven leading bits of an integer: no logarithm, no float, the same on
 * every machine, and values below 128 are exact. A bin is at most 1/64 of its values wide, and its
 * middle at most half of that away from them. Adding takes 6 ns, with Math.log 15 (decision 0010).
 *
 * Values are whole numbers, such as bytes or microseconds: fractions are rounded, so seconds must
 * not be added as decimals. What is above 2^53 - 1 counts as that.
 *
 * Memory: none at first, then 512 bytes for each power of two between the smallest and the largest
 * value seen, at most 24 KiB. 100 bytes to 10 MB take 9 KiB.
 */
export class DDSketch {
  /** The most by which a quantile is off, as a part of the exact one. */
  static readonly relativeError = 1 / (2 * STEPS);

  /** Counts of the bins [first, end), which grow by whole octaves in either direction. */
  #bins = new Float64Array(0);
  #first = BINS;
  #end = 0;
  #count = 0;
  #min = Infinity;
  #max = -Infinity;

  /** Values counted. */
  get count(): number {
    return this.#count;
  }

  /** The smallest value, exactly; undefined when there is none. */
  get min(): number | undefined {
    return this.#count === 0 ? undefined : this.#min;
  }

  /** The largest value, exactly; undefined when there is none. */
  get max(): number | undefined {
    return this.#count === 0 ? undefined : this.#max;
  }

  /** Counts a value, 0 or more. A RangeError is the caller's mistake, never one of a log. */
  add(value: number): void {
    const whole = wholeOf(value);
    const bin = binOf(whole);
    if (bin < this.#first || bin >= this.#end) this.#reach(bin, bin);
    this.#bins[bin - this.#first]!++; // first <= bin < end, here and below
    this.#count++;
    if (whole < this.#min) this.#min = whole;
    if (whole > this.#max) this.#max = whole;
  }

  /** Counts the number at `place` of each parsed line; as `add` for each, only quicker. */
  addBatch({ ints, doubles, size }: RecordBatch, place: number): void {
    let bins = this.#bins;
    let first = this.#first;
    let min = this.#min;
    let max = this.#max;
    for (let line = 0, at = place; line < size; line++, at += RECORD_DOUBLES) {
      if (ints[line * RECORD_INTS + REASON] !== PARSED) continue;
      const whole = wholeOf(doubles[at]!); // the batch has its places
      const bin = binOf(whole);
      if (bin < first || bin >= first + bins.length) {
        this.#reach(bin, bin);
        bins = this.#bins;
        first = this.#first;
      }
      bins[bin - first]!++;
      this.#count++;
      if (whole < min) min = whole;
      if (whole > max) max = whole;
    }
    this.#min = min;
    this.#max = max;
  }

  /**
   * The value of rank floor(q * (count - 1)), counted from 0 in ascending order, within
   * `relativeError` of it; undefined when there are no values. The smallest and the largest value
   * are exact. `q` is from 0 to 1.
   */
  quantile(q: number): number | undefined {
    if (!(q >= 0 && q <= 1)) throw new RangeError(`not a quantile: ${q}`);
    if (this.#count === 0) return undefined;
    const rank = Math.floor(q * (this.#count - 1));
    if (rank === 0) return this.#min;
    if (rank === this.#count - 1) return this.#max;
    let bin = binOf(this.#min);
    let passed = this.#bins[bin - this.#first]!;
    while (passed <= rank) passed += this.#bins[++bin - this.#first]!;
    return Math.min(Math.max(middleOf(bin), this.#min), this.#max);
  }

  /** The quantiles that are shown; undefined when there are no values. */
  quantiles(): Quantiles | undefined {
    const [p50, p95, p99] = [0.5, 0.95, 0.99].map((q) => this.quantile(q));
    const { max } = this;
    if (p50 === undefined || p95 === undefined || p99 === undefined) return undefined;
    return max === undefined ? undefined : { p50, p95, p99, max, error: DDSketch.relativeError };
  }

  /** Adds what another sketch has counted; that one stays as it is. */
  merge(other: DDSketch): void {
    this.mergeState(other.state());
  }

  mergeState({ bins, min, max }: DDSketchState): void {
    if (bins.length === 0) return;
    const from = binOf(min);
    this.#reach(from, from + bins.length - 1);
    const at = from - this.#first;
    for (let index = 0; index < bins.length; index++) {
      const values = bins[index]!; // index < length
      this.#bins[at + index]! += values;
      this.#count += values;
    }
    this.#min = Math.min(this.#min, min);
    this.#max = Math.max(this.#max, max);
  }

  /** A copy, to be merged elsewhere. Sketches of the same values have the same state. */
  state(): DDSketchState {
    if (this.#count === 0) return { bins: new Float64Array(0), min: 0, max: 0 };
    const from = binOf(this.#min) - this.#first;
    const to = binOf(this.#max) - this.#first;
    return { bins: this.#bins.slice(from, to + 1), min: this.#min, max: this.#max };
  }

  /** Back to empty, keeping the memory for the next interval. */
  clear(): void {
    this.#bins.fill(0);
    this.#count = 0;
    this.#min = Infinity;
    this.#max = -Infinity;
  }

  /** Makes the bins [from, to] be held. */
  #reach(from: number, to: number): void {
    const first = Math.min(this.#first, from - (from % STEPS));
    const end = Math.max(this.#end, to - (to % STEPS) + STEPS);
    if (first === this.#first && end === this.#end) return;
    const grown = new Float64Array(end - first);
    if (this.#bins.length > 0) grown.set(this.#bins, this.#first - first);
    this.#bins = grown;
    this.#first = first;
    this.#end = end;
  }
}

function wholeOf(value: number): number {
  if (!(value >= 0)) throw new RangeError(`not a size or a time: ${value}`);
  return value < VALUE_MAX ? Math.round(value) + 0 : VALUE_MAX; // + 0 for -0
}

/**
 * The bin of a whole number from 0 to 2^53 - 1. Below 128 it is the number itself; above, its seven
 * leading bits, 64 to 127, follow 64 bins for each bit that was cut, so that the bins of one octave
 * begin where those of the last one end.
 */
export function binOf(whole: number): number {
  if (whole > WORD_MAX) {
    return binOfWord(Math.floor(whole / 2 ** WORD_SHIFT)) + WORD_SHIFT * STEPS;
  }
  return binOfWord(whole);
}

function binOfWord(word: number): number {
  // With the bit of 64 set, smaller words need no branch of their own, which would often be missed.
  const cut = 31 - STEP_BITS - Math.clz32(word | STEPS);
  return cut * STEPS + (word >>> cut);
}

/** The middle of a bin: at most 2^(cut - 1) from its values, which are 64 * 2^cut at least. */
export function middleOf(bin: number): number {
  if (bin < 2 * STEPS) return bin;
  return ((bin % STEPS) + STEPS + 0.5) * 2 ** (Math.floor(bin / STEPS) - 1);
}
