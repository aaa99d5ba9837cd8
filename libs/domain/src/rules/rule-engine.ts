import { isHit, secondOf } from '../conditions/hit-fields.ts';
import type { RecordBatch } from '../parser/record-batch.ts';
import { type AlertRule, heldSeconds, ruleFingerprint } from './alert-rule.ts';
import { type GroupStanding, LiveRule, type LiveRuleState } from './live-rule.ts';
import { RuleFeed } from './rule-feed.ts';
import type { RuleTransition } from './rule-transition.ts';

/** All rules as plain values and typed arrays. */
export interface RuleEngineState {
  readonly version: 1;
  /** The second that is open; undefined before the first hit. */
  readonly openSecond: number | undefined;
  readonly rules: readonly LiveRuleState[];
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
  readonly #onTransition: (transition: RuleTransition) => void;
  /** Seconds for which the longest window holds hits. */
  readonly heldSeconds: number;
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
    this.heldSeconds = Math.max(1, ...rules.map(heldSeconds));
    this.#onTransition = onTransition;
  }

  /** The second whose hits are coming; NaN before the first. */
  get openSecond(): number {
    return this.#open;
  }

  /**
   * Takes the hits [from, to) of a batch, each in the second that it has. A later second than the
   * open one closes that; hits of an earlier one count in it while it is held.
   */
  observe(batch: RecordBatch, file: string, from = 0, to = batch.size): void {
    let begin = from;
    for (let line = from; line < to; line++) {
      if (!isHit(batch, line)) continue;
      const second = secondOf(batch, line);
      if (second <= this.#open) continue;
      this.#feed(batch, begin, line, file);
      begin = line;
      this.moveTo(second);
    }
    this.#feed(batch, begin, to, file);
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

  standings(): RuleStanding[] {
    return this.#working.map(({ live }) => ({
      rule: live.rule,
      groups: live.standings(),
      groupsOverflow: live.groupsOverflow,
    }));
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

  #feed(batch: RecordBatch, from: number, to: number, file: string): void {
    if (from === to) return;
    for (const { feed, live } of this.#working) feed.hits(batch, from, to, file, live);
  }

  /** Rules are gone through one by one, and what they tell is told in the order of time. */
  #evaluate(last: number): void {
    const told: RuleTransition[] = [];
    for (const { live } of this.#working) live.evaluate(last, (one) => told.push(one));
    if (told.length > 1) told.sort((a, b) => a.second - b.second);
    for (const transition of told) this.#onTransition(transition);
  }
}
