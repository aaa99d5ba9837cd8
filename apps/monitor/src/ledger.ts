import {
  type AlertChange,
  type AlertRule,
  type Clock,
  EventClock,
  LineCounts,
  LiveAlerts,
  type NewScanner,
  Rollup,
  type RollupOptions,
  type RulesChange,
  Tally,
  type TrafficSnapshot,
} from '@hitwatch/domain';
import type {
  Checkpoint,
  LogMark,
  MonitorState,
  Notice,
  StreamMark,
  TrafficSums,
} from '@hitwatch/ports';

/** A mark is some 300 bytes; with more files than that, those of the longest ago are given up. */
const MARKS_MAX = 10_000;

/** Changes of alerts that are remembered, to be shown at the start of another run. */
export const HISTORY_ALERTS = 50;

export interface LedgerOptions {
  /** Logs as the user named them. */
  readonly files: readonly string[];
  readonly rules: readonly AlertRule[];
  readonly rollup: RollupOptions;
  /** What the totals depend on, as text. */
  readonly reading: string;
}

/**
 * All that a monitor has counted and found out: what it goes on with after a restart. Nothing in it
 * moves by itself, so between two events it is a whole.
 */
export class Ledger {
  readonly clock: EventClock;
  readonly alerts: LiveAlerts;
  /** Since the last report; merged into the total when it is reported. */
  readonly interval: Rollup;
  readonly total: Rollup;
  readonly tally: Tally;
  readonly #options: LedgerOptions;
  readonly #runLines = new LineCounts();
  #runBytes = 0;
  /** Another one whenever the total has changed. */
  #totalVersion = 0;
  #beganMs: number;
  #history: readonly AlertChange[] = [];
  /**
   * Where reading stood in logs that were not opened in this run so far: they may be missing for a
   * moment, or not be named this time and named again in the next.
   */
  #unopened: readonly LogMark[] = [];

  constructor(
    options: LedgerOptions,
    clock: Clock,
    newScanner: NewScanner,
    onChange: (change: AlertChange) => void,
  ) {
    this.#options = options;
    this.clock = new EventClock(clock);
    this.alerts = new LiveAlerts(this.clock, options.rules, options.rollup.seed, onChange);
    this.interval = new Rollup(options.rollup);
    this.total = new Rollup(options.rollup);
    this.tally = new Tally(newScanner, this.interval, this.alerts);
    this.#beganMs = clock.nowMs();
  }

  /** Wall clock: since when the total is counted. */
  get beganMs(): number {
    return this.#beganMs;
  }

  /** The last changes that were told, oldest first. */
  get history(): readonly AlertChange[] {
    return this.#history;
  }

  /** Of this run alone, what is in the open interval left out. */
  get run(): TrafficSums {
    const lines = this.#runLines.snapshot();
    return { lines, hits: lines.counted, bytes: this.#runBytes };
  }

  /** Goes on with what an earlier run left; returns what a person should know of it. */
  restore(state: MonitorState): readonly Notice[] {
    this.total.mergeState(state.total);
    // What that run has not reported any more; each report of this run is of what it has read.
    this.total.mergeState(state.interval);
    this.#totalVersion++;
    this.tally.restore(state.accounts);
    this.clock.restore(state.clock);
    this.#beganMs = state.beganMs;
    this.#history = state.history;
    this.#unopened = state.marks.slice(-MARKS_MAX);
    const { reading, files } = this.#options;
    const changed = rulesNotices(this.alerts.restore(state.rules));
    const notices: Notice[] = [this.#resumed(state), ...changed];
    if (state.reading !== reading) {
      const message = 'lines were read by other formats or another site before: the totals go on';
      notices.push({ code: 'options_changed', message });
    }
    const unnamed = state.files.filter((file) => !files.includes(file));
    if (unnamed.length > 0) {
      const message = `not followed any more: ${unnamed.join(', ')}; where reading stood is kept`;
      notices.push({ code: 'files_unnamed', message });
    }
    return notices;
  }

  /** The source has opened this path: from now on it says itself where its files stand. */
  opened(path: string): void {
    if (this.#unopened.length === 0) return;
    this.#unopened = this.#unopened.filter((mark) => mark.path !== path);
  }

  /**
   * Goes on with other rules. Those that did not change keep their state; returns what a person
   * should know of the others.
   */
  setRules(rules: readonly AlertRule[]): readonly Notice[] {
    return rulesNotices(this.alerts.setRules(rules));
  }

  remember(change: AlertChange): void {
    this.#history = [...this.#history, change].slice(-HISTORY_ALERTS);
  }

  /** Ends the interval, and begins the next one. */
  closeInterval(top: number): TrafficSnapshot {
    const traffic = this.interval.snapshot(top);
    this.total.merge(this.interval);
    this.#totalVersion++;
    this.#runLines.mergeSnapshot(traffic.lines);
    this.#runBytes += traffic.bytes;
    this.interval.clear();
    return traffic;
  }

  /** `open` is where the source stands. What it says and what is counted are of the same moment. */
  checkpoint(open: readonly StreamMark[], nowMs: number): Checkpoint {
    const current = open.map(({ stream, mark }) => {
      // A line that is held has been given and is not counted; nothing is counted beyond the mark.
      const offset = Math.min(mark.offset, this.tally.uncountedOffset(stream) ?? Infinity);
      return { ...mark, offset };
    });
    for (const { path } of current) this.opened(path);
    const { files, rollup, reading } = this.#options;
    return {
      beganMs: this.#beganMs,
      savedMs: nowMs,
      seed: rollup.seed,
      reading,
      files,
      clock: this.clock.state(),
      rules: this.alerts.state(),
      history: this.#history,
      marks: [...this.#unopened, ...current],
      accounts: this.tally.accounts(),
      interval: this.interval.state(),
      total: { version: this.#totalVersion, state: () => this.total.state() },
    };
  }

  #resumed({ savedMs, beganMs }: MonitorState): Notice {
    const { hits } = this.total;
    const since = `${String(hits)} hits since ${new Date(beganMs).toISOString()}`;
    const message = `goes on from ${new Date(savedMs).toISOString()}, with ${since}`;
    return { code: 'state_resumed', message };
  }
}

function rulesNotices({ changed, dropped }: RulesChange): Notice[] {
  const notices = changed.map((name) => ({
    code: 'rule_changed',
    message: `the rule ${name} is another one than before: it begins anew, the totals go on`,
  }));
  const names = [...new Set(dropped.map(({ rule }) => rule))];
  for (const name of names) {
    const since = dropped.filter(({ rule }) => rule === name).map(({ startSecond }) => startSecond);
    const first = new Date(Math.min(...since) * 1000).toISOString();
    const message = `an alert of ${name} stood since ${first}: it is not followed any more`;
    notices.push({ code: 'alert_dropped', message });
  }
  return notices;
}
