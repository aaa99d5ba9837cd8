import type { FileTally, LineCountsSnapshot, TrafficSnapshot } from '@hitwatch/domain';

/** How far back a person looks: the interval, 1 minute, 15 minutes, an hour, or since the start. */
export type TimeSpan = 'interval' | 'minute' | 'quarter' | 'hour' | 'total';

/** The traffic of a span that ends now, or with the last closed interval. */
export interface SpanTraffic {
  /** Wall-clock milliseconds. A run that is shorter than the span begins with the run. */
  readonly fromMs: number;
  readonly toMs: number;
  readonly traffic: TrafficSnapshot;
  /** The span of the same name before it; undefined where there is none, as for `total`. */
  readonly before: { readonly traffic: TrafficSnapshot; readonly ms: number } | undefined;
}

/** What changes from second to second. Figures since the start, but for what is said otherwise. */
export interface LivePulse {
  /** Epoch second of the event clock. */
  readonly second: number;
  /** Hits of each second up to and with `second`, newest last; none longer ago than the start. */
  readonly hitsPerSecond: readonly number[];
  /** Hits of the open alert window; undefined where high traffic is not watched. */
  readonly windowHits: number | undefined;
  readonly alertState: 'normal' | 'high';
  readonly lines: LineCountsSnapshot;
  /** What was found in each file so far, in the order in which they were named. */
  readonly files: readonly Omit<FileTally, 'examples'>[];
  /** Milliseconds since a line was last read, or undefined before the first. */
  readonly silentMs: number | undefined;
  /** Bytes that are in the logs and not yet read; undefined where nobody knows. */
  readonly behindBytes: number | undefined;
  /** What the filter has found; undefined without one. */
  readonly filtered: FilteredLines | undefined;
}

/** What is wrong with the text of a filter. */
export interface FilterProblem {
  /** From 1, in UTF-16 units of the text. */
  readonly column: number;
  /** What is wrong, and what to do. May quote the text. */
  readonly message: string;
}

/** What a filter was asked of. What it finds is in `traffic` and `tail`; it counts beside all. */
export interface FilteredLines {
  /** Hits that fit, since the filter began and among the lines that it has looked back over. */
  readonly hits: number;
  /** The lines that were still kept when it began. */
  readonly lookedBack: number;
}

/**
 * The traffic as it stands, for whoever shows it. The reader asks, some times a second and never
 * more than ten; nothing is pushed and nothing that is given changes afterwards. All but
 * `writeReport` answer at once and do not throw. Counting goes on whether or not anybody asks.
 */
export interface LiveTraffic {
  /** `seconds` is the most that `hitsPerSecond` may have. Takes microseconds. */
  pulse(seconds: number): LivePulse;
  /**
   * `rows` is the most that a table may have. The same object as before as long as there is nothing
   * new to show; new at most once a second, for it may take milliseconds.
   */
  traffic(span: TimeSpan, rows: number): SpanTraffic;
  /** The last raw lines that the filter takes, oldest first, without their line end. Hostile. */
  tail(lines: number): readonly string[];
  /**
   * Shows only hits that fit a condition, at once those among the last lines and from then on all:
   * in `traffic` and `tail`, while `pulse` and all that is counted stay as they are. The empty text
   * shows everything again. Returns undefined, or what is wrong with the text: then the filter
   * stays as it was.
   */
  filter(text: string): FilterProblem | undefined;
  /**
   * Writes what `report` would say of the traffic since the start, and resolves to the path of the
   * file. Rejects with an error whose message says what is wrong.
   */
  writeReport(): Promise<string>;
}
