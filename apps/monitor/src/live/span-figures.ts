import { RecentTraffic, type Rollup, type TrafficSnapshot } from '@hitwatch/domain';
import type { SpanTraffic, TimeSpan } from '@hitwatch/ports';

/** Rows of a table that are held ready. */
export const ROWS_MAX = 200;
/** Nobody writes to a log whose last line was longer ago when we began: it is only looked at. */
const OLD_MS = 60 * 60_000;
/** How often a span is put together anew while the interval in it is still open. */
const RENEW_MS = 1000;
/** With longer intervals than this, the open one is shown: the last one is of long ago. */
const CALM_MS_MAX = 30_000;
const MINUTE_MS = 60_000;

/** The spans of which panes are held. */
const RECENT = { minute: MINUTE_MS, quarter: 15 * MINUTE_MS, hour: 60 * MINUTE_MS } as const;

/** What is counted into: all lines, or those that a filter takes. */
export interface Counted {
  /** Since the last interval was closed. */
  readonly open: Rollup;
  /** All intervals that are closed, as rows of tables. */
  readonly total: (rows: number) => TrafficSnapshot;
  /** Wall-clock milliseconds, of the total. */
  readonly beganMs: number;
}

interface Closed {
  readonly fromMs: number;
  readonly toMs: number;
  readonly traffic: TrafficSnapshot;
}

/**
 * The spans of time that a person can look at. What they show is that of whole intervals, so it
 * stands still while it is read, but for the first one, which is shown as it grows.
 */
export class SpanFigures {
  readonly #counted: Counted;
  readonly #everyMs: number;
  readonly #recent = new RecentTraffic(ROWS_MAX);
  #last: Closed | undefined;
  #before: Closed | undefined;
  #openFromMs: number;
  /** Another one whenever there may be something else to show. */
  #version = 0;
  readonly #made = new Map<TimeSpan, { readonly key: string; readonly span: SpanTraffic }>();

  /** `openFromMs` is when the open interval began. */
  constructor(counted: Counted, everyMs: number, openFromMs: number) {
    this.#counted = counted;
    this.#everyMs = everyMs;
    this.#openFromMs = openFromMs;
  }

  /** The open interval is about to be closed. */
  close(fromMs: number, toMs: number): void {
    const { open } = this.#counted;
    const time = this.#last === undefined ? this.#firstTime(toMs) : { fromMs, toMs };
    this.#before = this.#last;
    this.#last = { ...time, traffic: open.snapshot(ROWS_MAX) };
    this.#recent.push(open, time.toMs < toMs ? fromMs : time.fromMs, toMs);
    this.#openFromMs = toMs;
    this.#version++;
  }

  span(span: TimeSpan, rows: number, nowMs: number): SpanTraffic {
    const wanted = Math.min(rows, ROWS_MAX);
    const growing = this.#showsOpen(span) ? Math.floor(nowMs / RENEW_MS) : 0;
    const key = `${this.#version} ${growing} ${wanted}`;
    const made = this.#made.get(span);
    if (made?.key === key) return made.span;
    const next = this.#make(span, nowMs, wanted);
    this.#made.set(span, { key, span: next });
    return next;
  }

  #showsOpen(span: TimeSpan): boolean {
    if (this.#last === undefined) return true;
    return span === 'interval' && this.#everyMs > CALM_MS_MAX;
  }

  #make(span: TimeSpan, nowMs: number, rows: number): SpanTraffic {
    const last = this.#last;
    if (last === undefined || this.#showsOpen(span)) {
      const traffic = this.#counted.open.snapshot(rows);
      const time =
        last === undefined ? this.#firstTime(nowMs) : { fromMs: this.#openFromMs, toMs: nowMs };
      const toMs = Math.max(time.toMs, time.fromMs + 1);
      return { fromMs: time.fromMs, toMs, traffic, before: beforeOf(last, rows) };
    }
    const ofRows = (traffic: TrafficSnapshot) => withRows(traffic, rows);
    if (span === 'interval') {
      const { fromMs, toMs } = last;
      const before = beforeOf(this.#before, rows);
      return { fromMs, toMs, traffic: ofRows(last.traffic), before };
    }
    if (span === 'total') {
      const { beganMs, total } = this.#counted;
      const fromMs = Math.min(beganMs, last.fromMs);
      return { fromMs, toMs: last.toMs, traffic: total(rows), before: undefined };
    }
    const recent = this.#recent.span(RECENT[span]);
    if (recent === undefined) throw new Error('an interval was closed, and no span has it');
    const { before } = recent;
    return {
      ...recent,
      traffic: ofRows(recent.traffic),
      before: before && { ...before, traffic: ofRows(before.traffic) },
    };
  }

  /**
   * What was in the log before anybody looked counts over the time that it took on the server:
   * up to now, or in a log of long ago up to its end.
   */
  #firstTime(nowMs: number): { readonly fromMs: number; readonly toMs: number } {
    const { span } = this.#counted.open;
    if (span === undefined) return { fromMs: this.#openFromMs, toMs: nowMs };
    const endMs = (span.last + 1) * 1000;
    const isOld = this.#openFromMs - endMs > OLD_MS;
    const fromMs = Math.min(this.#openFromMs, span.first * 1000);
    return { fromMs, toMs: isOld ? endMs : nowMs };
  }
}

function beforeOf(closed: Closed | undefined, rows: number): SpanTraffic['before'] {
  if (closed === undefined) return undefined;
  const ms = Math.max(1, closed.toMs - closed.fromMs);
  return { traffic: withRows(closed.traffic, rows), ms };
}

/** The same with fewer rows, whose hits are among the others then. */
function withRows(traffic: TrafficSnapshot, rows: number): TrafficSnapshot {
  const tables = { ...traffic.tables };
  // Keys of an object that is typed by them.
  for (const name of Object.keys(tables) as (keyof typeof tables)[]) {
    const table = tables[name];
    if (table.rows.length <= rows) continue;
    const rest = table.rows.slice(rows).reduce((sum, { hits }) => sum + hits, 0);
    tables[name] = { ...table, rows: table.rows.slice(0, rows), other: table.other + rest };
  }
  return { ...traffic, tables };
}
