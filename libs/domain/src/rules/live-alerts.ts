import { type HitPredicate, hitPredicate } from '../conditions/hit-predicate.ts';
import type { RecordBatch } from '../parser/record-batch.ts';
import type { EventClock } from '../time/event-clock.ts';
import { FormatWatch, type LastFormat } from '../traffic/format-watch.ts';
import { type AlertChange, alertChange, UNEXPLAINED } from './alert-change.ts';
import { type AlertRule, isOfFiles, type Severity } from './alert-rule.ts';
import { HIGH_TRAFFIC } from './built-in-rules.ts';
import { explainChange, explainedSeconds } from './explain-change.ts';
import { type HitMarks, HitSamples } from './hit-samples.ts';
import { RuleEngine, type RuleEngineState, type RuleStanding } from './rule-engine.ts';
import type { RuleTransition } from './rule-transition.ts';
import { type Misplaced, RuleWatch } from './rule-watch.ts';

/** Changes of one moment that are explained: hundreds of groups may change at once. */
const EXPLAINED_MAX = 20;
/** Rules whose hits are told apart, by the bits of a number. */
const MARKS_MAX = 31;

/** An alert that stands. */
export interface FiringAlert {
  readonly rule: string;
  /** Hostile text, or undefined in a rule without groups. */
  readonly group: string | undefined;
  readonly severity: Severity;
  readonly startSecond: number;
  /** Undefined where there is nothing to judge. */
  readonly value: number | undefined;
}

/** What has come of other rules than before. */
export interface RulesChange {
  /** Rules of that name were others: their alerts begin anew. */
  readonly changed: readonly string[];
  /** Alerts that nobody looks at any more: of rules that have changed, or are not there. */
  readonly dropped: readonly FiringAlert[];
}

/** What one log shows to the rules. */
export interface WatchedLog {
  /** Places `hits` hits of a batch in time and lets the rules look at them. */
  observe(batch: RecordBatch, hits: number): Misplaced;
  /**
   * A block was read: lines that were counted and not parsed in it, and, since the log's generation
   * began, how many lines looked like which format.
   */
  read(
    counted: number,
    unparsed: number,
    looks: () => readonly (readonly [format: string, lines: number])[],
  ): void;
}

/**
 * The rules at work on live logs, under the event clock; what they have to tell is told with what
 * explains it.
 */
export class LiveAlerts {
  readonly #clock: EventClock;
  readonly #seed: number;
  readonly #onChange: (change: AlertChange) => void;
  readonly #told: RuleTransition[] = [];
  readonly #formats = new Map<string, LastFormat>();
  #rules: readonly AlertRule[] = [];
  #watch: RuleWatch;
  #samples: HitSamples;
  #marks: HitMarks = everyHit;
  #wantsFiles = false;

  /** `seed` is that of the run, for the hashes of groups. */
  constructor(
    clock: EventClock,
    rules: readonly AlertRule[],
    seed: number,
    onChange: (change: AlertChange) => void,
  ) {
    this.#clock = clock;
    this.#seed = seed;
    this.#onChange = onChange;
    this.#samples = new HitSamples(explainedSeconds(rules));
    this.#watch = this.#begin(rules);
  }

  get rules(): readonly AlertRule[] {
    return this.#rules;
  }

  /** A generation of the log at a path. */
  log(path: string): WatchedLog {
    let last = this.#formats.get(path);
    if (last === undefined) this.#formats.set(path, (last = { name: undefined }));
    const format = new FormatWatch(last);
    return {
      observe: (batch, hits) => {
        const misplaced = this.#watch.observe(batch, path);
        this.#samples.take(batch, hits, path, this.#marks);
        if (this.#told.length > 0) this.#tell();
        return misplaced;
      },
      read: (counted, unparsed, looks) => {
        if (!this.#wantsFiles) return;
        const { engine } = this.#watch;
        engine.observeLines(path, counted, unparsed);
        if (format.hasChanged(looks())) engine.observeFormatChange(path);
      },
    };
  }

  /** Looks at the seconds that the clock has passed while no line arrived. */
  advance(): void {
    this.#watch.advance();
    if (this.#told.length > 0) this.#tell();
  }

  /** No line will come any more: the open second is complete. */
  finish(): void {
    this.#watch.finish();
    if (this.#told.length > 0) this.#tell();
  }

  /**
   * Goes on with other rules. One with the name and the fingerprint of one before keeps its state,
   * and any other begins anew.
   */
  setRules(rules: readonly AlertRule[]): RulesChange {
    const state = this.state();
    const before = this.firing();
    // Rules look at other hits than those that the samples are marked for.
    this.#samples = new HitSamples(explainedSeconds(rules));
    this.#watch = this.#begin(rules);
    return this.#restored(state, before);
  }

  standings(): RuleStanding[] {
    return this.#watch.engine.standings();
  }

  /** The alerts that stand, in the order of the rules. */
  firing(): FiringAlert[] {
    return this.standings().flatMap(({ rule: { name: rule }, groups }) =>
      groups.flatMap(({ group, state: { alert }, value }) => {
        if (alert === undefined) return [];
        const { severity, startSecond } = alert;
        return [{ rule, group, severity, startSecond, value }];
      }),
    );
  }

  /** Hits of the window of high traffic that ends with the open second; undefined if it is off. */
  get windowHits(): number | undefined {
    const standing = this.#watch.engine.standingOf(HIGH_TRAFFIC);
    if (standing === undefined) return undefined;
    return Math.round((standing.groups[0]?.value ?? 0) * standing.rule.windowSeconds);
  }

  /** Whether the alert of high traffic is on. */
  get trafficState(): 'normal' | 'high' {
    const standing = this.#watch.engine.standingOf(HIGH_TRAFFIC);
    return standing?.groups[0]?.state.alert === undefined ? 'normal' : 'high';
  }

  /** A copy. The clock is not part of it, nor what explains changes. */
  state(): RuleEngineState {
    return this.#watch.engine.state();
  }

  /** Goes on where another run was, before anything is observed. */
  restore(state: RuleEngineState): RulesChange {
    return this.#restored(state, firingIn(state));
  }

  #restored(state: RuleEngineState, before: readonly FiringAlert[]): RulesChange {
    const anew = new Set(this.#watch.engine.restore(state));
    // Before the first hit there is nothing to lose.
    const had = state.openSecond === undefined ? [] : state.rules;
    const known = new Set(had.map(({ name }) => name));
    const kept = new Set(this.#rules.map(({ name }) => name).filter((name) => !anew.has(name)));
    return {
      changed: [...anew].filter((name) => known.has(name)),
      dropped: before.filter(({ rule }) => !kept.has(rule)),
    };
  }

  #begin(rules: readonly AlertRule[]): RuleWatch {
    this.#rules = rules;
    this.#wantsFiles = rules.some(({ metric }) => isOfFiles(metric));
    this.#marks = marksOf(rules);
    const engine = new RuleEngine(rules, this.#seed, (transition) => this.#told.push(transition));
    return new RuleWatch(this.#clock, engine);
  }

  #tell(): void {
    for (const [index, transition] of this.#told.splice(0).entries()) {
      const at = this.#rules.findIndex(({ name }) => name === transition.rule);
      const rule = this.#rules[at];
      if (rule === undefined) continue;
      const isExplained = index < EXPLAINED_MAX && at < MARKS_MAX;
      const explanation = isExplained
        ? explainChange(rule, transition, this.#samples, 1 << at)
        : UNEXPLAINED;
      this.#onChange(alertChange(rule, transition, explanation));
    }
  }
}

function everyHit(): number {
  return -1;
}

function marksOf(rules: readonly AlertRule[]): HitMarks {
  const conditional: { readonly mark: number; readonly predicate: HitPredicate }[] = [];
  let plain = 0;
  for (const [at, { where }] of rules.slice(0, MARKS_MAX).entries()) {
    if (where === undefined) plain |= 1 << at;
    else conditional.push({ mark: 1 << at, predicate: hitPredicate(where) });
  }
  if (conditional.length === 0) return everyHit;
  return (batch, line, file) => {
    let marks = plain;
    for (const { mark, predicate } of conditional) if (predicate(batch, line, file)) marks |= mark;
    return marks;
  };
}

function firingIn({ rules }: RuleEngineState): FiringAlert[] {
  return rules.flatMap(({ name: rule, alerts }) =>
    alerts.flatMap(({ alert }) => {
      if (alert === undefined) return [];
      const { severity, startSecond } = alert;
      return [{ rule, group: undefined, severity, startSecond, value: undefined }];
    }),
  );
}
