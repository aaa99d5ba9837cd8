import type { Rollup } from './rollup.ts';
import type { RollupState, TrafficSnapshot } from './rollup-state.ts';
import { mergedPanes, paneOf, type TrafficPane } from './traffic-pane.ts';

/** Of each table of a pane. */
const ROWS_MAX = 200;
const MINUTE_MS = 60_000;

/** The spans that can be asked for, and how finely they are held; both in milliseconds. */
const SPANS = [
  { spanMs: MINUTE_MS, paneMs: 10_000 },
  { spanMs: 15 * MINUTE_MS, paneMs: MINUTE_MS },
  { spanMs: 60 * MINUTE_MS, paneMs: 5 * MINUTE_MS },
] as const;

export type RecentSpanMs = (typeof SPANS)[number]['spanMs'];

export interface RecentSpan {
  /** Wall-clock milliseconds of the intervals that are in it: it begins where one of them does. */
  readonly fromMs: number;
  readonly toMs: number;
  readonly traffic: TrafficSnapshot;
  /** As long a time before it, as far as it is known; `ms` is how long that is. */
  readonly before: { readonly traffic: TrafficSnapshot; readonly ms: number } | undefined;
}

interface HeldPane {
  readonly fromMs: number;
  readonly toMs: number;
  readonly pane: TrafficPane;
}

/**
 * The last minute, quarter of an hour and hour, each with the one before it, put together from
 * closed intervals. Counters and sketches are those of the whole; tables have at most 200 rows and
 * state by how much a row may be off; the peak may lack the hits of a second that two intervals
 * share. An interval is in a span as a whole or not at all.
 *
 * A span holds at most some 30 panes of some hundred kilobytes, however long the run and whatever
 * the traffic: intervals that are shorter than a pane become part of the one that is open.
 */
export class RecentTraffic {
  readonly #rowsMax: number;
  readonly #held = new Map<number, HeldPane[]>(SPANS.map(({ spanMs }) => [spanMs, []]));
  /** Of the interval before: memory for the next one. */
  #copied: RollupState | undefined;

  constructor(rowsMax = ROWS_MAX) {
    this.#rowsMax = rowsMax;
  }

  /** Panes that are held, of all spans. */
  get panes(): number {
    return Array.from(this.#held.values()).reduce((sum, { length }) => sum + length, 0);
  }

  /** Takes an interval that is closed; the rollup stays as it is. Intervals come in order. */
  push(rollup: Rollup, fromMs: number, toMs: number): void {
    this.#copied = rollup.state(this.#copied);
    const pane = paneOf(rollup.snapshot(this.#rowsMax), this.#copied);
    for (const { spanMs, paneMs } of SPANS) {
      const held = this.#held.get(spanMs) ?? [];
      const open = held.at(-1);
      const next = { fromMs, toMs, pane };
      if (open !== undefined && toMs - open.fromMs <= paneMs && toMs >= open.toMs) {
        held[held.length - 1] = {
          fromMs: open.fromMs,
          toMs,
          pane: mergedPanes([open.pane, pane], this.#rowsMax),
        };
      } else {
        held.push(next);
      }
      // A wall clock that was set back leaves panes of the future: those go as well.
      const isKept = (one: HeldPane) => one.toMs > toMs - 2 * spanMs && one.toMs <= toMs;
      this.#held.set(spanMs, held.filter(isKept));
    }
  }

  /** The span up to the last interval; undefined before the first. Takes milliseconds. */
  span(spanMs: RecentSpanMs): RecentSpan | undefined {
    const held = this.#held.get(spanMs) ?? [];
    const last = held.at(-1);
    if (last === undefined) return undefined;
    const startMs = last.toMs - spanMs;
    const inside = held.filter(({ toMs }) => toMs > startMs);
    const earlier = held.filter(({ toMs }) => toMs <= startMs);
    const ms = earlier.reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0);
    return {
      fromMs: inside[0]?.fromMs ?? startMs,
      toMs: last.toMs,
      traffic: this.#merged(inside),
      before: earlier.length === 0 ? undefined : { traffic: this.#merged(earlier), ms },
    };
  }

  #merged(held: readonly HeldPane[]): TrafficSnapshot {
    const panes = held.map(({ pane }) => pane);
    return mergedPanes(panes, this.#rowsMax).traffic;
  }
}
