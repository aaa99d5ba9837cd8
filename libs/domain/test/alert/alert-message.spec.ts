import { expect } from 'chai';
import fc from 'fast-check';
import {
  type AlertChange,
  alertChange,
  alertMessage,
  alertValue,
  highTrafficRule,
} from '../../src/index.ts';

function change(hits: number, windowSeconds = 120): AlertChange {
  const second = Date.UTC(2024, 4, 1, 12) / 1000;
  const rule = highTrafficRule(10, windowSeconds);
  return alertChange(rule, {
    ...{ rule: rule.name, group: undefined, kind: 'triggered', severity: 'critical', second },
    ...{ metric: rule.metric, windowSeconds, numerator: hits, divisor: windowSeconds },
    ...{ threshold: 10, recovery: 10, startSecond: second, muted: false },
    ...{ startValue: hits / windowSeconds, peakValue: hits / windowSeconds },
  });
}

const formatTime = (second: number) =>
  new Date(second * 1000).toISOString().replace('.000Z', '+00:00');

describe('the message of an alert', () => {
  it('is word for word the one that was asked for', () => {
    expect(alertMessage(change(1201), formatTime)).to.equal(
      'High traffic generated an alert - hits = 10.008, triggered at 2024-05-01T12:00:00+00:00',
    );
    expect(alertMessage({ ...change(1188), kind: 'recovered' }, formatTime)).to.equal(
      'High traffic alert recovered - hits = 9.9, recovered at 2024-05-01T12:00:00+00:00',
    );
  });

  const values: readonly (readonly [number, number, string])[] = [
    // hits, window, text
    [1201, 120, '10.008'],
    [1500, 120, '12.5'],
    [1320, 120, '11'],
    [0, 120, '0'],
    [1, 120, '0.008'],
    [1199, 120, '9.992'],
    [1, 3, '0.333'],
    [2, 3, '0.667'],
    [1, 2000, '0.001'],
    [1, 2001, '0'],
    [1005, 1000, '1.005'],
    [9, 8, '1.125'],
    [41, 40, '1.025'],
    [120_000_000, 120, '1000000'],
    [123_456_789, 1, '123456789'],
  ];
  for (const [hits, windowSeconds, text] of values) {
    it(`says ${text} for ${hits} hits in ${windowSeconds} s`, () => {
      const message = alertMessage(change(hits, windowSeconds), formatTime);
      expect(message).to.include(` hits = ${text}, `);
    });
  }

  it('has three decimals at most, half a thousandth from the average at most', () => {
    const property = fc.property(fc.nat(), fc.integer({ min: 1, max: 86_400 }), (hits, seconds) => {
      const value = alertValue(change(hits, seconds));
      expect(String(value)).to.match(/^\d+(\.\d{1,3})?$/);
      expect(Math.abs((value ?? NaN) - hits / seconds)).to.be.at.most(0.000_500_1);
    });
    fc.assert(property, { numRuns: 2000 });
  });
});
