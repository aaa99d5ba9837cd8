import { expect } from 'chai';
import fc from 'fast-check';
import { firstOf, largest, sortedCopy } from '../../src/tables/largest.ts';

const entries = fc.array(fc.record({ number: fc.nat(6), rank: fc.nat(9) }), { maxLength: 40 });

describe('largest', () => {
  it('keeps just the count largest, and of equals those of lowest rank', () => {
    const property = fc.property(entries, fc.integer({ min: 1, max: 45 }), (all, count) => {
      const numbers = Float64Array.from(all, ({ number }) => number);
      const { stays, next } = largest(numbers, count, (index) => all[index]?.rank ?? NaN);
      const kept = all.filter((_, index) => stays[index] === 1);
      const gone = all.filter((_, index) => stays[index] === 0);
      expect(kept).to.have.length(Math.min(count, all.length));
      expect(next).to.equal(Math.max(-Infinity, ...gone.map(({ number }) => number)));
      for (const one of kept) {
        for (const other of gone) {
          expect(one.number).to.be.at.least(other.number);
          if (one.number === other.number) expect(one.rank).to.be.at.most(other.rank);
        }
      }
    });
    fc.assert(property, { numRuns: 2000 });
  });

  it('asks for no rank where all equals stay or all go', () => {
    const never = () => expect.fail('asked for a rank') as never;
    expect([...largest(Float64Array.of(1, 2, 2), 2, never).stays]).to.deep.equal([0, 1, 1]);
    expect([...largest(Float64Array.of(5, 5), 2, never).stays]).to.deep.equal([1, 1]);
  });
});

describe('sortedCopy', () => {
  it('leaves the numbers as they are', () => {
    const numbers = Float64Array.of(3, 1, 2);
    expect([...sortedCopy(numbers)]).to.deep.equal([1, 2, 3]);
    expect([...numbers]).to.deep.equal([3, 1, 2]);
  });
});

describe('firstOf', () => {
  it('is the beginning of the sorted numbers, however many are asked for', () => {
    const values = fc.array(fc.nat(9), { maxLength: 60 });
    const property = fc.property(values, fc.nat(70), (all, count) => {
      const order = (a: number, b: number) => (all[a] ?? 0) - (all[b] ?? 0) || a - b;
      const sorted = all.map((_, index) => index).sort(order);
      expect(firstOf(all.length, count, order)).to.deep.equal(sorted.slice(0, count));
    });
    fc.assert(property, { numRuns: 1000 });
  });
});
