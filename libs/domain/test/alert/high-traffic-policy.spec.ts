import { expect } from 'chai';
import fc from 'fast-check';
import { AlertPolicy, highTrafficRule, NORMAL_STATE, reading } from '../../src/index.ts';

/** The state after each number of hits. */
function states(threshold: number, windowSeconds: number, hits: readonly number[]): string[] {
  const policy = new AlertPolicy(highTrafficRule(threshold, windowSeconds));
  let state = NORMAL_STATE;
  return hits.map((count, second) => {
    ({ state } = policy.step(state, second, reading(count, windowSeconds)));
    return state.alert === undefined ? 'normal' : 'high';
  });
}

describe('AlertPolicy of high traffic', () => {
  it('triggers above the threshold, not at it', () => {
    expect(states(10, 120, [1199, 1200, 1201])).to.deep.equal(['normal', 'normal', 'high']);
  });

  it('recovers below the threshold, not at it', () => {
    expect(states(10, 120, [1201, 1200, 1199])).to.deep.equal(['high', 'high', 'normal']);
  });

  it('keeps either state at equality, however often it is looked at', () => {
    expect(states(10, 120, [1200, 1200, 1201, 1200, 1200, 1199, 1200, 1200])).to.deep.equal([
      'normal',
      'normal',
      'high',
      'high',
      'high',
      'normal',
      'normal',
      'normal',
    ]);
  });

  it('tells a transition once, with what it was decided by', () => {
    const policy = new AlertPolicy(highTrafficRule(0.5, 10));
    let state = NORMAL_STATE;
    const told = [5, 6, 60, 0, 0].map((hits, at) => {
      const step = policy.step(state, 7 + at, reading(hits, 10));
      ({ state } = step);
      return step.transition;
    });
    expect(told.map((one) => one?.kind)).to.deep.equal([
      ...[undefined, 'triggered', undefined, 'recovered', undefined],
    ]);
    const facts = { rule: 'high-traffic', windowSeconds: 10, threshold: 0.5, startSecond: 8 };
    expect(told[1]).to.include({ ...facts, second: 8, numerator: 6, peakValue: 0.6 });
    expect(told[3]).to.include({ ...facts, second: 10, numerator: 0, peakValue: 6 });
  });

  const decimals: readonly (readonly [number, number, number])[] = [
    // threshold, window, hits at equality; the products of the doubles lie beside them
    [0.07, 100, 7],
    [0.29, 100, 29],
    [0.57, 100, 57],
    [1.1, 10, 11],
    [4.35, 100, 435],
    [0.1, 30, 3],
    [1.15, 120, 138],
    [8.333, 3000, 24_999],
  ];
  for (const [threshold, windowSeconds, equal] of decimals) {
    it(`is exact at ${threshold} over ${windowSeconds} s: ${equal} hits change nothing`, () => {
      const hits = [equal, equal + 1, equal, equal - 1, equal];
      const expected = ['normal', 'high', 'high', 'normal', 'normal'];
      expect(states(threshold, windowSeconds, hits)).to.deep.equal(expected);
    });
  }

  it('triggers at the first hit above a limit that is no whole number', () => {
    expect(states(10.008, 120, [1200, 1201, 1200])).to.deep.equal(['normal', 'high', 'normal']);
    expect(states(1 / 3, 2, [0, 1, 0])).to.deep.equal(['normal', 'high', 'normal']);
    expect(states(1e-12, 1, [0, 1, 0])).to.deep.equal(['normal', 'high', 'normal']);
  });

  it('compares like whole numbers for every threshold of three decimals', () => {
    const thousandths = fc.integer({ min: 1, max: 100_000 });
    const windows = fc.integer({ min: 1, max: 3600 });
    const near = fc.array(fc.integer({ min: -2, max: 2 }), { minLength: 1, maxLength: 20 });
    const property = fc.property(
      thousandths,
      windows,
      near,
      (threshold, windowSeconds, offsets) => {
        const limit = threshold * windowSeconds;
        const hits = offsets.map((offset) => Math.max(0, Math.round(limit / 1000) + offset));
        let high = false;
        const expected = hits.map((count) => {
          high = high ? count * 1000 >= limit : count * 1000 > limit;
          return high ? 'high' : 'normal';
        });
        expect(states(threshold / 1000, windowSeconds, hits)).to.deep.equal(expected);
      },
    );
    fc.assert(property, { numRuns: 3000 });
  });
});
