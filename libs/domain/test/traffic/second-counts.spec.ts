import { expect } from 'chai';
import fc from 'fast-check';
import { SecondCounts } from '../../src/index.ts';

const HOUR = 3600;
/** More hours than are held second by second. */
const HOURS_TOO_MANY = 1005;

function countsOf(seconds: Iterable<number>): SecondCounts {
  const counts = new SecondCounts();
  for (const second of seconds) counts.add(second);
  return counts;
}

function mergedOf(...parts: readonly SecondCounts[]): SecondCounts {
  const whole = new SecondCounts();
  for (const part of parts) whole.merge(part);
  return whole;
}

function expected(seconds: readonly number[]) {
  const hits = new Map<number, number>();
  for (const second of seconds) hits.set(second, (hits.get(second) ?? 0) + 1);
  const [first] = [...hits].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
  return {
    peak: first && { second: first[0], hits: first[1] },
    span: first && { first: Math.min(...seconds), last: Math.max(...seconds) },
  };
}

const near = fc.integer({ min: -2 * HOUR, max: 2 * HOUR });
const seconds = fc.array(
  fc.oneof(near, fc.integer({ min: -3, max: 3 }), fc.constantFrom(3599, 3600, 7199, 1_700_000_000)),
  { maxLength: 60 },
);

describe('SecondCounts', () => {
  it('knows neither span nor peak at first', () => {
    const counts = new SecondCounts();
    expect({ peak: counts.peak(), span: counts.span }).to.deep.equal(expected([]));
  });

  it('counts like a Map, in any order, before 1970 too', () => {
    const property = fc.property(seconds, (all) => {
      const counts = countsOf(all);
      expect({ peak: counts.peak(), span: counts.span }).to.deep.equal(expected(all));
    });
    fc.assert(property, { numRuns: 300 });
  });

  it('adds the hits of a range of seconds to others, across hours', () => {
    const counts = new SecondCounts();
    for (const second of [3599, 3599, 3600, 3603, 7200]) counts.add(second);
    const into = [10, 10, 10, 10, 10, 10];
    counts.addTo(into, 3598);
    expect(into).to.deep.equal([10, 12, 11, 10, 10, 11]);
  });

  it('merges to the counts of the whole in any order, leaving the parts alone', () => {
    const property = fc.property(seconds, seconds, seconds, (a, b, c) => {
      const whole = expected([...a, ...b, ...c]);
      const parts = [a, b, c].map(countsOf);
      const [one, two, three] = parts;
      if (!one || !two || !three) throw new Error('there are three parts');
      for (const merged of [
        mergedOf(one, two, three),
        mergedOf(three, one, two),
        mergedOf(one, mergedOf(two, three)),
        mergedOf(one, two, new SecondCounts(), three),
      ]) {
        expect({ peak: merged.peak(), span: merged.span }).to.deep.equal(whole);
      }
      expect({ peak: one.peak(), span: one.span }).to.deep.equal(expected(a));
    });
    fc.assert(property, { numRuns: 100 });
  });

  it('goes on counting after a merge and after clear', () => {
    const counts = countsOf([5, 5, 7]);
    counts.merge(countsOf([7, 7, HOUR]));
    counts.add(HOUR);
    counts.add(HOUR);
    counts.add(HOUR);
    expect(counts.peak()).to.deep.equal({ second: HOUR, hits: 4 });
    counts.clear();
    expect({ peak: counts.peak(), span: counts.span }).to.deep.equal(expected([]));
    counts.add(HOUR);
    expect(counts.peak()).to.deep.equal({ second: HOUR, hits: 1 });
    expect(counts.span).to.deep.equal({ first: HOUR, last: HOUR });
  });

  it('takes the first of several busiest seconds, also across hours', () => {
    expect(countsOf([2 * HOUR, 9, 4, 4, 2 * HOUR, 9]).peak()).to.deep.equal({ second: 4, hits: 2 });
    const later = countsOf([2 * HOUR]);
    later.merge(countsOf([HOUR]));
    expect(later.peak()).to.deep.equal({ second: HOUR, hits: 1 });
  });

  it('remembers the peak and the span of hours that it no longer holds', () => {
    const hours = Array.from({ length: HOURS_TOO_MANY }, (_, hour) => hour * HOUR + 17);
    const counts = countsOf([17, 17, ...hours]);
    expect(counts.peak()).to.deep.equal({ second: 17, hits: 3 });
    expect(counts.span).to.deep.equal({ first: 17, last: (HOURS_TOO_MANY - 1) * HOUR + 17 });
    // Once more in an hour that is sealed: counted anew there, so the peak stays what it was.
    counts.add(17);
    expect(counts.peak()).to.deep.equal({ second: 17, hits: 3 });
  });

  it('hands sealed peaks on in a merge', () => {
    const hours = Array.from({ length: HOURS_TOO_MANY }, (_, hour) => hour * HOUR);
    const sealed = countsOf([0, 0, ...hours]);
    const merged = mergedOf(countsOf([HOUR, HOUR]), sealed);
    expect(merged.peak()).to.deep.equal({ second: 0, hits: 3 });
    expect(mergedOf(sealed, countsOf([HOUR])).peak()).to.deep.equal({ second: 0, hits: 3 });
    sealed.clear();
    expect(sealed.peak()).to.be.undefined;
  });
});
