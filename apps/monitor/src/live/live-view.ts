import {
  type Clock,
  decodeText,
  type FileTally,
  LineCounts,
  type LineCountsSnapshot,
  type NewScanner,
  ObservedScanner,
  parseCondition,
  RecentLines,
  Rollup,
  type RollupOptions,
} from '@hitwatch/domain';
import type {
  BlockEvent,
  FilterProblem,
  LivePulse,
  LiveTraffic,
  LogStream,
  SpanTraffic,
  TimeSpan,
} from '@hitwatch/ports';

import type { Ledger } from '../ledger.ts';
import { Breather } from './breather.ts';
import { SpanFigures } from './span-figures.ts';
import type { Spectator } from './spectator.ts';
import { TrafficFilter } from './traffic-filter.ts';

/** How often the accounts of the files are added up. */
const FILES_MS = 1000;
/** Streams whose paths are remembered for the lines that are kept of them. */
const STREAMS_MAX = 10_000;

export interface LiveViewOptions {
  readonly clock: Clock;
  readonly rollup: RollupOptions;
  readonly everyMs: number;
  /** Bytes of the logs that are not read yet; undefined where nobody knows. */
  readonly behindBytes: () => number | undefined;
  /** Writes the report of this traffic, and resolves to its path. */
  readonly writeReport: (files: readonly FileTally[], traffic: Rollup) => Promise<string>;
}

/** What a monitor counts, for somebody who looks at it while it does. */
export class LiveView implements LiveTraffic, Spectator {
  readonly #options: LiveViewOptions;
  readonly #breather: Breather;
  readonly #lines = new RecentLines();
  readonly #paths = new Map<number, string>();
  #newScanner: NewScanner | undefined;
  #ledger: Ledger | undefined;
  #figures: SpanFigures | undefined;
  #filter: TrafficFilter | undefined;
  #lastLineMs: number | undefined;
  #files: { readonly atMs: number; readonly tallies: readonly FileTally[] } | undefined;

  constructor(options: LiveViewOptions) {
    this.#options = options;
    this.#breather = new Breather(options.clock);
  }

  begin(ledger: Ledger): void {
    const { clock, everyMs } = this.#options;
    this.#ledger = ledger;
    const total = (rows: number) => ledger.total.snapshot(rows);
    const { interval: open, beganMs } = ledger;
    this.#figures = new SpanFigures({ open, total, beganMs }, everyMs, clock.nowMs());
  }

  scanners(newScanner: NewScanner): NewScanner {
    this.#newScanner = newScanner;
    return (path, offset) =>
      new ObservedScanner(newScanner(path, offset), (batch) => this.#filter?.take(batch, path));
  }

  took({ stream, block }: BlockEvent): void {
    this.#lastLineMs = this.#options.clock.nowMs();
    if (!this.#paths.has(stream.id)) this.#remember(stream);
    this.#lines.push(stream.id, block.octets);
  }

  finished(stream: LogStream): void {
    this.#lines.finish(stream.id);
  }

  closing(_interval: Rollup, fromMs: number, toMs: number): void {
    this.#figures?.close(fromMs, toMs);
    this.#filter?.close(fromMs, toMs);
  }

  breathe(): Promise<void> | undefined {
    return this.#breather.breathe();
  }

  pulse(seconds: number): LivePulse {
    const ledger = this.#counting();
    const nowMs = this.#options.clock.nowMs();
    const { clock, interval, total, alerts } = ledger;
    const second = Number.isNaN(clock.second) ? Math.floor(nowMs / 1000) : clock.second;
    const first = Math.max(second - seconds + 1, firstSecond(ledger, second));
    const hitsPerSecond = Array.from({ length: Math.min(seconds, second - first + 1) }, () => 0);
    total.addHitsPerSecond(hitsPerSecond, first);
    interval.addHitsPerSecond(hitsPerSecond, first);
    const filter = this.#filter;
    return {
      second,
      hitsPerSecond,
      windowHits: alerts.windowHits,
      alertState: alerts.trafficState,
      lines: sumOf(total.lines.snapshot(), interval.lines.snapshot()),
      files: this.#fileTallies(nowMs),
      silentMs: this.#lastLineMs === undefined ? undefined : nowMs - this.#lastLineMs,
      behindBytes: this.#options.behindBytes(),
      filtered: filter && { hits: filter.hits, lookedBack: filter.lookedBack },
    };
  }

  traffic(span: TimeSpan, rows: number): SpanTraffic {
    const figures = this.#filter?.figures ?? this.#figures;
    if (figures === undefined) throw new Error('asked before the run began');
    return figures.span(span, rows, this.#options.clock.nowMs());
  }

  tail(lines: number): readonly string[] {
    return (this.#filter?.tail ?? this.#lines).last(lines).map((bytes) => decodeText(bytes));
  }

  filter(text: string): FilterProblem | undefined {
    const newScanner = this.#newScanner;
    if (text.trim() === '' || newScanner === undefined) {
      this.#filter = undefined;
      return undefined;
    }
    const read = parseCondition(text);
    if ('problem' in read) return read.problem;
    const { rollup, everyMs, clock } = this.#options;
    const { condition } = read;
    const filter = new TrafficFilter({ condition, rollup, everyMs, nowMs: clock.nowMs() });
    const lines = this.#lines.lines(this.#lines.size);
    filter.lookBack(lines, newScanner, (stream) => this.#paths.get(stream) ?? '');
    this.#filter = filter;
    return undefined;
  }

  writeReport(): Promise<string> {
    const { total, interval, tally } = this.#counting();
    const all = new Rollup(this.#options.rollup);
    all.merge(total);
    all.merge(interval);
    return this.#options.writeReport(tally.files(), all);
  }

  #counting(): Ledger {
    if (this.#ledger === undefined) throw new Error('asked before the run began');
    return this.#ledger;
  }

  #remember({ id, path }: LogStream): void {
    const [oldest] = this.#paths.keys();
    if (this.#paths.size >= STREAMS_MAX && oldest !== undefined) this.#paths.delete(oldest);
    this.#paths.set(id, path);
  }

  #fileTallies(nowMs: number): readonly FileTally[] {
    const made = this.#files;
    if (made !== undefined && nowMs >= made.atMs && nowMs < made.atMs + FILES_MS) {
      return made.tallies;
    }
    const tallies = this.#counting().tally.files();
    this.#files = { atMs: nowMs, tallies };
    return tallies;
  }
}

/** The first second that there is anything to say about. */
function firstSecond({ interval, total, beganMs }: Ledger, second: number): number {
  const began = Math.floor(beganMs / 1000);
  const first = Math.min(interval.span?.first ?? Infinity, total.span?.first ?? Infinity, began);
  return Math.min(first, second);
}

function sumOf(one: LineCountsSnapshot, other: LineCountsSnapshot): LineCountsSnapshot {
  const sum = new LineCounts();
  sum.mergeSnapshot(one);
  sum.mergeSnapshot(other);
  return sum.snapshot();
}
