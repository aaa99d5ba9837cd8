import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import fc from 'fast-check';
import sinon from 'sinon';
import {
  type AlertTransition,
  AlertWatch,
  EventClock,
  HighTrafficPolicy,
  type HighTrafficRule,
  highTrafficRule,
  highTrafficTransition,
  Placement,
  RuleEngine,
  ruleMessage,
  RuleSeries,
  type RuleTransition,
  RuleWatch,
} from '../../src/index.ts';
import { secondOf } from '../../src/conditions/hit-fields.ts';
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

function known(transitions: readonly RuleTransition[]): (AlertTransition | undefined)[] {
  return transitions.map(highTrafficTransition);
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
          rule: 'high-traffic',
          windowSeconds,
          threshold,
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

const aRule: fc.Arbitrary<HighTrafficRule> = fc.record({
  threshold: fc.constantFrom(0.001, 0.07, 0.1, 0.5, 1, 1.1, 2, 3.333),
  windowSeconds: fc.integer({ min: 1, max: 12 }),
});
const act = fc.oneof(
  fc.record({
    kind: fc.constant('lines' as const),
    by: fc.array(fc.integer({ min: -15, max: 5 }), { minLength: 1, maxLength: 20 }),
  }),
  fc.record({
    kind: fc.constant('lines' as const),
    by: fc.array(fc.constantFrom(3600, 301, 290, -86_400, 0), { minLength: 1, maxLength: 5 }),
  }),
  fc.record({
    kind: fc.constant('pass' as const),
    by: fc.tuple(fc.oneof(fc.integer({ min: 0, max: 2500 }), fc.nat(200_000))),
  }),
  fc.record({
    kind: fc.constant('set' as const),
    by: fc.tuple(fc.constantFrom(-3600, -1, 1, 600)),
  }),
);

describe('RuleWatch, held to AlertWatch', () => {
  it('places each hit and tells each transition alike, whatever the clocks do', () => {
    const property = fc.property(aRule, fc.array(act, { maxLength: 40 }), (limits, acts) => {
      const timers = sinon.useFakeTimers({ now: NOON * 1000, toFake: ['Date'] });
      try {
        const clock = { nowMs: () => Date.now() };
        const old: AlertTransition[] = [];
        const alertClock = new EventClock(clock);
        const policy = new HighTrafficPolicy(limits);
        const watch = new AlertWatch(alertClock, policy, (one) => old.push(one));
        const told: RuleTransition[] = [];
        const rule = highTrafficRule(limits.threshold, limits.windowSeconds);
        const engine = new RuleEngine([rule], 1, (one) => told.push(one));
        const ruleClock = new EventClock(clock);
        const ruleWatch = new RuleWatch(ruleClock, engine);
        for (const { kind, by } of acts) {
          if (kind === 'pass') timers.tick(by[0]);
          if (kind === 'set') timers.setSystemTime(Math.max(0, Date.now() + by[0] * 1000));
          if (kind === 'lines') {
            const now = Math.floor(Date.now() / 1000);
            const batch = batchOf(by.map((ahead) => ({ second: now + ahead })));
            alertClock.arrive();
            ruleClock.arrive();
            const placed = { late: 0, future: 0 };
            const seconds = by.map((ahead) => {
              const placement = watch.observe(now + ahead);
              if (placement === Placement.late) placed.late++;
              if (placement === Placement.future) placed.future++;
              return watch.placedSecond;
            });
            expect(ruleWatch.observe(batch, 'a.log')).to.deep.equal(placed);
            expect(by.map((_, line) => secondOf(batch, line))).to.deep.equal(seconds);
          }
          watch.advance();
          ruleWatch.advance();
          expect(known(told)).to.deep.equal(old);
        }
        watch.finish();
        ruleWatch.finish();
        expect(known(told)).to.deep.equal(old);
      } finally {
        timers.restore();
      }
    });
    fc.assert(property, { numRuns: 300 });
  });

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
