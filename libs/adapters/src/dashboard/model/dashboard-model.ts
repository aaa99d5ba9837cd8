import type { AlertChange, FileTally, LineCountsSnapshot } from '@hitwatch/domain';
import type { FilteredLines, FilterProblem, SpanTraffic } from '@hitwatch/ports';

import type { Zone } from '../../text/zone.ts';

/** A host of a fleet. */
export interface HostRow {
  readonly name: string;
  readonly hits: number;
  readonly perSecond: number;
  /** Milliseconds since it was last heard of. */
  readonly silentMs: number;
  readonly alertState: 'normal' | 'high';
}

export interface ToldNotice {
  readonly atMs: number;
  readonly message: string;
}

/** All that the dashboard shows, as plain values; texts are hostile. */
export interface DashboardModel {
  readonly files: readonly string[];
  readonly zone: Zone;
  readonly startedMs: number;
  readonly nowMs: number;
  /** Hits of each second up to and with the epoch second `second`, newest last. */
  readonly hitsPerSecond: readonly number[];
  readonly second: number;
  /** Average hits per second of high traffic; undefined where that rule is off. */
  readonly threshold: number | undefined;
  readonly windowSeconds: number | undefined;
  readonly windowHits: number | undefined;
  readonly alertState: 'normal' | 'high';
  /** Oldest first. */
  readonly alerts: readonly AlertChange[];
  readonly span: SpanTraffic;
  /** Since the start. */
  readonly lines: LineCountsSnapshot;
  readonly fileTallies: readonly Omit<FileTally, 'examples'>[];
  /** Undefined where this is no fleet. */
  readonly hosts: readonly HostRow[] | undefined;
  /** The last raw lines, oldest first. */
  readonly tail: readonly string[];
  /** Oldest first. */
  readonly notices: readonly ToldNotice[];
  /** What the filter that was given last lacks; undefined while it is in force. */
  readonly filterProblem: FilterProblem | undefined;
  readonly silentMs: number | undefined;
  readonly behindBytes: number | undefined;
  readonly filtered: FilteredLines | undefined;
}
