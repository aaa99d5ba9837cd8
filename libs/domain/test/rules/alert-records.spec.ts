import { expect } from 'chai';
import fc from 'fast-check';

import {
  type AlertChange,
  alertChange,
  AlertRecords,
  highTrafficRule,
  type TransitionKind,
} from '../../src/index.ts';

const RULE = highTrafficRule();

function change(
  kind: TransitionKind,
  second: number,
  parts: Partial<Omit<AlertChange, 'id'>> = {},
): AlertChange {
  const { group, startSecond = second, rule = RULE.name } = parts;
  const made = alertChange(RULE, {
    ...{ rule, group, kind, severity: 'critical', second, metric: RULE.metric, windowSeconds: 120 },
    ...{ numerator: kind === 'recovered' ? 1188 : 1320, divisor: 120, threshold: 10, recovery: 10 },
    ...{ startSecond, startValue: 11, peakValue: 12, muted: false },
  });
  return { ...made, ...parts };
}

function recordsOf(changes: readonly AlertChange[], recordsMax?: number) {
  const records = new AlertRecords(() => true, recordsMax);
  for (const one of changes) records.add(one);
  return records;
}

function storyOf(changes: readonly AlertChange[]): string[] {
  return recordsOf(changes)
    .records()
    .map(({ state, startSecond, endSecond = NaN }) => `${state} ${startSecond} ${endSecond}`);
}

describe('AlertRecords', () => {
  it('puts begin and end together', () => {
    const [record] = recordsOf([
      change('triggered', 100),
      change('renotified', 200, { startSecond: 100 }),
      change('recovered', 300, { startSecond: 100, peakValue: 15 }),
    ]).records();
    expect(record).to.include({
      ...{ state: 'recovered', startSecond: 100, endSecond: 300, changes: 3 },
      ...{ startValue: 11, peakValue: 15, endValue: 9.9 },
    });
    expect(record?.first.kind).to.equal('triggered');
  });

  it('keeps groups and rules apart, and shows one that stands without an end', () => {
    const changes = [
      change('triggered', 1, { group: 'a' }),
      change('triggered', 2, { group: 'b' }),
      change('triggered', 3),
      change('recovered', 4, { group: 'a', startSecond: 1 }),
    ];
    expect(storyOf(changes)).to.deep.equal(['recovered 1 4', 'firing 2 NaN', 'firing 3 NaN']);
  });

  it('knows the begin of an alert whose first lines are gone', () => {
    expect(storyOf([change('recovered', 9, { startSecond: 4 })])).to.deep.equal(['recovered 4 9']);
  });

  it('pairs the lines of earlier versions, which do not say when their alert began', () => {
    const changes = [change('triggered', 1), change('recovered', 5), change('triggered', 8)];
    expect(storyOf(changes)).to.deep.equal(['recovered 1 5', 'firing 8 NaN']);
  });

  it('says of one that began again that its end is not known', () => {
    expect(storyOf([change('triggered', 1), change('triggered', 8)])).to.deep.equal([
      ...['unfinished 1 NaN', 'firing 8 NaN'],
    ]);
  });

  it('counts what is told twice once, wherever it stands', () => {
    const kinds = fc.constantFrom('triggered', 'recovered', 'renotified', 'escalated');
    const steps = fc.array(fc.tuple(kinds, fc.integer({ min: 1, max: 9 })), { maxLength: 20 });
    const property = fc.property(steps, fc.nat(), (taken, repeated) => {
      let second = 0;
      let startSecond = 0;
      const changes = taken.map(([kind, step]) => {
        second += step;
        if (kind === 'triggered') startSecond = second;
        return change(kind, second, { startSecond });
      });
      const twice = changes.flatMap((one, at) => (at === repeated % 20 ? [one, one] : [one]));
      expect(recordsOf(twice).records()).to.deep.equal(recordsOf(changes).records());
    });
    fc.assert(property, { numRuns: 300 });
  });

  it('holds only so many, the newest, and says how many it does not', () => {
    const changes = Array.from({ length: 10 }, (_, at) =>
      change('triggered', at, { group: `${at}` }),
    );
    const records = recordsOf(changes, 4);
    expect(records.records().map(({ startSecond }) => startSecond)).to.deep.equal([6, 7, 8, 9]);
    expect(records.left).to.equal(6);
  });

  it('does not hold what is over and not wanted', () => {
    const records = new AlertRecords(({ state }) => state === 'firing', 1);
    for (let at = 0; at < 9; at += 2) {
      records.add(change('triggered', at));
      records.add(change('recovered', at + 1, { startSecond: at }));
    }
    expect(records.records()).to.deep.equal([]);
    expect(records.left).to.equal(0);
  });
});
