import type { ByteBlock } from '../bytes/byte-block.ts';
import { DDSketch } from '../tables/dd-sketch.ts';
import { type AlertRule, isSketched } from './alert-rule.ts';
import { ClientPane } from './client-pane.ts';
import { LiveRule } from './live-rule.ts';
import type { ReadingObserver } from './reading-observer.ts';
import type { HitSink } from './rule-feed.ts';
import { eachKey } from '../tables/each-key.ts';
import { type GroupKeys, RuleGroups } from './rule-groups.ts';
import type { SeriesOverflow } from './rule-series.ts';
import type { RuleTransition } from './rule-transition.ts';
import { SeriesCells, type SeriesCellsState } from './series-cells.ts';
import { paneSeconds, SketchPane, type SketchPaneState } from './sketch-pane.ts';

/** Groups of a series: a backtest has all time at hand, and not only what is busy now. */
const SERIES_GROUPS_MAX = 65_536;

/** Epoch seconds of the first and the last hit. */
export interface SeriesSpan {
  readonly first: number;
  readonly last: number;
}

/** How a series is looked at, if not by its own rule alone. */
export interface SeriesLook {
  readonly rule?: AlertRule;
  readonly observer?: ReadingObserver | undefined;
}

export interface GroupedSeriesState extends SeriesCellsState {
  readonly keys: GroupKeys;
  /** Of each cell, where the metric is told from sketches. */
  readonly panes: readonly SketchPaneState[];
  readonly groupsOverflow: number;
  readonly cellsOverflow: number;
}

/** What one rule looks at in a whole log, by group and second, or pane of seconds. */
export class GroupedSeries implements HitSink {
  readonly rule: AlertRule;
  readonly #groups: RuleGroups;
  readonly #cells = new SeriesCells();
  readonly #panes: SketchPane[] = [];
  readonly #cellSeconds: number;
  #groupsOverflow = 0;
  /** Of the last evaluation: those that had no room at their time. */
  #crowdedOut = 0;

  constructor(rule: AlertRule, seed: number) {
    this.rule = rule;
    this.#groups = new RuleGroups(seed, SERIES_GROUPS_MAX);
    this.#cellSeconds = isSketched(rule.metric) ? paneSeconds(rule.windowSeconds) : 1;
  }

  groupOf(block: ByteBlock, start: number, end: number): number {
    const id = this.#groups.idOf(block, start, end, never, nothing);
    if (id < 0) this.#groupsOverflow++;
    return id;
  }

  count(group: number, second: number, hits: number, amount: number): void {
    const cell = this.#cells.add(group, this.#start(second), hits, amount);
    if (this.#cellSeconds > 1 || isSketched(this.rule.metric)) {
      const pane = this.#paneOf(cell);
      if (pane) pane.hits += hits;
    }
  }

  time(group: number, second: number, micros: number): void {
    const pane = this.#paneOf(this.#cells.add(group, this.#start(second), 0, 0));
    if (pane) (pane.times ??= new DDSketch()).add(micros);
  }

  client(group: number, second: number, block: ByteBlock, start: number, end: number): void {
    const pane = this.#paneOf(this.#cells.add(group, this.#start(second), 0, 0));
    if (pane) (pane.clients ??= new ClientPane()).add(block, start, end);
  }

  merge({ keys, panes, groupsOverflow, cellsOverflow, ...cells }: GroupedSeriesState): void {
    const ids = [0];
    eachKey(keys, (block, start, end, index) => {
      ids[index] = this.#groups.idOf(block, start, end, never, nothing);
    });
    cells.seconds.forEach((second, at) => {
      const hits = cells.hits[at] ?? 0;
      const group = ids[cells.groups[at] ?? 0] ?? -1;
      if (group < 0) this.#groupsOverflow += hits;
      if (group < 0) return;
      const cell = this.#cells.add(group, second, hits, cells.amounts[at] ?? 0);
      const pane = panes[at];
      if (pane) this.#paneOf(cell)?.merge(pane);
    });
    this.#groupsOverflow += groupsOverflow;
    this.#cells.overflow += cellsOverflow;
  }

  state(): GroupedSeriesState {
    return {
      ...this.#cells.state(),
      keys: this.#groups.state(),
      panes: this.#panes.map((pane) => pane.state()),
      groupsOverflow: this.#groupsOverflow,
      cellsOverflow: this.#cells.overflow,
    };
  }

  overflow(): SeriesOverflow {
    const groups = this.#groupsOverflow + this.#crowdedOut;
    return { rule: this.rule.name, groups, cells: this.#cells.overflow };
  }

  /**
   * Lets the rule live through the log, from its first second to its last one plus the window; or
   * `rule`, one that looks at the same and has other thresholds.
   */
  evaluate(
    seed: number,
    { first, last }: SeriesSpan,
    told: RuleTransition[],
    { rule = this.rule, observer }: SeriesLook = {},
  ): void {
    const live = new LiveRule(rule, seed, observer);
    live.open(first);
    this.#crowdedOut = 0;
    let open = first;
    const hasGroups = rule.by !== undefined;
    for (const cell of this.#cells.inOrder((a, b) =>
      hasGroups ? this.#groups.compare(a, b) : 0,
    )) {
      const second = Math.max(first, this.#cells.second(cell));
      if (second > open) {
        live.evaluate(second - 1, told);
        live.open(second);
        open = second;
      }
      const group = hasGroups ? this.#groupIn(live, this.#cells.group(cell)) : 0;
      const pane = this.#panes[cell];
      if (group < 0) this.#crowdedOut += this.#cells.hits(cell);
      else if (pane) live.pane(group, second, pane);
      else live.count(group, second, this.#cells.hits(cell), this.#cells.amount(cell));
    }
    live.evaluate(last + rule.windowSeconds, told);
  }

  #groupIn(live: LiveRule, group: number): number {
    return this.#groups.visit(group, (block, start, end) => live.groupOf(block, start, end));
  }

  #start(second: number): number {
    return Math.floor(second / this.#cellSeconds) * this.#cellSeconds;
  }

  #paneOf(cell: number): SketchPane | undefined {
    return cell < 0 ? undefined : (this.#panes[cell] ??= new SketchPane());
  }
}

function never(): boolean {
  return false;
}

function nothing(): void {
  return;
}
