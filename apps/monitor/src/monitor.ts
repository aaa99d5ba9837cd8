import {
  type AlertChange,
  type AlertRule,
  type Clock,
  type FileAccount,
  HIGH_TRAFFIC,
  type NewScanner,
  type RollupOptions,
} from '@hitwatch/domain';
import type {
  AlertHistory,
  AlertSink,
  BlockEvent,
  Checkpoint,
  LogSource,
  MonitorState,
  Notice,
  Reporter,
  SourceEvent,
  StateStore,
} from '@hitwatch/ports';

import { AlertDelivery } from './alert-delivery.ts';
import { Checkpoints } from './checkpoints.ts';
import { HISTORY_ALERTS, Ledger } from './ledger.ts';
import type { Spectator } from './live/spectator.ts';
import { bothOf, PastChanges } from './past-changes.ts';

/** How often the event clock is looked at while no line comes. */
const TICK_MS = 250;
/** Lines of a file after which it is said that none of them could be parsed. */
const FOREIGN_LINES = 20;

export interface MonitorOptions {
  readonly files: readonly string[];
  readonly rules: readonly AlertRule[];
  readonly everyMs: number;
  readonly top: number;
  /** Its seed is that of the state that is gone on with. */
  readonly rollup: RollupOptions;
  /** What the totals depend on beside the lines, as text. */
  readonly reading: string;
  /** Whether it goes on from an earlier run, even if nothing is left of that. */
  readonly goesOn?: boolean | undefined;
  /** What an earlier run left, to go on with. */
  readonly resumed?: MonitorState | undefined;
  /** What is to be told at the start. */
  readonly notices?: readonly Notice[];
}

export interface MonitorPorts {
  readonly clock: Clock;
  readonly source: LogSource;
  readonly reporter: Reporter;
  readonly sinks: readonly AlertSink[];
  readonly history: AlertHistory;
  readonly newScanner: NewScanner;
  /** Undefined when nothing is kept for another run. Who opened it closes it. */
  readonly store?: StateStore | undefined;
  /** Who looks on; undefined where nobody does. */
  readonly spectator?: Spectator | undefined;
}

/**
 * The loop of `watch`, and its only thread of control: it pulls what the source has, counts it,
 * lets the alerts look at each second that has passed, and reports. Nothing happens behind its
 * back, so `stop` leaves nothing out.
 */
export class Monitor {
  readonly #options: MonitorOptions;
  readonly #ports: MonitorPorts;
  readonly #ledger: Ledger;
  readonly #delivery: AlertDelivery;
  readonly #checkpoints: Checkpoints | undefined;
  readonly #changes: AlertChange[] = [];
  /** What the runs before this one have told. */
  #past = new PastChanges([]);
  readonly #foreign = new Set<string>();
  #intervalStartMs = 0;
  #nextReportMs = 0;
  #lastLineMs: number | undefined;
  #caughtUp = false;
  #stopReason: string | undefined;

  constructor(options: MonitorOptions, ports: MonitorPorts) {
    this.#options = options;
    this.#ports = ports;
    const { clock, sinks, store, spectator } = ports;
    const newScanner = spectator?.scanners(ports.newScanner) ?? ports.newScanner;
    const tell = this.tell.bind(this);
    this.#ledger = new Ledger(options, clock, newScanner, (change) => this.#changes.push(change));
    this.#delivery = new AlertDelivery(sinks, clock, tell);
    this.#checkpoints = store && new Checkpoints(store, clock, tell);
  }

  /** Ends the run: what was read is reported, then `run` returns. A second call changes nothing. */
  stop(reason: string): void {
    this.#stopReason ??= reason;
    this.#ports.source.wake();
  }

  /** Something that a person should know, of who works beside it. */
  tell(notice: Notice): void {
    this.#notice(notice);
  }

  /** Goes on with other rules: those that did not change keep their state. */
  setRules(rules: readonly AlertRule[]): void {
    for (const notice of this.#ledger.setRules(rules)) this.#notice(notice);
    this.#sayFiring();
    this.#checkpoints?.hurry();
  }

  /**
   * Runs until `stop` or the end of the source. Rejects when the source can never give anything.
   */
  async run(): Promise<void> {
    await this.#start();
    while (this.#stopReason === undefined) {
      const event = await this.#ports.source.next(this.#deadlineMs());
      this.#take(event);
      this.#ledger.alerts.advance();
      await this.#tellChanges();
      await this.#delivery.retry();
      this.#reportWhenDue(event === undefined);
      this.#checkpoints?.look(() => this.#checkpoint());
      await this.#ports.spectator?.breathe();
    }
    await this.#finish(this.#stopReason);
  }

  async #start(): Promise<void> {
    const { clock, reporter, history, store } = this.#ports;
    const { files, rules, everyMs, resumed, notices = [] } = this.#options;
    const { goesOn = resumed !== undefined } = this.#options;
    const highTraffic = rules.find(({ name }) => name === HIGH_TRAFFIC);
    const changes = resumed === undefined ? [] : this.#ledger.restore(resumed);
    this.#ports.spectator?.begin(this.#ledger);
    if (resumed !== undefined) this.#sayFiring();
    const logged = await history.recent(HISTORY_ALERTS);
    // A run that begins anew tells all, also what another one has told of the same lines. One
    // whose forerunner was killed before its first checkpoint goes on from nothing.
    if (goesOn) this.#past = new PastChanges(logged);
    const state = store && {
      name: store.name,
      sinceMs: this.#ledger.beganMs,
      resumedMs: resumed?.savedMs,
    };
    const recent = bothOf(this.#ledger.history, logged).slice(-HISTORY_ALERTS);
    reporter.report({
      ...{ kind: 'start', files, rules, everyMs, history: recent, state },
      threshold: highTraffic?.severities.critical?.threshold,
      windowSeconds: highTraffic?.windowSeconds,
    });
    for (const notice of [...notices, ...changes]) this.#notice(notice);
    this.#intervalStartMs = clock.nowMs();
    this.#nextReportMs = this.#intervalStartMs + everyMs;
  }

  #deadlineMs(): number {
    const nowMs = this.#ports.clock.nowMs();
    // A backlog has been read when nothing more is there, and its report need not wait.
    const inBacklog = !this.#caughtUp && this.#ledger.interval.lines.read > 0;
    return inBacklog ? nowMs : Math.min(this.#nextReportMs, nowMs + TICK_MS);
  }

  #take(event: SourceEvent | undefined): void {
    if (event !== undefined) this.#checkpoints?.touch();
    switch (event?.kind) {
      case 'block':
        this.#count(event);
        break;
      case 'finished':
        this.#ledger.opened(event.stream.path);
        this.#ledger.tally.finish(event.stream);
        this.#ports.spectator?.finished(event.stream);
        break;
      case 'notice':
        this.#notice(event.notice);
        break;
      case 'end':
        this.#ledger.alerts.finish();
        this.stop('end of input');
        break;
      case undefined:
        // Whoever is woken to stop has not read all that is there.
        if (this.#stopReason === undefined) this.#ledger.clock.caughtUp();
        break;
    }
  }

  #count(event: BlockEvent): void {
    const { stream, offset, block } = event;
    this.#ledger.opened(stream.path);
    this.#ledger.clock.arrive();
    this.#lastLineMs = this.#ports.clock.nowMs();
    this.#tellForeign(stream.path, this.#ledger.tally.push(stream, offset, block).account);
    this.#ports.spectator?.took(event);
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

  async #tellChanges(): Promise<void> {
    for (const change of this.#changes.splice(0)) {
      this.#ledger.remember(change);
      this.#checkpoints?.hurry();
      // Told by a run that was killed before it could save that it had.
      if (this.#past.take(change)) continue;
      this.#ports.reporter.report({ kind: 'alert', change });
      await this.#delivery.deliver(change);
    }
  }

  #checkpoint(): Checkpoint {
    const { source, clock } = this.#ports;
    return this.#ledger.checkpoint(source.marks(), clock.nowMs());
  }

  /** Who holds alerts learns which of them are on, of rules that are not what they were. */
  #sayFiring(): void {
    for (const sink of this.#ports.sinks) sink.resume?.(this.#ledger.alerts.firing());
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
    const backlogRead = idle && !this.#caughtUp && this.#ledger.interval.lines.read > 0;
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
    this.#ports.spectator?.closing(this.#ledger.interval, this.#intervalStartMs, nowMs);
    const traffic = this.#ledger.closeInterval(this.#options.top);
    if (traffic.lines.read > 0) this.#checkpoints?.touch();
    this.#ports.reporter.report({
      kind: 'interval',
      fromMs: this.#intervalStartMs,
      toMs: nowMs,
      traffic,
      total: this.#ledger.total.summary(),
      windowHits: this.#ledger.alerts.windowHits,
      alertState: this.#ledger.alerts.trafficState,
      firing: this.#ledger.alerts.firing(),
      silentMs: this.#lastLineMs === undefined ? undefined : nowMs - this.#lastLineMs,
      files: this.#ledger.tally.files(),
    });
    this.#intervalStartMs = nowMs;
  }

  async #finish(reason: string): Promise<void> {
    const { clock, reporter, source } = this.#ports;
    await this.#tellChanges();
    await this.#delivery.close();
    if (this.#ledger.interval.lines.read > 0) this.#reportInterval(clock.nowMs());
    await this.#checkpoints?.finish(() => this.#checkpoint());
    const { run, total, tally } = this.#ledger;
    const files = tally.files();
    reporter.report({ kind: 'stop', reason, run, total: total.summary(), files });
    await source.close();
    await reporter.close();
  }
}
