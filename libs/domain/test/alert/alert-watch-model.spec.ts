import { expect } from 'chai';
import fc from 'fast-check';
import { LiveMonitor } from './live-monitor.ts';
import { naiveAlerts, NaiveWatch } from './naive-alert.ts';

const rule = fc.record({
  threshold: fc.constantFrom(0.001, 0.07, 0.1, 0.5, 1, 1.1, 2, 3.333),
  windowSeconds: fc.integer({ min: 1, max: 12 }),
});
const start = fc.constantFrom(0, -30, 1_700_000_000);
const step = fc.oneof(
  { weight: 4, arbitrary: fc.constant(0) },
  { weight: 4, arbitrary: fc.constant(1) },
  { weight: 2, arbitrary: fc.integer({ min: 2, max: 6 }) },
  { weight: 1, arbitrary: fc.integer({ min: 7, max: 60 }) },
);
const backwards = fc.oneof(
  { weight: 4, arbitrary: fc.constant(0) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 20 }) },
);

function storyOf({ changes }: LiveMonitor) {
  return changes.map(({ kind, second, hits }) => ({ state: kind, second, hits }));
}

describe('High traffic, held to a slow one', () => {
  it('places every hit and tells every transition alike, in order and out of order', () => {
    const lines = fc.array(fc.tuple(step, backwards), { minLength: 1, maxLength: 120 });
    const property = fc.property(rule, start, lines, (aRule, from, steps) => {
      const monitor = new LiveMonitor(aRule);
      const { watch } = monitor;
      // Nothing is ahead of this wall clock, and no time passes on it.
      monitor.timers.setSystemTime(2_000_000_000_000);
      try {
        const naive = new NaiveWatch(aRule);
        let newest = from;
        for (const [forward, back] of steps) {
          newest += forward;
          const second = newest - back;
          const expected = naive.observe(second) ? 'onTime' : 'late';
          expect(monitor.lines(second)).to.equal(expected);
          expect(monitor.placedSecond).to.equal(second);
          expect(watch.windowHits).to.equal(naive.windowHits);
        }
        watch.finish();
        naive.finish();
        expect(storyOf(monitor)).to.deep.equal(naive.alerts);
        const isHigh = naive.alerts.at(-1)?.state === 'triggered';
        expect(watch.trafficState).to.equal(isHigh ? 'high' : 'normal');
      } finally {
        monitor.restore();
      }
    });
    fc.assert(property, { numRuns: 400 });
  });

  it('tells of a log in order what the definition says, the silence after it included', () => {
    const hits = fc.array(fc.tuple(step, fc.integer({ min: 1, max: 9 })), { minLength: 1 });
    const property = fc.property(rule, hits, (aRule, steps) => {
      const monitor = new LiveMonitor(aRule, 1_000_000);
      try {
        let second = 500;
        const events = steps.map(([forward, count]) => {
          second += forward;
          monitor.lines(second, count);
          return [second, count] as const;
        });
        monitor.timers.tick((aRule.windowSeconds + 1) * 1000);
        monitor.watch.advance();
        expect(storyOf(monitor)).to.deep.equal(naiveAlerts(events, aRule));
      } finally {
        monitor.restore();
      }
    });
    fc.assert(property, { numRuns: 800 });
  });

  it('tells by turns and in order, whatever the clocks do', () => {
    const act = fc.oneof(
      fc.record({ kind: fc.constant('lines'), by: fc.integer({ min: -15, max: 5 }) }),
      fc.record({ kind: fc.constant('lines'), by: fc.constantFrom(3600, 301, 290, -86_400) }),
      fc.record({ kind: fc.constant('pass'), by: fc.integer({ min: 0, max: 2500 }) }),
      fc.record({ kind: fc.constant('pass'), by: fc.integer({ min: 0, max: 200_000 }) }),
      fc.record({ kind: fc.constant('set'), by: fc.constantFrom(-3600, -1, 1, 600) }),
    );
    const property = fc.property(rule, fc.array(act, { maxLength: 60 }), (aRule, acts) => {
      const monitor = new LiveMonitor(aRule, 1_000_000_000);
      const { clock, watch, timers } = monitor;
      try {
        let before = -Infinity;
        for (const { kind, by } of acts) {
          if (kind === 'lines') monitor.lines(Math.floor(Date.now() / 1000) + by, 2);
          else if (kind === 'pass') timers.tick(by);
          else timers.setSystemTime(Math.max(0, Date.now() + by * 1000));
          watch.advance();
          if (!Number.isNaN(clock.second)) {
            expect(clock.second).to.be.at.least(before);
            before = clock.second;
          }
          expect(watch.windowHits).to.be.at.least(0);
        }
        watch.finish();
        for (const [index, { kind, second }] of monitor.changes.entries()) {
          expect(kind).to.equal(index % 2 === 0 ? 'triggered' : 'recovered');
          expect(second).to.be.above(monitor.changes[index - 1]?.second ?? -Infinity);
        }
      } finally {
        monitor.restore();
      }
    });
    fc.assert(property, { numRuns: 600 });
  });
});
