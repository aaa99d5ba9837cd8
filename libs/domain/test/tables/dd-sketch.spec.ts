import { expect } from 'chai';
import fc from 'fast-check';
import { DDSketch } from '../../src/index.ts';
import { binOf, middleOf } from '../../src/tables/dd-sketch.ts';

const VALUE_MAX = Number.MAX_SAFE_INTEGER;
const BINS = 3072;
const OFF_MAX = 1 / 128;

/** Where bins and octaves begin and end, sizes as they are in logs, and anything. */
const value = fc.oneof(
  fc.constantFrom(0, 1, 127, 128, 129, VALUE_MAX - 1, VALUE_MAX),
  fc
    .tuple(fc.integer({ min: 1, max: 52 }), fc.constantFrom(-1, 0, 1))
    .map(([power, step]) => 2 ** power + step),
  fc.integer({ min: 0, max: 100_000 }),
  fc.maxSafeNat(),
);
const values = fc.array(value, { maxLength: 200 });
const someValues = fc.array(value, { minLength: 1, maxLength: 200 });
const part = fc.oneof(
  fc.constantFrom(0, 0.5, 0.9, 0.99, 1),
  fc.double({ min: 0, max: 1, noNaN: true }),
);

function sketchOf(added: readonly number[]): DDSketch {
  const sketch = new DDSketch();
  for (const one of added) sketch.add(one);
  return sketch;
}

function merged(...sketches: readonly DDSketch[]): DDSketch {
  const all = new DDSketch();
  for (const sketch of sketches) all.merge(sketch);
  return all;
}

function exactQuantile(sorted: readonly number[], q: number): number {
  return sorted[Math.floor(q * (sorted.length - 1))] ?? NaN;
}

function expectWithin(estimate = NaN, exact: number, what: string): void {
  expect(Math.abs(estimate - exact), what).to.be.at.most(OFF_MAX * exact);
}

describe('DDSketch', () => {
  it('has no quantile, smallest or largest value of nothing', () => {
    const sketch = new DDSketch();
    expect(sketch.count).to.equal(0);
    expect([sketch.min, sketch.max, sketch.quantile(0.5)]).to.deep.equal([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('promises less than 1 %', () => {
    expect(DDSketch.relativeError).to.equal(OFF_MAX).and.to.be.below(0.01);
  });

  it('is within that of the exact quantile, whatever the values', () => {
    const property = fc.property(someValues, fc.array(part), (added, parts) => {
      const sketch = sketchOf(added);
      const sorted = added.slice().sort((a, b) => a - b);
      for (const q of parts) {
        expectWithin(sketch.quantile(q), exactQuantile(sorted, q), `q = ${q}`);
      }
    });
    fc.assert(property, { numRuns: 500 });
  });

  it('knows how many values there are, the smallest and the largest', () => {
    const property = fc.property(someValues, (added) => {
      const sketch = sketchOf(added);
      const [min, max] = [Math.min(...added), Math.max(...added)];
      expect([sketch.count, sketch.min, sketch.max]).to.deep.equal([added.length, min, max]);
      expect([sketch.quantile(0), sketch.quantile(1)]).to.deep.equal([min, max]);
    });
    fc.assert(property);
  });

  it('never falls from one quantile to a higher one', () => {
    const property = fc.property(someValues, part, part, (added, a, b) => {
      const sketch = sketchOf(added);
      const [low = NaN, high = NaN] = [Math.min(a, b), Math.max(a, b)].map((q) =>
        sketch.quantile(q),
      );
      expect(low).to.be.at.most(high);
    });
    fc.assert(property);
  });

  it('is exact for values below 128', () => {
    const small = fc.array(fc.integer({ min: 0, max: 127 }), { minLength: 1, maxLength: 200 });
    const property = fc.property(small, part, (added, q) => {
      const sorted = added.slice().sort((a, b) => a - b);
      expect(sketchOf(added).quantile(q)).to.equal(exactQuantile(sorted, q));
    });
    fc.assert(property);
  });

  it('gives the median and the 99th percentile of a day of response sizes', () => {
    // 1 byte to 1 MB, evenly by the logarithm; every tenth response is empty.
    const sizes = Array.from({ length: 50_000 }, (_, at) =>
      at % 10 === 0 ? 0 : Math.floor(10 ** ((at * 6) / 50_000)),
    );
    const sorted = sizes.slice().sort((a, b) => a - b);
    const sketch = sketchOf(sizes);
    expect(sketch.quantile(0.09)).to.equal(0);
    for (const q of [0.1, 0.25, 0.5, 0.9, 0.99, 0.999]) {
      expectWithin(sketch.quantile(q), exactQuantile(sorted, q), `q = ${q}`);
    }
  });

  it('counts a value that was split anyhow and merged as it counts the whole', () => {
    const dealt = fc.array(fc.tuple(value, fc.nat({ max: 4 })), { maxLength: 200 });
    const property = fc.property(dealt, (hands) => {
      const parts = Array.from({ length: 5 }, () => new DDSketch());
      for (const [one, hand] of hands) parts[hand]?.add(one);
      const whole = sketchOf(hands.map(([one]) => one));
      expect(merged(...parts).state()).to.deep.equal(whole.state());
    });
    fc.assert(property, { numRuns: 200 });
  });

  it('merges in any order and grouping, and nothing changes nothing', () => {
    const property = fc.property(values, values, values, (x, y, z) => {
      const [a, b, c] = [sketchOf(x), sketchOf(y), sketchOf(z)];
      const all = merged(a, b, c).state();
      expect(merged(c, a, b).state(), 'order').to.deep.equal(all);
      expect(merged(a, merged(b, c)).state(), 'grouping').to.deep.equal(all);
      expect(merged(a, new DDSketch()).state(), 'nothing on the right').to.deep.equal(a.state());
      expect(b.state(), 'what was merged').to.deep.equal(sketchOf(y).state());
    });
    fc.assert(property);
  });

  it('merges with itself', () => {
    const sketch = sketchOf([1, 1000, 1_000_000]);
    sketch.merge(sketch);
    expect(sketch.state()).to.deep.equal(
      sketchOf([1, 1000, 1_000_000, 1, 1000, 1_000_000]).state(),
    );
  });

  it('hands out a copy, which is the sketch again elsewhere', () => {
    const property = fc.property(values, value, (added, later) => {
      const sketch = sketchOf(added);
      const state = sketch.state();
      const elsewhere = new DDSketch();
      elsewhere.mergeState(structuredClone(state));
      sketch.add(later);
      expect(state).to.deep.equal(elsewhere.state());
      state.bins.fill(7);
      expect(sketch.state()).to.deep.equal(sketchOf([...added, later]).state());
      expect(elsewhere.count).to.equal(added.length);
    });
    fc.assert(property);
  });

  it('is like new after clear', () => {
    const property = fc.property(values, values, (before, after) => {
      const sketch = sketchOf(before);
      sketch.clear();
      expect(sketch.state()).to.deep.equal(new DDSketch().state());
      expect([sketch.count, sketch.min, sketch.quantile(0.5)]).to.deep.equal([
        0,
        undefined,
        undefined,
      ]);
      for (const one of after) sketch.add(one);
      expect(sketch.state()).to.deep.equal(sketchOf(after).state());
    });
    fc.assert(property);
  });

  it('rounds to whole numbers, and counts what is above 2^53 - 1 as that', () => {
    const decimal = fc.double({ min: 0, max: 1e6, noNaN: true });
    const property = fc.property(fc.array(decimal), (added) => {
      const rounded = added.map((one) => Math.round(one));
      expect(sketchOf(added).state()).to.deep.equal(sketchOf(rounded).state());
    });
    fc.assert(property);
    expect(sketchOf([-0, 0.4]).max).to.equal(0);
    const huge = sketchOf([2 ** 53, 1e300, Infinity]);
    expect(huge.state()).to.deep.equal(sketchOf([VALUE_MAX, VALUE_MAX, VALUE_MAX]).state());
  });

  it('takes neither negative values nor NaN, and is as it was', () => {
    const sketch = sketchOf([5]);
    for (const wrong of [-1, -0.1, -Infinity, NaN]) {
      expect(() => {
        sketch.add(wrong);
      }).to.throw(RangeError);
    }
    expect(sketch.state()).to.deep.equal(sketchOf([5]).state());
  });

  it('has quantiles from 0 to 1 only', () => {
    for (const wrong of [-0.01, 1.01, 99, NaN]) {
      expect(() => sketchOf([5]).quantile(wrong)).to.throw(RangeError);
    }
  });
});

describe('the bins of a DDSketch', () => {
  it('follow each other without a gap, each with its middle within the bound', () => {
    let low = 0;
    for (let bin = 0; bin < BINS; bin++) {
      const width = bin < 128 ? 1 : 2 ** (Math.floor(bin / 64) - 1);
      const high = low + width - 1;
      expect([binOf(low), binOf(high)], `bin ${bin}`).to.deep.equal([bin, bin]);
      expectWithin(middleOf(bin), low, `bin ${bin}`);
      expectWithin(middleOf(bin), high, `bin ${bin}`);
      low = high + 1;
    }
    expect(low - 1).to.equal(VALUE_MAX);
  });

  it('rise with the values', () => {
    const property = fc.property(value, value, (a, b) => {
      expect(binOf(Math.min(a, b))).to.be.at.most(binOf(Math.max(a, b)));
    });
    fc.assert(property, { numRuns: 1000 });
  });

  it('are no more than 3072, and as few as the values span', () => {
    expect(sketchOf([0, VALUE_MAX]).state().bins).to.have.length(BINS);
    expect(sketchOf([VALUE_MAX]).state().bins).to.have.length(1);
    expect(sketchOf([100, 10_000_000]).state().bins.length).to.be.below(18 * 64);
  });
});
