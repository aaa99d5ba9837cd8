import type { ByteBlock } from '../bytes/byte-block.ts';
import { DDSketch } from '../tables/dd-sketch.ts';
import { type AlertRule, isChange } from './alert-rule.ts';
import { ClientPane } from './client-pane.ts';
import { judgedReading } from './judged-reading.ts';
import type { MetricWindow, MetricWindowState } from './metric-window.ts';
import { type Reading, UNJUDGED } from './reading.ts';
import { type Fraction, paneSeconds, panesOf, SketchPane, valueOfPanes } from './sketch-pane.ts';

/**
 * A window of sketches, which can be merged and not taken apart: it is held in panes, 60 at most,
 * and moves on when one is complete. So its value is that of whole panes up to the last complete
 * one, whatever the order of the lines.
 */
export class SketchedWindow implements MetricWindow {
  readonly #rule: AlertRule;
  readonly #paneSeconds: number;
  readonly #panes: number;
  readonly #heldPanes: number;
  readonly #byPane = new Map<number, SketchPane>();
  /** The last pane of the first windows that have begun since the rule looks. */
  #fullPane = NaN;
  /** The pane in which it began: until that is complete there is nothing to say. */
  #firstPane = NaN;
  #newest = NaN;
  #isStale = true;
  #now: Fraction = { hits: 0, numerator: 0, divisor: 1 };
  #before: Fraction = this.#now;

  constructor(rule: AlertRule) {
    this.#rule = rule;
    this.#paneSeconds = paneSeconds(rule.windowSeconds);
    this.#panes = panesOf(rule.windowSeconds);
    this.#heldPanes = isChange(rule.comparison) ? 2 * this.#panes : this.#panes;
  }

  get isIdle(): boolean {
    return this.#byPane.size === 0;
  }

  advanceTo(second: number): boolean {
    if (second <= this.#newest) return false;
    const before = this.#lastComplete();
    this.#newest = second;
    const last = this.#lastComplete();
    if (last === before) return false;
    for (const pane of this.#byPane.keys()) {
      if (pane <= last - this.#heldPanes) this.#byPane.delete(pane);
    }
    this.#isStale = true;
    return true;
  }

  begin(second: number, firstSecond: number): void {
    this.#byPane.clear();
    this.#fullPane = Math.ceil(firstSecond / this.#paneSeconds) + this.#heldPanes - 1;
    this.#firstPane = Math.floor(second / this.#paneSeconds);
    this.#newest = second;
    this.#isStale = true;
  }

  add(second: number, hits: number): void {
    const pane = this.#paneAt(second);
    if (pane) pane.hits += hits;
  }

  addTime(second: number, micros: number): void {
    const pane = this.#paneAt(second);
    if (pane) (pane.times ??= new DDSketch()).add(micros);
  }

  addClient(second: number, block: ByteBlock, start: number, end: number): void {
    const pane = this.#paneAt(second);
    if (pane) (pane.clients ??= new ClientPane()).add(block, start, end);
  }

  addPane(second: number, pane: SketchPane): void {
    this.#paneAt(second)?.merge(pane.state());
  }

  reading(): Reading {
    const last = this.#lastComplete();
    if (last < this.#firstPane) return UNJUDGED;
    if (this.#isStale) {
      this.#now = this.#valueUpTo(last);
      this.#before = this.#valueUpTo(last - this.#panes);
      this.#isStale = false;
    }
    return judgedReading(this.#rule, this.#now, this.#before, last >= this.#fullPane);
  }

  /** When the open pane is complete. */
  nextChange(): number {
    const last = this.#lastComplete();
    if (!this.isIdle || last < this.#firstPane) return this.#endOf(last + 1);
    return last < this.#fullPane ? this.#endOf(this.#fullPane) : Infinity;
  }

  state(): MetricWindowState {
    const panes = [...this.#byPane].map(([pane, held]) => [pane, held.state()] as const);
    return { newest: this.#newest, cells: Float64Array.of(this.#firstPane), panes };
  }

  restore({ newest, cells, panes }: MetricWindowState, firstSecond: number): void {
    this.begin(newest, firstSecond);
    this.#firstPane = cells[0] ?? this.#firstPane;
    for (const [pane, state] of panes) {
      const held = new SketchPane();
      held.merge(state);
      this.#byPane.set(pane, held);
    }
  }

  /** The second that completes a pane. */
  #endOf(pane: number): number {
    return (pane + 1) * this.#paneSeconds - 1;
  }

  #lastComplete(): number {
    return Math.floor((this.#newest + 1) / this.#paneSeconds) - 1;
  }

  /** The pane of a second; undefined where that is not held any more. */
  #paneAt(second: number): SketchPane | undefined {
    const last = this.#lastComplete();
    const at = Math.floor(second / this.#paneSeconds);
    if (!(second <= this.#newest && at > last - this.#heldPanes)) return undefined;
    if (at <= last) this.#isStale = true;
    let pane = this.#byPane.get(at);
    if (pane === undefined) {
      pane = new SketchPane();
      this.#byPane.set(at, pane);
    }
    return pane;
  }

  #valueUpTo(last: number): Fraction {
    const panes: SketchPane[] = [];
    for (let at = last - this.#panes + 1; at <= last; at++) {
      const pane = this.#byPane.get(at);
      if (pane) panes.push(pane);
    }
    return valueOfPanes(panes, this.#rule);
  }
}
