import {
  REASON,
  RECORD_DOUBLES,
  RECORD_INTS,
  type RecordBatch,
  SECOND,
} from '../parser/record-batch.ts';
import { PARSED } from '../parser/unparsed-reason.ts';
import { fitting } from '../tables/key-table-state.ts';

export const PAGE_SECONDS = 3600;

/**
 * Hours that are held second by second: 1,000 take 14 MB. Of older ones only the busiest second is
 * known.
 */
export const PAGES_MAX = 1000;

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
  readonly peak: Peak | undefined;
  /** Infinity and -Infinity without hits. */
  readonly first: number;
  readonly last: number;
}

/**
 * Hits per second over any span of time, in any order, held in pages of an hour. When there are too
 * many pages the oldest is forgotten, all but the peak. A line that comes later still for such an
 * hour is counted anew there, so the peak can only be too low, and only in a log that is out of
 * order by weeks.
 */
export class SecondCounts {
  readonly #pages = new Map<number, Uint32Array>();
  /** Pages of before the last `clear`, to be used again. */
  readonly #blank: Uint32Array[] = [];
  #page: Uint32Array = new Uint32Array(PAGE_SECONDS);
  #pageStart = NaN;
  #peakHits = 0;
  #peakSecond = NaN;
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
    const hits = ++this.#page[offset]!; // within the page
    if (hits >= this.#peakHits) this.#raisePeak(hits, second);
    if (second < this.#first) this.#first = second;
    if (second > this.#last) this.#last = second;
  }

  /** Counts each parsed line in its second; as `add` for each, only quicker. */
  addBatch({ ints, doubles, size }: RecordBatch): void {
    let page = this.#page;
    let pageStart = this.#pageStart;
    let peakHits = this.#peakHits;
    let first = this.#first;
    let last = this.#last;
    for (let line = 0, at = SECOND; line < size; line++, at += RECORD_DOUBLES) {
      if (ints[line * RECORD_INTS + REASON] !== PARSED) continue;
      const second = doubles[at]!; // the batch has its places
      if (!(second >= pageStart && second < pageStart + PAGE_SECONDS)) {
        this.#open(Math.floor(second / PAGE_SECONDS));
        page = this.#page;
        pageStart = this.#pageStart;
      }
      const hits = ++page[second - pageStart]!; // within the page
      if (hits >= peakHits) {
        this.#raisePeak(hits, second);
        peakHits = this.#peakHits;
      }
      if (second < first) first = second;
      if (second > last) last = second;
    }
    this.#first = first;
    this.#last = last;
  }

  /** The busiest second, or undefined when there is none. Counts only grow, so it is known. */
  peak(): Peak | undefined {
    return this.#peakHits === 0 ? undefined : { hits: this.#peakHits, second: this.#peakSecond };
  }

  /** Adds the hits of the seconds from `first` on to those in `into`, one place a second. */
  addTo(into: number[], first: number): void {
    for (let index = 0; index < into.length; index++) {
      const second = first + index;
      const hour = Math.floor(second / PAGE_SECONDS);
      const page = this.#pages.get(hour);
      // Both have their places.
      if (page !== undefined) into[index]! += page[second - hour * PAGE_SECONDS]!;
    }
  }

  merge(other: SecondCounts): void {
    this.mergeState(other.state());
  }

  mergeState({ hours, hits, peak, first, last }: SecondCountsState): void {
    for (let index = 0; index < hours.length; index++) {
      this.#open(hours[index]!); // index < length
      this.#addPage(hits, index * PAGE_SECONDS);
    }
    // Of an hour that is held nowhere any more.
    if (peak && peak.hits >= this.#peakHits) this.#raisePeak(peak.hits, peak.second);
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
      peak: this.peak(),
      first: this.#first,
      last: this.#last,
    };
  }

  clear(): void {
    this.#blank.push(...this.#pages.values());
    this.#pages.clear();
    this.#pageStart = NaN;
    this.#peakHits = 0;
    this.#peakSecond = NaN;
    this.#first = Infinity;
    this.#last = -Infinity;
  }

  #open(index: number): void {
    let page = this.#pages.get(index);
    if (page === undefined) {
      if (this.#pages.size === PAGES_MAX) this.#forgetOldest();
      page = this.#blank.pop()?.fill(0) ?? new Uint32Array(PAGE_SECONDS);
      this.#pages.set(index, page);
    }
    this.#page = page;
    this.#pageStart = index * PAGE_SECONDS;
  }

  /** Adds the hits of the page that begins at `from` to the open one. */
  #addPage(hits: Uint32Array, from: number): void {
    const page = this.#page;
    for (let at = 0; at < PAGE_SECONDS; at++) {
      const more = hits[from + at]!; // both have the places of a page
      if (more === 0) continue; // as in most seconds of most logs
      const sum = (page[at]! += more);
      if (sum >= this.#peakHits) this.#raisePeak(sum, this.#pageStart + at);
    }
  }

  /** To hits that are no fewer than the peak's: of equal seconds the first one is the peak. */
  #raisePeak(hits: number, second: number): void {
    if (hits === this.#peakHits && !(second < this.#peakSecond)) return;
    this.#peakHits = hits;
    this.#peakSecond = second;
  }

  #forgetOldest(): void {
    const oldest = Math.min(...this.#pages.keys());
    const page = this.#pages.get(oldest);
    this.#pages.delete(oldest);
    if (page) this.#blank.push(page);
  }
}
