import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import sinon from 'sinon';
import {
  EventClock,
  highTrafficRule,
  RuleEngine,
  ruleMessage,
  RuleSeries,
  type RuleTransition,
  RuleWatch,
} from '../../src/index.ts';
import { naiveAlerts } from '../alert/naive-alert.ts';
import { batchOf, type RuleHit } from './rule-lines.ts';

interface Scenario {
  readonly test: string;
  readonly window_s: number;
  readonly threshold: number;
  readonly events: readonly (readonly [second: number, hits: number])[];
}

// The file is our own, so its shape is known.
const scenarios = readFileSync(new URL('../alert/alert-scenarios.jsonl', import.meta.url), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line) as Scenario);

const NOON = Date.UTC(2024, 4, 1, 12) / 1000;
const formatTime = (second: number) => new Date(second * 1000).toISOString();

function hitsOf(events: Scenario['events']): RuleHit[] {
  return events.flatMap(([second, count]) =>
    Array.from({ length: count }, () => ({ second: NOON + second })),
  );
}

function known(transitions: readonly RuleTransition[]) {
  return transitions.map(({ kind: state, second, numerator: hits }) => ({ state, second, hits }));
}

describe('high traffic as a rule of the engine', () => {
  for (const { test, window_s: windowSeconds, threshold, events } of scenarios) {
    it(`tells what is defined, live and of the whole log: ${test}`, () => {
      const rule = highTrafficRule(threshold, windowSeconds);
      const defined = naiveAlerts(events, { threshold, windowSeconds }).map(
        ({ state, second, hits }) => ({
          state,
          second: NOON + second,
          hits,
        }),
      );
      const hits = hitsOf(events);
      const told: RuleTransition[] = [];
      const engine = new RuleEngine([rule], 1, (one) => told.push(one));
      const series = new RuleSeries([rule], 1);
      for (let at = 0; at < hits.length; at += 500) {
        engine.observe(batchOf(hits.slice(at, at + 500)), 'a.log');
        series.add(batchOf(hits.slice(at, at + 500).reverse()), 'a.log');
      }
      engine.moveTo(engine.openSecond + windowSeconds + 1);
      expect(known(told)).to.deep.equal(defined);
      expect(known(series.evaluate())).to.deep.equal(defined);
    });
  }

  it('has the words of the brief', () => {
    const rule = highTrafficRule(1, 2);
    const told: RuleTransition[] = [];
    const engine = new RuleEngine([rule], 1, (one) => told.push(one));
    engine.observe(batchOf(hitsOf([[0, 5]])), 'a.log');
    engine.moveTo(NOON + 9);
    expect(told.map((one) => ruleMessage(rule, one, formatTime))).to.deep.equal([
      'High traffic generated an alert - hits = 2.5, triggered at 2024-05-01T12:00:00.000Z',
      'High traffic alert recovered - hits = 0, recovered at 2024-05-01T12:00:02.000Z',
    ]);
  });
});

describe('RuleWatch', () => {
  it('counts each of several hits of one second as being of the future', () => {
    const timers = sinon.useFakeTimers({ now: NOON * 1000, toFake: ['Date'] });
    try {
      const clock = new EventClock({ nowMs: () => Date.now() });
      const engine = new RuleEngine([highTrafficRule(1, 60)], 1, () => undefined);
      const watch = new RuleWatch(clock, engine);
      const arrive = (seconds: readonly number[]) => {
        clock.arrive();
        return watch.observe(batchOf(seconds.map((second) => ({ second }))), 'a.log');
      };
      arrive([NOON]);
      timers.setSystemTime((NOON - 3600) * 1000);
      // The open second is that of the hits, and far ahead of the clock that was set back.
      expect(arrive([NOON, NOON, NOON])).to.deep.equal({ late: 0, future: 3 });
    } finally {
      timers.restore();
    }
  });
});
