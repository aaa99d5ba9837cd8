import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import {
  alertRule,
  parseCondition,
  RuleEngine,
  type RuleOptions,
  RuleSeries,
  type RuleTransition,
} from '../../src/index.ts';
import { batchOf, type RuleHit, story } from './rule-lines.ts';

/** Saturday, 2024-05-04 00:00 UTC: the seconds of the scenarios are counted from it. */
const START = 1_714_780_800;

interface Scenario {
  readonly test: string;
  /** With the text of its condition. */
  readonly rule: Omit<RuleOptions, 'where' | 'name'> & { readonly where?: string };
  readonly events: readonly (readonly [
    second: number,
    hits: number,
    status?: string,
    timeMs?: number,
  ])[];
  readonly told: readonly string[];
  /** The last second that is looked at; that of the last hit plus the window without one. */
  readonly until_s?: number;
}

// The file is our own, so its shape is known.
const scenarios = readFileSync(new URL('./rule-scenarios.jsonl', import.meta.url), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line) as Scenario);

function hitsOf({ events }: Scenario): RuleHit[] {
  return events.flatMap(([second, count, status = '200', timeMs]) =>
    Array.from({ length: count }, () => ({
      second: START + second,
      status,
      ...(timeMs !== undefined && { timeMs }),
    })),
  );
}

function ruleOf({ rule: { where: text, ...rest } }: Scenario) {
  const parsed = text === undefined ? undefined : parseCondition(text);
  if (parsed && 'problem' in parsed) throw new Error(parsed.problem.message);
  return alertRule({ name: 'any', ...rest, where: parsed?.condition });
}

function relative(transitions: readonly RuleTransition[]): string[] {
  return story(transitions.map((one) => ({ ...one, second: one.second - START })));
}

describe('rules in scenarios, one for each clause', () => {
  for (const scenario of scenarios) {
    it(scenario.test, () => {
      const rule = ruleOf(scenario);
      const hits = hitsOf(scenario);
      const told: RuleTransition[] = [];
      const engine = new RuleEngine([rule], 1, (one) => told.push(one));
      engine.observe(batchOf(hits), 'a.log');
      const last = scenario.until_s ?? engine.openSecond - START + rule.windowSeconds;
      engine.moveTo(START + last + 1);
      expect(relative(told)).to.deep.equal(scenario.told);

      const series = new RuleSeries([rule], 1);
      series.add(batchOf(hits.toReversed()), 'a.log');
      const whole = relative(series.evaluate());
      // A log is looked at until its last window has run empty, so one may be ahead of the other.
      const both = Math.min(whole.length, scenario.told.length);
      expect(whole.slice(0, both)).to.deep.equal(scenario.told.slice(0, both));
    });
  }
});
