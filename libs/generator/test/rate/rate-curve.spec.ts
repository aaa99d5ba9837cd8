import { expect } from 'chai';
import fc from 'fast-check';

import { dayShapeMs } from '../../src/rate/day-shape.ts';
import { RateCurve } from '../../src/rate/rate-curve.ts';
import type { Spike } from '../../src/rate/spike.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const MIDNIGHT_MS = Date.UTC(2026, 0, 1);

const spikes = fc.array(
  fc
    .record({
      atMs: fc.nat(100_000),
      forMs: fc.integer({ min: 1, max: 60_000 }),
      times: fc.double({ min: 0, max: 20, noNaN: true }),
      gapMs: fc.option(fc.integer({ min: 100, max: 60_000 }), { nil: undefined }),
    })
    .map(({ gapMs, ...spike }): Spike => {
      return { ...spike, everyMs: gapMs === undefined ? undefined : spike.forMs + gapMs };
    }),
  { maxLength: 3 },
);

/** The same rate, looked at one millisecond at a time. */
function slowLines(rate: number, all: readonly Spike[], fromMs: number, toMs: number): number {
  let lines = 0;
  for (let at = fromMs; at < toMs; at++) {
    let factor = 1;
    for (const { atMs, forMs, times, everyMs = Infinity } of all) {
      if (at >= atMs && (at - atMs) % everyMs < forMs) factor *= times;
    }
    lines += (rate * factor) / 1000;
  }
  return lines;
}

describe('RateCurve', () => {
  it('expects rate x seconds without shape and spikes', () => {
    const curve = new RateCurve(MIDNIGHT_MS, { linesPerSecond: 12.5 });
    expect(curve.linesBetween(500, 2500)).to.equal(25);
  });

  it('multiplies the rate for just as long as a spike lasts, each time', () => {
    const spike = { atMs: 60_000, forMs: 30_000, times: 10, everyMs: 600_000 };
    const curve = new RateCurve(MIDNIGHT_MS, { linesPerSecond: 2, spikes: [spike] });
    expect(curve.linesBetween(0, 60_000)).to.equal(120);
    expect(curve.linesBetween(60_000, 90_000)).to.equal(600);
    expect(curve.linesBetween(90_000, 660_000)).to.equal(1140);
    expect(curve.linesBetween(660_000, 690_000)).to.equal(600);
    expect(curve.linesBetween(59_000, 61_000)).to.equal(22);
  });

  it('is the integral of the rate over any span, whatever the spikes', () => {
    const span = fc.tuple(fc.nat(200_000), fc.nat(3000));
    fc.assert(
      fc.property(spikes, span, (all, [fromMs, lengthMs]) => {
        const curve = new RateCurve(MIDNIGHT_MS, { linesPerSecond: 100, spikes: all });
        const slow = slowLines(100, all, fromMs, fromMs + lengthMs);
        expect(curve.linesBetween(fromMs, fromMs + lengthMs)).to.be.closeTo(
          slow,
          1e-6 * slow + 1e-9,
        );
      }),
      { seed: 1 },
    );
  });

  it('adds up: the parts of a span have as many lines as the whole', () => {
    fc.assert(
      fc.property(spikes, fc.nat(2 * HOUR_MS), fc.nat(2 * HOUR_MS), (all, a, b) => {
        const options = { linesPerSecond: 7, dayShape: true, spikes: all };
        const curve = new RateCurve(MIDNIGHT_MS + 12_345_678, options);
        const parts = curve.linesBetween(0, a) + curve.linesBetween(a, a + b);
        expect(parts).to.be.closeTo(curve.linesBetween(0, a + b), 1e-6 * parts + 1e-9);
      }),
      { seed: 2, numRuns: 20 },
    );
  });
});

describe('day shape', () => {
  it('has mean 1 over a day, whenever the day begins', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2e12 }), (fromMs) => {
        expect(dayShapeMs(fromMs, fromMs + DAY_MS)).to.be.closeTo(DAY_MS, 1);
      }),
      { seed: 3 },
    );
  });

  it('is quiet before dawn and busy in the evening', () => {
    const atNight = dayShapeMs(MIDNIGHT_MS + 3 * HOUR_MS, MIDNIGHT_MS + 4 * HOUR_MS);
    const atEight = dayShapeMs(MIDNIGHT_MS + 19 * HOUR_MS, MIDNIGHT_MS + 20 * HOUR_MS);
    expect(atNight).to.be.lessThan(0.4 * HOUR_MS);
    expect(atEight).to.be.greaterThan(1.3 * HOUR_MS);
  });

  it('has no jump, not even at midnight', () => {
    for (let hour = 0; hour <= 24; hour++) {
      const at = MIDNIGHT_MS + hour * HOUR_MS;
      const before = dayShapeMs(at - 1000, at) / 1000;
      const after = dayShapeMs(at, at + 1000) / 1000;
      expect(after, `hour ${hour}`).to.be.closeTo(before, 0.001);
    }
  });
});
