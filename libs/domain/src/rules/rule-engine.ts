import { isHit, secondOf } from '../conditions/hit-fields.ts';
import type { RecordBatch } from '../parser/record-batch.ts';
import { type AlertRule, heldSeconds, ruleFingerprint } from './alert-rule.ts';
import { type GroupStanding, LiveRule, type LiveRuleState } from './live-rule.ts';
import { RuleFeed, WHOLE } from './rule-feed.ts';
import type { RuleTransition } from './rule-transition.ts';

/** All rules as plain values and typed arrays. */
export interface RuleEngineState {
  readonly version: 1;
  /** The second that is open; undefined before the first hit. */
  readonly openSecond: number | undefined;
  readonly rules: readonly LiveRuleState[];
}

/** Says in which second a hit counts that states one. */
export interface HitPlacer {
  /** Whether hits of the second that was placed last go where that one went, unasked. */
  readonly isSettled: boolean;
  /** `open` is the open second, NaN before the first. Late hits stay where they are. */
  place(batch: RecordBatch, line: number, second: number, open: number): number;
}

/** How a rule stands. */
export interface RuleStanding {
  readonly rule: AlertRule;
  readonly groups: readonly GroupStanding[];
  /** Hits that were not counted, as there was no room for their group. */
  readonly groupsOverflow: number;
}

interface WorkingRule {
  readonly live: LiveRule;
  readonly feed: RuleFeed;
}

/**
 * All rules at work on one stream of hits. A second is looked at when it is over, once, in order,
 * and also when it had no line; a gap of any length costs no more than what can happen in it.
 */
export class RuleEngine {
  readonly #working: readonly WorkingRule[];
  readonly #plain: readonly WorkingRule[];
  /** Those that look at the fields of each hit. */
  readonly #looking: readonly WorkingRule[];
  readonly #onTransition: (transition: RuleTransition) => void;
  /** Seconds for which the longest window holds hits. */
  readonly heldSeconds: number;
  readonly #told: RuleTransition[] = [];
  #open = NaN;

  /** `seed` is that of the run, for the hashes of groups. */
  constructor(
    rules: readonly AlertRule[],
    seed: number,
    onTransition: (transition: RuleTransition) => void,
  ) {
    this.#working = rules.map((rule) => ({
      live: new LiveRule(rule, seed),
      feed: new RuleFeed(rule),
    }));
    this.#plain = this.#working.filter(({ feed }) => feed.isPlain);
    this.#looking = this.#working.filter(({ feed }) => !feed.isPlain && !feed.isOfFiles);
    this.heldSeconds = Math.max(1, ...rules.map(heldSeconds));
    this.#onTransition = onTransition;
  }

  /** The second whose hits are coming; NaN before the first. */
  get openSecond(): number {
    return this.#open;
  }

  /**
   * Takes the hits of a batch, each in the second that it has, or that a placer gives it. A later
   * second than the open one closes that; hits of an earlier one count in it while it is held.
   * Returns the number of those that are older than every window.
   */
  observe(batch: RecordBatch, file: string, placer?: HitPlacer): number {
    const { size } = batch;
    let begin = 0;
    let known = NaN;
    let second = NaN;
    let hits = 0;
    let late = 0;
    for (let line = 0; line < size; line++) {
      if (!isHit(batch, line)) continue;
      const stated = secondOf(batch, line);
      // Most hits have the second of the one before, of which all is known.
      if (stated === known) {
        hits++;
        continue;
      }
      if (hits > 0) this.#count(second, hits);
      hits = 0;
      const at = placer?.place(batch, line, stated, this.#open) ?? stated;
      if (at <= this.#open - this.heldSeconds) {
        late++;
        known = NaN;
        continue;
      }
      if (!(at <= this.#open)) {
        this.#feed(batch, begin, line, file);
        begin = line;
        this.moveTo(at);
      }
      second = at;
      known = placer === undefined || placer.isSettled ? stated : NaN;
      hits = 1;
    }
    if (hits > 0) this.#count(second, hits);
    this.#feed(batch, begin, size, file);
    return late;
  }

  /** Takes lines of a file that were read now, for the share of unparsed ones. */
  observeLines(file: string, counted: number, unparsed: number): void {
    if (Number.isNaN(this.#open)) return;
    for (const { feed, live } of this.#working) {
      if (feed.isOfFiles) feed.lines(file, this.#open, counted, unparsed, live);
    }
  }

  /** Takes that a file has another format than before. */
  observeFormatChange(file: string): void {
    if (Number.isNaN(this.#open)) return;
    for (const { feed, live } of this.#working) feed.formatChange(file, this.#open, live);
  }

  /** Opens a second; all before it are over and are looked at. Never goes back. */
  moveTo(second: number): void {
    if (second <= this.#open) return;
    if (!Number.isNaN(this.#open)) this.#evaluate(second - 1);
    this.#open = second;
    for (const { live } of this.#working) live.open(second);
  }

  /** How the rules stand, with the values of the windows that end with the open second. */
  standings(): RuleStanding[] {
    return this.#working.map(standingOf);
  }

  /** How one rule stands, if there is one of that name. */
  standingOf(name: string): RuleStanding | undefined {
    const working = this.#working.find(({ live }) => live.rule.name === name);
    return working && standingOf(working);
  }

  state(): RuleEngineState {
    return {
      version: 1,
      openSecond: Number.isNaN(this.#open) ? undefined : this.#open,
      rules: this.#working.map(({ live }) => live.state()),
    };
  }

  /**
   * Goes on where another engine was, before anything is observed. A rule that has changed, and
   * one that is new, begins anew; returns their names.
   */
  restore({ openSecond, rules }: RuleEngineState): string[] {
    if (openSecond === undefined) return this.#working.map(({ live }) => live.rule.name);
    this.#open = openSecond;
    const anew: string[] = [];
    for (const { live } of this.#working) {
      const { rule } = live;
      const state = rules.find(({ name }) => name === rule.name);
      if (state?.fingerprint === ruleFingerprint(rule)) {
        live.restore(state, openSecond);
      } else {
        live.open(openSecond);
        anew.push(rule.name);
      }
    }
    return anew;
  }

  /** For the rules that want no more of hits than their number, as high traffic does. */
  #count(second: number, hits: number): void {
    for (const { live } of this.#plain) live.count(WHOLE, second, hits, 0);
  }

  #feed(batch: RecordBatch, from: number, to: number, file: string): void {
    if (from === to) return;
    for (const { feed, live } of this.#looking) feed.hits(batch, from, to, file, live);
  }

  /** Rules are gone through one by one, and what they tell is told in the order of time. */
  #evaluate(last: number): void {
    for (const { live } of this.#working) live.evaluate(last, this.#told);
    if (this.#told.length === 0) return;
    const told = this.#told.splice(0).sort((a, b) => a.second - b.second);
    for (const transition of told) this.#onTransition(transition);
  }
}

function standingOf({ live }: WorkingRule): RuleStanding {
  return { rule: live.rule, groups: live.standings(), groupsOverflow: live.groupsOverflow };
}
