import { DDSketch, type DDSketchState } from '../tables/dd-sketch.ts';
import { HyperLogLog } from '../tables/hyper-log-log.ts';
import type { AlertRule } from './alert-rule.ts';
import { ClientPane } from './client-pane.ts';

const PANES_MAX = 60;
const MICROS = 1_000_000;

/** Seconds of a pane: a window has 60 of them at most. Panes begin at whole multiples of it. */
export function paneSeconds(windowSeconds: number): number {
  return Math.ceil(windowSeconds / PANES_MAX);
}

/** Panes of a window, which is rounded up to whole ones. */
export function panesOf(windowSeconds: number): number {
  return Math.ceil(windowSeconds / paneSeconds(windowSeconds));
}

/** A pane as plain values. */
export interface SketchPaneState {
  readonly hits: number;
  readonly times: DDSketchState | undefined;
  readonly clients: Int32Array | undefined;
}

/** The hits of some seconds, as a sketch of their times or their clients. */
export class SketchPane {
  hits = 0;
  /** In microseconds. */
  times: DDSketch | undefined;
  clients: ClientPane | undefined;

  merge({ hits, times, clients }: SketchPaneState): void {
    this.hits += hits;
    if (times) (this.times ??= new DDSketch()).mergeState(times);
    if (clients) (this.clients ??= new ClientPane()).merge(clients);
  }

  state(): SketchPaneState {
    const { hits, times, clients } = this;
    return { hits, times: times?.state(), clients: clients?.state() };
  }
}

/** A value as whole numbers. */
export interface Fraction {
  readonly hits: number;
  readonly numerator: number;
  readonly divisor: number;
}

// Used again and again, and empty between two calls.
const times = new DDSketch();
const clients = new HyperLogLog();
const registers = new Uint8Array(ClientPane.registers);

/** What panes together say: seconds of response time, or distinct clients. */
export function valueOfPanes(
  panes: readonly SketchPane[],
  { metric, quantile = 0.95 }: Pick<AlertRule, 'metric' | 'quantile'>,
): Fraction {
  const hits = panes.reduce((sum, pane) => sum + pane.hits, 0);
  if (metric === 'response_time') {
    for (const pane of panes) if (pane.times) times.merge(pane.times);
    const micros = times.quantile(quantile) ?? 0;
    times.clear();
    return { hits, numerator: micros, divisor: MICROS };
  }
  if (hits === 0) return { hits, numerator: 0, divisor: 1 };
  for (const pane of panes) pane.clients?.mergeInto(registers);
  clients.mergeState(registers);
  const numerator = Math.round(clients.estimate());
  clients.clear();
  registers.fill(0);
  return { hits, numerator, divisor: 1 };
}
