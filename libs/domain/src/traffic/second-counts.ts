import { fitting } from '../tables/key-table-state.ts';

const PAGE_SECONDS = 3600;

/**
 * Hours that are held second by second: 1,000 take 14 MB. Of older ones only the busiest second is
 * known.
 */
const PAGES_MAX = 1000;

export interface Peak {
  readonly hits: number;
  /** Epoch second; the first of several. */
  readonly second: number;
}

export interface SecondCountsState {
  /** Hours since the epoch. */
  readonly hours: Float64Array;
  /** Hits of each second of those hours, one hour behind the other. */
  readonly hits: Uint32Array;
  /** Of the hours that are not held any more. */
  readonly sealedPeak: Peak | undefined;
  /** Infinity and -Infinity without hits. */
  readonly first: number;
  readonly last: number;
}

/**
 * Hits per second over any span of time, in any order, held in pages of an hour. When there are too
 * many pages the oldest is sealed: its peak stays. A line that comes later still for a sealed hour
 * is counted anew there, so the peak can only be too low, and only in a log that is out of order by
 * weeks.
 */
export class SecondCounts {
  readonly #pages = new Map<number, Uint32Array>();
  /** Pages of before the last `clear`, to be used again. */
  readonly #blank: Uint32Array[] = [];
  #page: Uint32Array = new Uint32Array(PAGE_SECONDS);
  #pageStart = NaN;
  #sealedPeak: Peak | undefined;
  #first = Infinity;
  #last = -Infinity;

  /** Earliest and latest second with a hit, or undefined when there is none. */
  get span(): { readonly first: number; readonly last: number } | undefined {
    return this.#last < this.#first ? undefined : { first: this.#first, last: this.#last };
  }

  add(second: number): void {
    let offset = second - this.#pageStart;
    if (!(offset >= 0 && offset < PAGE_SECONDS)) {
      this.#open(Math.floor(second / PAGE_SECONDS));
      offset = second - this.#pageStart;
    }
    this.#page[offset]!++; // within the page
    if (second < this.#first) this.#first = second;
    if (second > this.#last) this.#last = second;
  }

  /** The busiest second, or undefined when there is none. */
  peak(): Peak | undefined {
    let peak = this.#sealedPeak;
    for (const [index, page] of this.#pages) peak = busier(peak, peakOf(index, page));
    return peak;
  }

  merge(other: SecondCounts): void {
    this.mergeState(other.state());
  }

  mergeState({ hours, hits, sealedPeak, first, last }: SecondCountsState): void {
    hours.forEach((hour, index) => {
      this.#open(hour);
      const from = index * PAGE_SECONDS;
      for (let at = 0; at < PAGE_SECONDS; at++) this.#page[at]! += hits[from + at]!;
    });
    if (sealedPeak) this.#sealedPeak = busier(this.#sealedPeak, sealedPeak);
    this.#first = Math.min(this.#first, first);
    this.#last = Math.max(this.#last, last);
  }

  /** A copy, to be merged elsewhere; in the memory of one that is not needed, if it fits. */
  state(spent?: SecondCountsState): SecondCountsState {
    const hours = Float64Array.from(this.#pages.keys());
    const length = hours.length * PAGE_SECONDS;
    const hits = new Uint32Array(fitting(spent?.hits, length * 4), 0, length);
    let at = 0;
    for (const page of this.#pages.values()) {
      hits.set(page, at);
      at += PAGE_SECONDS;
    }
    return {
      hours,
      hits,
      sealedPeak: this.#sealedPeak,
      first: this.#first,
      last: this.#last,
    };
  }

  clear(): void {
    this.#blank.push(...this.#pages.values());
    this.#pages.clear();
    this.#pageStart = NaN;
    this.#sealedPeak = undefined;
    this.#first = Infinity;
    this.#last = -Infinity;
  }

  #open(index: number): void {
    let page = this.#pages.get(index);
    if (page === undefined) {
      if (this.#pages.size === PAGES_MAX) this.#sealOldest();
      page = this.#blank.pop()?.fill(0) ?? new Uint32Array(PAGE_SECONDS);
      this.#pages.set(index, page);
    }
    this.#page = page;
    this.#pageStart = index * PAGE_SECONDS;
  }

  #sealOldest(): void {
    const oldest = Math.min(...this.#pages.keys());
    const page = this.#pages.get(oldest);
    if (page) this.#sealedPeak = busier(this.#sealedPeak, peakOf(oldest, page));
    this.#pages.delete(oldest);
    if (page) this.#blank.push(page);
  }
}

function peakOf(index: number, page: Uint32Array): Peak {
  let best = 0;
  for (let at = 1; at < PAGE_SECONDS; at++) if (page[at]! > page[best]!) best = at;
  return { hits: page[best]!, second: index * PAGE_SECONDS + best };
}

function busier(a: Peak | undefined, b: Peak): Peak {
  if (a === undefined || b.hits > a.hits) return b;
  return b.hits === a.hits && b.second < a.second ? b : a;
}
