import {
  type AlertChange,
  alertMessage,
  type FiringAlert,
  HIGH_TRAFFIC,
  isFiring,
  type TrafficSummary,
} from '@hitwatch/domain';
import type { IntervalEvent, MonitorEvent, Reporter, StartEvent, StopEvent } from '@hitwatch/ports';

import type { Output } from '../streams/output.ts';
import { fit, flow } from './columns.ts';
import { driverLine } from './driver-line.ts';
import { fileLines } from './file-view.ts';
import { grouped, percent, shortBytes, shortDuration, shortRate } from './numbers.ts';
import { sanitize } from './sanitize.ts';
import {
  extraLines,
  mixLines,
  proofLines,
  quantileLines,
  tableLines,
  type View,
  visitorsText,
} from './traffic-view.ts';
import type { Zone } from './zone.ts';

/** Alerts that each report repeats, so that they stay in sight while reports scroll by. */
const HISTORY_SHOWN = 8;
/** Alerts of other rules than high traffic that each report names. */
const FIRING_SHOWN = 5;
/** Rows of the tables beside the sections. */
const SIDE_ROWS = 3;
/** Files whose lines each report shows, if there are several; the last one shows all. */
const FILES_SHOWN = 8;

export interface WatchReporterOptions extends Omit<View, 'width'> {
  readonly output: Output;
  readonly zone: Zone;
  /** Cells of a line, asked for each report: a terminal may be resized. */
  readonly width: () => number;
}

/** Reports for a person who reads along: a block each interval, alerts the moment they happen. */
export class WatchReporter implements Reporter {
  readonly #options: WatchReporterOptions;
  #history: AlertChange[] = [];
  /** Of high traffic; undefined where that rule is off. */
  #threshold: number | undefined;
  #windowSeconds = 0;
  #startedMs = NaN;
  /** Since when the total is counted. */
  #sinceMs = NaN;

  constructor(options: WatchReporterOptions) {
    this.#options = options;
  }

  report(event: MonitorEvent): void {
    const lines = this.#lines(event);
    if (lines.length > 0) this.#options.output.write(`${lines.join('\n')}\n`);
  }

  close(): Promise<void> {
    return this.#options.output.flush();
  }

  #lines(event: MonitorEvent): readonly string[] {
    const { style } = this.#options;
    switch (event.kind) {
      case 'start': {
        this.#history = [...event.history];
        this.#threshold = event.threshold;
        this.#windowSeconds = event.windowSeconds ?? 0;
        if (event.state !== undefined) this.#sinceMs = event.state.sinceMs;
        const files = event.files.map((file) => (file === '-' ? 'standard input' : sanitize(file)));
        return [
          `${style.bold('hitwatch')} follows ${style.bold(files.join(', '))}`,
          style.dim(
            `${this.#rulesText(event)}, report every ${shortDuration(event.everyMs)}, Ctrl+C to stop`,
          ),
        ];
      }
      case 'interval':
        return this.#interval(event);
      case 'alert':
        this.#history.push(event.change);
        return [this.#alertLine(event.change), ...this.#whyLines(event.change)];
      case 'notice':
        return [style.dim(`notice: ${sanitize(event.notice.message)}`)];
      case 'stop':
        return this.#stop(event);
    }
  }

  #rulesText({ rules }: StartEvent): string {
    const others = rules.filter(({ name }) => name !== HIGH_TRAFFIC).length;
    const more = others === 1 ? '1 more rule' : `${grouped(others)} more rules`;
    if (this.#threshold === undefined)
      return others === 0 ? 'no alerts' : more.replace(' more', '');
    const over = shortDuration(this.#windowSeconds * 1000);
    const highTraffic = `alert above ${String(this.#threshold)} hits/s over ${over}`;
    return others === 0 ? highTraffic : `${highTraffic}, ${more}`;
  }

  #interval(event: IntervalEvent): readonly string[] {
    const { style, zone } = this.#options;
    const { traffic, total } = event;
    const view: View = { style, width: this.#options.width() };
    if (Number.isNaN(this.#startedMs)) this.#startedMs = event.fromMs;
    if (Number.isNaN(this.#sinceMs)) this.#sinceMs = event.fromMs;
    // A run that ends at once has read something in no time at all.
    const seconds = Math.max(event.toMs - event.fromMs, 1) / 1000;
    const span = shortDuration(event.toMs - event.fromMs);
    const title = ` ${zone.timeOfDay(event.toMs)} `;
    const rule = '─'.repeat(Math.max(2, view.width - title.length - 4));
    const lines = ['', `${style.dim('───')}${style.bold(title)}${style.dim(rule)}`];
    if (traffic.hits === 0) {
      // Before the first line, it has been silent for as long as anybody has listened.
      const silence = shortDuration(event.silentMs ?? event.toMs - this.#startedMs);
      lines.push(`  no hits in the last ${span}; the log has been silent for ${silence}`);
    } else {
      const errors = percent(traffic.errors, traffic.hits);
      const peak = traffic.peak ? `, peak ${grouped(traffic.peak.hits)}/s` : '';
      lines.push(
        ...flow(
          [
            `${style.bold(`${grouped(traffic.hits)} hits`)} in ${span}` +
              ` (${shortRate(traffic.hits / seconds)}/s${peak})`,
            shortBytes(traffic.bytes),
            visitorsText(traffic.visitors),
            traffic.errors > 0 ? style.bad(`${errors} errors`) : 'no errors',
          ],
          '   ',
          view.width,
        ),
        ...mixLines(traffic, view),
        ...quantileLines(traffic, view),
        ...extraLines(traffic, view),
        '',
        ...tableLines(traffic, SIDE_ROWS, view),
      );
    }
    lines.push('', ...this.#sinceStart(total, event.toMs, view), ...proofLines(total.lines, view));
    if (event.files.length > 1) lines.push(...fileLines(event.files, view, FILES_SHOWN));
    lines.push(...this.#alertStates(event), ...this.#historyLines());
    return lines;
  }

  #sinceStart(total: TrafficSummary, nowMs: number, { style, width }: View): readonly string[] {
    const { zone } = this.#options;
    const { hits, span, peak } = total;
    const mean = span ? hits / (span.last - span.first + 1) : 0;
    const running = shortDuration(nowMs - this.#sinceMs);
    const peakAt = peak && `peak ${grouped(peak.hits)}/s at ${zone.timeOfDay(peak.second * 1000)}`;
    const parts = [
      `total in ${running}: ${grouped(hits)} hits`,
      `mean ${shortRate(mean)}/s`,
      ...(peakAt === undefined ? [] : [peakAt]),
      shortBytes(total.bytes),
      visitorsText(total.visitors),
      `${percent(total.errors, hits)} errors`,
    ];
    return flow(parts, ', ', width).map((line) => style.dim(line));
  }

  /** High traffic, and the alerts of other rules that stand. */
  #alertStates({ windowHits = 0, alertState, firing }: IntervalEvent): readonly string[] {
    const { style } = this.#options;
    const lines: string[] = [];
    if (this.#threshold !== undefined) {
      const average = shortRate(windowHits / this.#windowSeconds);
      const over = shortDuration(this.#windowSeconds * 1000);
      const state = alertState === 'high' ? style.bad('HIGH') : style.good('normal');
      const limit = `alert above ${String(this.#threshold)}/s`;
      lines.push(`  traffic: ${state}, ${average}/s over the last ${over}, ${limit}`);
    }
    const others = firing.filter(({ rule }) => rule !== HIGH_TRAFFIC);
    lines.push(...others.slice(0, FIRING_SHOWN).map((alert) => this.#firingLine(alert)));
    if (others.length > FIRING_SHOWN) {
      lines.push(
        style.dim(`  and ${grouped(others.length - FIRING_SHOWN)} more alerts that stand`),
      );
    }
    return lines;
  }

  #firingLine({ rule, group, severity, startSecond }: FiringAlert): string {
    const { style, zone } = this.#options;
    const of = group === undefined ? '' : ` for ${sanitize(group)}`;
    const since = zone.timeOfDay(startSecond * 1000);
    return fit(
      `  ${sanitize(rule)}${of}: ${style.bad(severity)} since ${since}`,
      this.#options.width(),
    );
  }

  #historyLines(): readonly string[] {
    const { style } = this.#options;
    if (this.#history.length === 0) return [style.dim('  alerts: none')];
    const shown = this.#history.slice(-HISTORY_SHOWN);
    const earlier = this.#history.length - shown.length;
    const more = earlier > 0 ? `, ${grouped(earlier)} earlier` : '';
    const title = style.dim(`  alerts (newest last${more}):`);
    return [title, ...shown.map((change) => `    ${this.#alertLine(change)}`)];
  }

  #alertLine(change: AlertChange): string {
    const { style, zone } = this.#options;
    const message = sanitize(alertMessage(change, (second) => zone.timestamp(second)));
    if (change.muted) return style.dim(`${message} (muted)`);
    return isFiring(change) ? style.bad(message) : style.good(message);
  }

  /** What was behind an alert, in one line. */
  #whyLines(change: AlertChange): readonly string[] {
    const { style, width } = this.#options;
    const line = driverLine(change);
    return line === undefined ? [] : [style.dim(fit(`  ${line}`, width()))];
  }

  #stop({ reason, run, total, files }: StopEvent): readonly string[] {
    const { style } = this.#options;
    const view: View = { style, width: this.#options.width() };
    return [
      '',
      `stopped (${reason}): ${grouped(total.hits)} hits, ${shortBytes(total.bytes)}` +
        (run.hits === total.hits ? '' : `, of this run ${grouped(run.hits)} hits`),
      ...proofLines(total.lines, view),
      ...(files.length > 1 ? fileLines(files, view) : []),
    ];
  }
}
