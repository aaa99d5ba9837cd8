import { expect } from 'chai';
import fc from 'fast-check';

import { Random } from '../../src/random/random.ts';
import { Arrivals, atOnce, type Schedule } from '../../src/rate/arrivals.ts';
import { RateCurve } from '../../src/rate/rate-curve.ts';

const START_MS = Date.UTC(2026, 0, 1, 12);

/** Due times up to an instant, in milliseconds since the start. */
function dueTimes(schedule: Schedule, untilMs: number): number[] {
  const times: number[] = [];
  while (schedule.dueMs < START_MS + untilMs) {
    times.push(schedule.dueMs - START_MS);
    schedule.advance();
  }
  return times;
}

describe('Arrivals', () => {
  it('come at even distances without a random generator, half a gap after the start', () => {
    const curve = new RateCurve(START_MS, { linesPerSecond: 4 });
    const times = dueTimes(new Arrivals(START_MS, curve), 2000);
    expect(times).to.deep.equal([125, 375, 625, 875, 1125, 1375, 1625, 1875]);
  });

  it('have whole counts over whole spans, also below one a second', () => {
    const curve = new RateCurve(START_MS, { linesPerSecond: 0.1 });
    const times = dueTimes(new Arrivals(START_MS, curve), 60_000);
    expect(times.map((ms) => Math.round(ms))).to.deep.equal([
      5000, 15_000, 25_000, 35_000, 45_000, 55_000,
    ]);
  });

  it('are never more than half a line away from the integral of the rate', () => {
    const rate = fc.double({ min: 0.05, max: 300, noNaN: true });
    const times = fc.double({ min: 0, max: 10, noNaN: true });
    fc.assert(
      fc.property(
        rate,
        times,
        fc.integer({ min: 1, max: 90 }),
        (linesPerSecond, factor, seconds) => {
          const spikes = [{ atMs: 10_000, forMs: 20_000, times: factor }];
          const curve = new RateCurve(START_MS, { linesPerSecond, dayShape: true, spikes });
          const due = dueTimes(new Arrivals(START_MS, curve), seconds * 1000);
          expect(due.length).to.be.closeTo(curve.linesBetween(0, seconds * 1000), 0.5 + 1e-6);
          expect(due).to.deep.equal([...due].sort((a, b) => a - b));
        },
      ),
      { seed: 1 },
    );
  });

  it('as a Poisson process have the integral as mean and as variance', () => {
    const spikes = [{ atMs: 2000, forMs: 3000, times: 5 }];
    const curve = new RateCurve(START_MS, { linesPerSecond: 10, spikes });
    const runs = 2000;
    const expected = curve.linesBetween(0, 8000);
    const counts = Array.from({ length: runs }, (_, seed) => {
      return dueTimes(new Arrivals(START_MS, curve, new Random(seed, 9)), 8000).length;
    });
    const mean = counts.reduce((sum, count) => sum + count, 0) / runs;
    const variance = counts.reduce((sum, count) => sum + (count - mean) ** 2, 0) / runs;
    expect(expected).to.equal(200);
    expect(mean).to.be.closeTo(200, 1.5);
    expect(variance / mean).to.be.closeTo(1, 0.15);
  });

  it('wait for the end of an outage, and end when silence is for good', () => {
    const outage = [{ atMs: 1000, forMs: 3_600_000, times: 0 }];
    const curve = new RateCurve(START_MS, { linesPerSecond: 1, spikes: outage });
    const times = dueTimes(new Arrivals(START_MS, curve), 3_603_000);
    expect(times).to.deep.equal([500, 3_601_500, 3_602_500]);

    const silence = [{ atMs: 1000, forMs: 1e12, times: 0 }];
    const silent = new Arrivals(
      START_MS,
      new RateCurve(START_MS, { linesPerSecond: 1, spikes: silence }),
    );
    silent.advance();
    expect(silent.dueMs).to.equal(Infinity);
  });
});

describe('atOnce', () => {
  it('is always due', () => {
    const schedule = atOnce(START_MS);
    schedule.advance();
    expect(schedule.dueMs).to.equal(START_MS);
  });
});
