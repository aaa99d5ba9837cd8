import {
  type AlertTransition,
  AlertWatch,
  type Clock,
  EventClock,
  HighTrafficPolicy,
  type HighTrafficRule,
  type FileAccount,
  Rollup,
  type RollupOptions,
  type NewScanner,
  Tally,
} from '@hitwatch/domain';
import type {
  AlertHistory,
  AlertSink,
  BlockEvent,
  LogSource,
  Notice,
  Reporter,
  SourceEvent,
} from '@hitwatch/ports';

/** Alerts of earlier runs that are shown at the start. */
const HISTORY_ALERTS = 50;
/** How often the event clock is looked at while no line comes. */
const TICK_MS = 250;
/** Lines of a file after which it is said that none of them could be parsed. */
const FOREIGN_LINES = 20;

export interface MonitorOptions {
  readonly files: readonly string[];
  readonly rule: HighTrafficRule;
  readonly everyMs: number;
  readonly top: number;
  readonly rollup: RollupOptions;
}

export interface MonitorPorts {
  readonly clock: Clock;
  readonly source: LogSource;
  readonly reporter: Reporter;
  readonly sinks: readonly AlertSink[];
  readonly history: AlertHistory;
  readonly newScanner: NewScanner;
}

/**
 * The loop of `watch`, and its only thread of control: it pulls what the source has, counts it,
 * lets the alerts look at each second that has passed, and reports. Nothing happens behind its
 * back, so `stop` leaves nothing out.
 */
export class Monitor {
  readonly #options: MonitorOptions;
  readonly #ports: MonitorPorts;
  readonly #eventClock: EventClock;
  readonly #alerts: AlertWatch;
  /** Since the last report; merged into the total when it is reported. */
  readonly #interval: Rollup;
  readonly #total: Rollup;
  readonly #tally: Tally;
  readonly #transitions: AlertTransition[] = [];
  readonly #foreign = new Set<string>();
  #intervalStartMs = 0;
  #nextReportMs = 0;
  #lastLineMs: number | undefined;
  #caughtUp = false;
  #stopReason: string | undefined;

  constructor(options: MonitorOptions, ports: MonitorPorts) {
    this.#options = options;
    this.#ports = ports;
    this.#eventClock = new EventClock(ports.clock);
    const policy = new HighTrafficPolicy(options.rule);
    this.#alerts = new AlertWatch(this.#eventClock, policy, (transition) =>
      this.#transitions.push(transition),
    );
    this.#interval = new Rollup(options.rollup);
    this.#total = new Rollup(options.rollup);
    this.#tally = new Tally(ports.newScanner, this.#interval, this.#alerts);
  }

  /** Ends the run: what was read is reported, then `run` returns. A second call changes nothing. */
  stop(reason: string): void {
    this.#stopReason ??= reason;
    this.#ports.source.wake();
  }

  /**
   * Runs until `stop` or the end of the source. Rejects when the source can never give anything.
   */
  async run(): Promise<void> {
    await this.#start();
    while (this.#stopReason === undefined) {
      const event = await this.#ports.source.next(this.#deadlineMs());
      this.#take(event);
      this.#alerts.advance();
      await this.#tellTransitions();
      this.#reportWhenDue(event === undefined);
    }
    await this.#finish(this.#stopReason);
  }

  async #start(): Promise<void> {
    const { clock, reporter, history } = this.#ports;
    const { files, rule, everyMs } = this.#options;
    const { threshold, windowSeconds } = rule;
    const recent = await history.recent(HISTORY_ALERTS);
    reporter.report({ kind: 'start', files, threshold, windowSeconds, everyMs, history: recent });
    this.#intervalStartMs = clock.nowMs();
    this.#nextReportMs = this.#intervalStartMs + everyMs;
  }

  #deadlineMs(): number {
    const nowMs = this.#ports.clock.nowMs();
    // A backlog has been read when nothing more is there, and its report need not wait.
    const inBacklog = !this.#caughtUp && this.#interval.lines.read > 0;
    return inBacklog ? nowMs : Math.min(this.#nextReportMs, nowMs + TICK_MS);
  }

  #take(event: SourceEvent | undefined): void {
    switch (event?.kind) {
      case 'block':
        this.#count(event);
        break;
      case 'finished':
        this.#tally.finish(event.stream);
        break;
      case 'notice':
        this.#notice(event.notice);
        break;
      case 'end':
        this.#alerts.finish();
        this.stop('end of input');
        break;
      case undefined:
        break;
    }
  }

  #count({ stream, offset, block }: BlockEvent): void {
    this.#eventClock.arrive();
    this.#lastLineMs = this.#ports.clock.nowMs();
    this.#tellForeign(stream.path, this.#tally.push(stream, offset, block).account);
  }

  /** Says once of each file that it does not look like an access log at all. */
  #tellForeign(path: string, { lines, examples }: FileAccount): void {
    if (lines.counted > 0 || this.#foreign.has(path) || lines.unparsed < FOREIGN_LINES) return;
    this.#foreign.add(path);
    const reason = examples[0]?.reason ?? 'too_long';
    const message =
      `none of the first ${String(lines.unparsed)} lines of ${path} is in a known format` +
      ` (${reason}): hitwatch explain says where each stops fitting`;
    this.#notice({ code: 'format_unknown', message });
  }

  async #tellTransitions(): Promise<void> {
    for (const transition of this.#transitions.splice(0)) {
      this.#ports.reporter.report({ kind: 'alert', transition });
      for (const sink of this.#ports.sinks) {
        await this.#guarded(() => sink.deliver(transition));
      }
    }
  }

  /** A channel that fails is told and does not stop the monitor. */
  async #guarded(deliver: () => Promise<void>): Promise<void> {
    try {
      await deliver();
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      this.#notice({ code: 'alert_sink_failed', message });
    }
  }

  #notice(notice: Notice): void {
    this.#ports.reporter.report({ kind: 'notice', notice });
  }

  /** Reports each interval, and once early: as soon as what the log already held has been read. */
  #reportWhenDue(idle: boolean): void {
    const nowMs = this.#ports.clock.nowMs();
    const { everyMs } = this.#options;
    // A wall clock that was set back must not silence the reports until it has caught up.
    this.#nextReportMs = Math.min(this.#nextReportMs, nowMs + everyMs);
    const backlogRead = idle && !this.#caughtUp && this.#interval.lines.read > 0;
    this.#caughtUp ||= idle;
    if (nowMs >= this.#nextReportMs) {
      // After a sleep of the machine the reports that were missed are not made up for.
      const due = Math.floor((nowMs - this.#nextReportMs) / everyMs) + 1;
      this.#nextReportMs += due * everyMs;
    } else if (!backlogRead) {
      return;
    }
    this.#reportInterval(nowMs);
  }

  #reportInterval(nowMs: number): void {
    const traffic = this.#interval.snapshot(this.#options.top);
    this.#total.merge(this.#interval);
    this.#interval.clear();
    this.#ports.reporter.report({
      kind: 'interval',
      fromMs: this.#intervalStartMs,
      toMs: nowMs,
      traffic,
      total: this.#total.summary(),
      windowHits: this.#alerts.windowHits,
      alertState: this.#alerts.state,
      silentMs: this.#lastLineMs === undefined ? undefined : nowMs - this.#lastLineMs,
      files: this.#tally.files(),
    });
    this.#intervalStartMs = nowMs;
  }

  async #finish(reason: string): Promise<void> {
    const { clock, reporter, sinks, source } = this.#ports;
    await this.#tellTransitions();
    for (const sink of sinks) await this.#guarded(() => sink.close());
    if (this.#interval.lines.read > 0) this.#reportInterval(clock.nowMs());
    const total = this.#total.summary();
    reporter.report({ kind: 'stop', reason, total, files: this.#tally.files() });
    await source.close();
    await reporter.close();
  }
}
