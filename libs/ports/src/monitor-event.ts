import type {
  AlertChange,
  AlertRule,
  FileTally,
  FiringAlert,
  LineCountsSnapshot,
  TrafficSnapshot,
  TrafficSummary,
} from '@hitwatch/domain';

/** The monitor has begun. */
export interface StartEvent {
  readonly kind: 'start';
  readonly files: readonly string[];
  readonly rules: readonly AlertRule[];
  /** Of high traffic; undefined where that rule is off. */
  readonly threshold: number | undefined;
  readonly windowSeconds: number | undefined;
  readonly everyMs: number;
  /** Alerts of earlier runs, oldest first. */
  readonly history: readonly AlertChange[];
  /** Where the run goes on, or will; undefined when nothing is kept. */
  readonly state: StateReport | undefined;
}

/** What a monitor goes on with. */
export interface StateReport {
  readonly name: string;
  /** Wall-clock milliseconds: since when the totals are counted. */
  readonly sinceMs: number;
  /** When an earlier run wrote last what this one goes on with; undefined when it begins anew. */
  readonly resumedMs: number | undefined;
}

/** Sums over a part of the time. */
export interface TrafficSums {
  readonly lines: LineCountsSnapshot;
  readonly hits: number;
  readonly bytes: number;
}

/** What was read since the last interval ended, and how the whole stands now. */
export interface IntervalEvent {
  readonly kind: 'interval';
  /** Wall-clock milliseconds. */
  readonly fromMs: number;
  readonly toMs: number;
  readonly traffic: TrafficSnapshot;
  /** Since the start, or since the state began where one is kept. */
  readonly total: TrafficSummary;
  /** Hits of the open window of high traffic; undefined where that rule is off. */
  readonly windowHits: number | undefined;
  /** Whether the alert of high traffic is on. */
  readonly alertState: 'normal' | 'high';
  /** All alerts that stand, in the order of the rules. */
  readonly firing: readonly FiringAlert[];
  /** Milliseconds since a line was last read, or undefined before the first. */
  readonly silentMs: number | undefined;
  /** What became of the lines of each file, since the start. */
  readonly files: readonly FileTally[];
}

export interface AlertEvent {
  readonly kind: 'alert';
  readonly change: AlertChange;
}

/** Something that a person should know and that does not end the run. */
export interface Notice {
  /** A stable name such as `file_rotated`. */
  readonly code: string;
  /**
   * One plain sentence; may hold hostile text such as a file name, so it is sanitised where it
   * leaves.
   */
  readonly message: string;
}

export interface NoticeReport {
  readonly kind: 'notice';
  readonly notice: Notice;
}

/** The monitor has ended; everything read was counted in an interval before. */
export interface StopEvent {
  readonly kind: 'stop';
  /** `user`, `end of input` or `broken pipe`. */
  readonly reason: string;
  /** Of this run alone: the sums over its intervals. */
  readonly run: TrafficSums;
  /** As in an interval. */
  readonly total: TrafficSummary;
  readonly files: readonly FileTally[];
}

/** All that the monitor has to say, in the order in which it happens. */
export type MonitorEvent = StartEvent | IntervalEvent | AlertEvent | NoticeReport | StopEvent;
