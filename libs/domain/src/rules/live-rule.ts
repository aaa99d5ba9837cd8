import type { ByteBlock } from '../bytes/byte-block.ts';
import { AlertPolicy, type AlertState, isNormal, NORMAL_STATE } from './alert-policy.ts';
import { type AlertRule, ruleFingerprint } from './alert-rule.ts';
import { type MetricWindow, metricWindow, type MetricWindowState } from './metric-window.ts';
import type { HitSink } from './rule-feed.ts';
import { eachKey } from '../tables/each-key.ts';
import { type GroupKeys, RuleGroups } from './rule-groups.ts';
import type { ReadingObserver } from './reading-observer.ts';
import type { RuleTransition } from './rule-transition.ts';
import type { SketchPane } from './sketch-pane.ts';

/** The state of a rule as plain values. */
export interface LiveRuleState {
  readonly name: string;
  readonly fingerprint: string;
  readonly firstSecond: number;
  readonly groupsOverflow: number;
  readonly groups: GroupKeys;
  readonly windows: readonly MetricWindowState[];
  readonly alerts: readonly AlertState[];
}

/** How a group stands, for a list of them. */
export interface GroupStanding {
  readonly group: string | undefined;
  readonly state: AlertState;
  /** Of the window that ends with the open second; undefined where there is nothing to judge. */
  readonly value: number | undefined;
}

/** One rule at work: its groups, their windows, and their alerts. */
export class LiveRule implements HitSink {
  readonly rule: AlertRule;
  readonly #policy: AlertPolicy;
  readonly #observer: ReadingObserver | undefined;
  readonly #groups: RuleGroups;
  readonly #windows: MetricWindow[] = [];
  #alerts: AlertState[] = [];
  /** When the alert of each group may change though its reading stays. */
  readonly #due: number[] = [];
  /** The next second at which each group has to be looked at. */
  readonly #next: number[] = [];
  readonly #isTouched: boolean[] = [];
  #soonest = Infinity;
  #open = NaN;
  #firstSecond = NaN;
  #groupsOverflow = 0;
  readonly #canGo = (id: number) =>
    this.#windows[id]?.isIdle === true && isNormal(this.#alerts[id] ?? NORMAL_STATE);
  readonly #enter = (id: number) => {
    this.#begin(id);
  };

  /** An observer sees each reading that may be another one than before. */
  constructor(rule: AlertRule, seed: number, observer?: ReadingObserver) {
    this.rule = rule;
    this.#observer = observer;
    this.#policy = new AlertPolicy(rule);
    this.#groups = new RuleGroups(seed, rule.groupsMax);
  }

  /** Hits that were not counted, as there was no room for their group. */
  get groupsOverflow(): number {
    return this.#groupsOverflow;
  }

  /** Makes `second` the open one, whose hits are yet to come; those before are looked at. */
  open(second: number): void {
    if (Number.isNaN(this.#open)) {
      this.#firstSecond = second;
      this.#open = second;
      if (this.rule.by === undefined) this.#begin(0);
    }
    this.#open = second;
  }

  groupOf(block: ByteBlock, start: number, end: number): number {
    const id = this.#groups.idOf(block, start, end, this.#canGo, this.#enter);
    if (id < 0) this.#groupsOverflow++;
    return id;
  }

  count(group: number, second: number, hits: number, amount: number): void {
    this.#touched(group)?.add(second, hits, amount);
  }

  time(group: number, second: number, micros: number): void {
    this.#touched(group)?.addTime(second, micros);
  }

  client(group: number, second: number, block: ByteBlock, start: number, end: number): void {
    this.#touched(group)?.addClient(second, block, start, end);
  }

  pane(group: number, second: number, pane: SketchPane): void {
    this.#touched(group)?.addPane(second, pane);
  }

  /**
   * Looks at each second from the open one to `last`, as far as anything can happen in it, and
   * adds what there is to tell.
   */
  evaluate(last: number, told: RuleTransition[]): void {
    let at = this.#open;
    while (at <= last) {
      if (this.#soonest > at) at = Math.min(this.#soonest, last + 1);
      if (at > last) break;
      this.#soonest = Infinity;
      for (let id = 0; id < this.#next.length; id++) {
        const due = this.#next[id]! <= at; // a number for each group, as below
        const next = due ? this.#look(id, at, told) : this.#next[id]!;
        if (next < this.#soonest) this.#soonest = next;
      }
      at++;
    }
    // Silence grows while nothing happens: how far it went belongs to the alert.
    if (this.rule.metric === 'silence_seconds') this.#lookAtSilence(last, told);
  }

  /** How the groups stand, with the values of the windows that end with the open second. */
  standings(): GroupStanding[] {
    return this.#alerts.map((state, id) => {
      const reading = this.#touched(id)?.reading();
      const value = reading?.kind === 'value' ? reading.numerator / reading.divisor : undefined;
      return { group: this.#textOf(id), state, value };
    });
  }

  state(): LiveRuleState {
    return {
      name: this.rule.name,
      fingerprint: ruleFingerprint(this.rule),
      firstSecond: this.#firstSecond,
      groupsOverflow: this.#groupsOverflow,
      groups: this.#groups.state(),
      windows: this.#windows.map((window) => window.state()),
      alerts: [...this.#alerts],
    };
  }

  /** Goes on from the state of a rule of the same fingerprint, with `open` the open second. */
  restore(state: LiveRuleState, open: number): void {
    this.#open = open;
    this.#firstSecond = state.firstSecond;
    this.#groupsOverflow = state.groupsOverflow;
    if (this.rule.by === undefined) this.#begin(0);
    eachKey(state.groups, (block, start, end) => this.groupOf(block, start, end));
    state.windows.forEach((window, id) => {
      this.#windows[id]?.restore(window, state.firstSecond);
      // It stands where it was looked at last, which may be before the second that is open.
      this.#windows[id]?.advanceTo(open);
      this.#isTouched[id] = true;
    });
    this.#alerts = [...state.alerts];
    this.#alerts.forEach((alert, id) => (this.#due[id] = this.#policy.nextSecond(alert)));
  }

  #begin(id: number): void {
    const window = (this.#windows[id] ??= metricWindow(this.rule));
    window.begin(this.#open, this.#firstSecond);
    this.#observer?.begin(id, this.#open);
    this.#alerts[id] = NORMAL_STATE;
    this.#due[id] = Infinity;
    this.#isTouched[id] = true;
    this.#next[id] = this.#open;
    this.#soonest = -Infinity;
  }

  /** The window of a group that hits come for. */
  #touched(group: number): MetricWindow | undefined {
    if (this.#isTouched[group] !== true) {
      this.#windows[group]?.advanceTo(this.#open);
      this.#isTouched[group] = true;
      this.#next[group] = this.#open;
      this.#soonest = -Infinity;
    }
    return this.#windows[group];
  }

  /** Looks at a group in a second, and returns at which one that has to be done again. */
  #look(id: number, at: number, told: RuleTransition[]): number {
    const window = this.#windows[id];
    const before = this.#alerts[id];
    if (window === undefined || before === undefined) return Infinity;
    const moved = window.advanceTo(at);
    const isDue = this.#due[id]! <= at;
    if (moved || isDue || this.#isTouched[id] === true) {
      this.#isTouched[id] = false;
      const reading = window.reading();
      this.#observer?.observe(id, at, reading);
      if (isDue || !this.#policy.isSettled(before, reading)) {
        const { state, transition } = this.#policy.step(before, at, reading);
        this.#alerts[id] = state;
        this.#due[id] = this.#policy.nextSecond(state);
        if (transition) told.push({ ...transition, group: this.#textOf(id) });
      }
    }
    const next = Math.min(window.nextChange(), this.#due[id]!);
    this.#next[id] = next;
    return next;
  }

  #lookAtSilence(last: number, told: RuleTransition[]): void {
    this.#alerts.forEach(({ alert, atSecond = -Infinity }, id) => {
      if (alert && atSecond < last) this.#look(id, last, told);
    });
  }

  #textOf(id: number): string | undefined {
    return this.rule.by === undefined ? undefined : this.#groups.textOf(id);
  }
}
