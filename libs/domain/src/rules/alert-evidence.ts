import { decodeText } from '../bytes/text.ts';
import { isHit, secondOf } from '../conditions/hit-fields.ts';
import { LineCounts } from '../lines/line-counts.ts';
import { BATCH_LINES, RecordBatch } from '../parser/record-batch.ts';
import type { LineTable } from '../traffic/line-table.ts';
import { Rollup } from '../traffic/rollup.ts';
import type { RollupOptions, RollupState } from '../traffic/rollup-state.ts';
import type { AlertExplanation } from './alert-change.ts';
import type { AlertRule } from './alert-rule.ts';
import { drivers } from './drivers.ts';
import { RuleHits } from './rule-hits.ts';

const SAMPLES_MAX = 3;
const SAMPLE_BYTES_MAX = 400;

/** An alert whose drivers are looked for. */
export interface AlertToExplain {
  readonly rule: AlertRule;
  readonly group: string | undefined;
  /** The last second of its window. */
  readonly second: number;
}

/** The epoch second of a line, and its text. */
type Sample = readonly [second: number, text: string];

/** Of one alert, plain values. */
interface WindowsState {
  readonly now: RollupState | undefined;
  readonly before: RollupState | undefined;
  readonly samples: readonly Sample[];
}

/** Of all alerts, in their order: what crosses to another thread. */
export type EvidenceState = readonly WindowsState[];

/**
 * Counts the hits of the window in which each of some alerts was triggered, and of the window
 * before it, whatever the order of lines: those that the rule, and the group, has looked at.
 */
export class EvidenceTable implements LineTable {
  readonly lines = new LineCounts();
  readonly #alerts: readonly AlertWindows[];
  readonly #options: RollupOptions;
  #file = '';

  constructor(alerts: readonly AlertToExplain[], options: RollupOptions) {
    this.#options = options;
    this.#alerts = alerts.map((alert) => new AlertWindows(alert, options));
  }

  /** Says that the lines that come next are of another file. */
  begin(file: string): void {
    this.#file = file;
  }

  clear(): void {
    for (const alert of this.#alerts) alert.clear();
  }

  add(batch: RecordBatch): void {
    let first = Infinity;
    let last = -Infinity;
    for (let line = 0; line < batch.size; line++) {
      if (!isHit(batch, line)) continue;
      const second = secondOf(batch, line);
      if (second < first) first = second;
      if (second > last) last = second;
    }
    for (const alert of this.#alerts) {
      if (alert.concerns(first, last)) alert.add(batch, this.#file);
    }
  }

  merge(state: EvidenceState): void {
    state.forEach((windows, index) => {
      this.#alerts[index]?.merge(windows, this.#options);
    });
  }

  state(): EvidenceState {
    return this.#alerts.map((alert) => alert.state());
  }

  /** Of each alert in its order, `max` drivers of each dimension at most. */
  evidence(max: number): AlertExplanation[] {
    return this.#alerts.map((alert) => alert.evidence(max));
  }
}

class AlertWindows {
  readonly #hits: RuleHits;
  readonly #second: number;
  readonly #windowSeconds: number;
  readonly #isSilence: boolean;
  readonly #options: RollupOptions;
  /** Made when there is a hit: many alerts have none in a part. */
  #now: Rollup | undefined;
  #before: Rollup | undefined;
  /** The latest ones, no two the same; of one second those first that are so by code point. */
  #samples: Sample[] = [];

  constructor({ rule, group, second }: AlertToExplain, options: RollupOptions) {
    this.#hits = new RuleHits(rule, group);
    this.#second = second;
    this.#windowSeconds = rule.windowSeconds;
    this.#isSilence = rule.metric === 'silence_seconds';
    this.#options = options;
  }

  clear(): void {
    this.#now = this.#before = undefined;
    this.#samples = [];
  }

  /** Whether a time has seconds of the windows. */
  concerns(first: number, last: number): boolean {
    return first <= this.#second && last > this.#second - 2 * this.#windowSeconds;
  }

  add(batch: RecordBatch, file: string): void {
    const second = this.#second;
    const middle = second - this.#windowSeconds;
    const now: number[] = [];
    const before: number[] = [];
    for (let line = 0; line < batch.size; line++) {
      const its = secondOf(batch, line);
      if (its > second || its <= middle - this.#windowSeconds) continue;
      if (!this.#hits.has(batch, line, file)) continue;
      if (its <= middle) {
        before.push(line);
        continue;
      }
      now.push(line);
      this.#sample(batch, line, its);
    }
    if (now.length > 0) addLines(batch, now, (this.#now ??= new Rollup(this.#options)));
    if (before.length > 0) addLines(batch, before, (this.#before ??= new Rollup(this.#options)));
  }

  merge({ now, before, samples }: WindowsState, options: RollupOptions): void {
    if (now) (this.#now ??= new Rollup(options)).mergeState(now);
    if (before) (this.#before ??= new Rollup(options)).mergeState(before);
    for (const [second, text] of samples) this.#keep(second, text);
  }

  state(): WindowsState {
    return { now: this.#now?.state(), before: this.#before?.state(), samples: this.#samples };
  }

  evidence(max: number): AlertExplanation {
    const empty = new Rollup(this.#options);
    const now = (this.#now ?? empty).snapshot(0).tables;
    const before = (this.#before ?? empty).snapshot(0).tables;
    const samples = this.#samples.map(([, text]) => text);
    // Nothing drives silence; the last lines before it are worth a look.
    return {
      drivers: this.#isSilence ? [] : drivers(now, before, max),
      hitsBefore: this.#before?.hits ?? 0,
      samples,
    };
  }

  #sample(batch: RecordBatch, line: number, second: number): void {
    const last = this.#samples[SAMPLES_MAX - 1];
    if (last !== undefined && last[0] > second) return;
    const { start, end } = batch.lineRange(line);
    const cut = Math.min(end, start + SAMPLE_BYTES_MAX);
    this.#keep(second, decodeText(batch.lines.octets.subarray(start, cut)));
  }

  #keep(second: number, text: string): void {
    const same = this.#samples.findIndex(([, kept]) => kept === text);
    if (same >= 0 && (this.#samples[same]?.[0] ?? 0) >= second) return;
    if (same >= 0) this.#samples.splice(same, 1);
    this.#samples.push([second, text]);
    this.#samples.sort((a, b) => b[0] - a[0] || (a[1] < b[1] ? -1 : 1));
    this.#samples.length = Math.min(this.#samples.length, SAMPLES_MAX);
  }
}

/** Made when it is needed, and then used for all. */
let selected: RecordBatch | undefined;

/** Counts some lines of a batch and leaves out the others. */
function addLines(batch: RecordBatch, lines: readonly number[], rollup: Rollup): void {
  if (selected?.seed !== batch.seed) selected = new RecordBatch(batch.seed);
  selected.begin(batch.lines, batch.origin, batch.block);
  for (const line of lines.slice(0, BATCH_LINES)) selected.take(batch, line);
  rollup.add(selected, selected.size);
}
