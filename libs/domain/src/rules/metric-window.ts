import type { ByteBlock } from '../bytes/byte-block.ts';
import { type AlertRule, isSketched } from './alert-rule.ts';
import { CountedWindow } from './counted-window.ts';
import type { Reading } from './reading.ts';
import { SilenceWindow } from './silence-window.ts';
import type { SketchPane, SketchPaneState } from './sketch-pane.ts';
import { SketchedWindow } from './sketched-window.ts';

/** A window as plain values. */
export interface MetricWindowState {
  /** The second with which it ends. */
  readonly newest: number;
  /** Second, hits and amount of each second that has hits, behind what a window has besides. */
  readonly cells: Float64Array;
  readonly panes: readonly (readonly [pane: number, state: SketchPaneState])[];
}

/** What a rule looks at, for one group: the hits of a time that moves on, by what it needs. */
export interface MetricWindow {
  /** Whether there is nothing in it that could be lost. */
  readonly isIdle: boolean;
  /** Moves on to end with `second`; true if the reading may be another than before. */
  advanceTo(second: number): boolean;
  /** Empties it to end with `second`; the rule as a whole has looked since `firstSecond`. */
  begin(second: number, firstSecond: number): void;
  /** Counts hits, and the amount that the metric wants of them, if their second is still held. */
  add(second: number, hits: number, amount: number): void;
  addTime(second: number, micros: number): void;
  addClient(second: number, block: ByteBlock, start: number, end: number): void;
  addPane(second: number, pane: SketchPane): void;
  reading(): Reading;
  /** The next second at which the reading may change though no hit comes; Infinity if none. */
  nextChange(): number;
  state(): MetricWindowState;
  restore(state: MetricWindowState, firstSecond: number): void;
}

export function metricWindow(rule: AlertRule): MetricWindow {
  if (rule.metric === 'silence_seconds') return new SilenceWindow(rule);
  return isSketched(rule.metric) ? new SketchedWindow(rule) : new CountedWindow(rule);
}
