import { expect } from 'chai';
import fc from 'fast-check';
import { HyperLogLog } from '../../src/index.ts';
import { latin1Block } from '../text-block.ts';

function sketchOf(...sets: readonly (readonly string[])[]): HyperLogLog {
  const sketch = new HyperLogLog();
  for (const keys of sets) {
    for (const key of keys) {
      const block = latin1Block(key);
      sketch.add(block, 0, block.length);
    }
  }
  return sketch;
}

function addressesOf(set: number, from: number, to: number): string[] {
  return Array.from(
    { length: to - from },
    (_, at) => `${set}.${(from + at) >> 8}.${(from + at) & 255}`,
  );
}

describe('HyperLogLog', () => {
  it('knows nothing as nothing, and few keys exactly', () => {
    expect(new HyperLogLog().estimate()).to.equal(0);
    for (const size of [1, 2, 3, 10, 50]) {
      expect(Math.round(sketchOf(addressesOf(1, 0, size)).estimate())).to.equal(size);
    }
  });

  for (const size of [1_000, 10_000, 40_000, 100_000]) {
    it(`estimates ${size} keys within four standard errors, in every one of eight sets`, () => {
      for (let set = 0; set < 8; set++) {
        const error = sketchOf(addressesOf(set, 0, size)).estimate() / size - 1;
        expect(Math.abs(error), `set ${set}`).to.be.below(4 * HyperLogLog.standardError);
      }
    });
  }

  it('is neither too high nor too low on average', () => {
    let sum = 0;
    for (let set = 0; set < 40; set++) sum += sketchOf(addressesOf(set, 0, 20_000)).estimate();
    const error = sum / 40 / 20_000 - 1;
    // The mean of forty is sure to a sixth of one's standard error.
    expect(Math.abs(error)).to.be.below(HyperLogLog.standardError / 2);
  });

  it('states its standard error', () => {
    expect(HyperLogLog.standardError).to.be.closeTo(0.0081, 0.0001);
  });

  it('does not count a key twice', () => {
    const keys = addressesOf(1, 0, 5000);
    expect(sketchOf(keys, keys, keys).estimate()).to.equal(sketchOf(keys).estimate());
  });

  it('never falls when a key is added', () => {
    const sketch = new HyperLogLog();
    let before = 0;
    for (const key of addressesOf(9, 0, 3000)) {
      const block = latin1Block(key);
      sketch.add(block, 0, block.length);
      const estimate = sketch.estimate();
      expect(estimate).to.be.at.least(before);
      before = estimate;
    }
  });

  it('merges to the very sketch of the union, in any order and grouping', () => {
    const keys = fc.array(fc.ipV4(), { maxLength: 200 });
    const property = fc.property(keys, keys, keys, (a, b, c) => {
      const union = sketchOf(a, b, c).estimate();
      const inOrder = sketchOf(a);
      inOrder.merge(sketchOf(b));
      inOrder.merge(sketchOf(c));
      const grouped = sketchOf(c);
      const inner = sketchOf(b);
      inner.merge(sketchOf(a));
      grouped.merge(inner);
      expect(inOrder.estimate()).to.equal(union);
      expect(grouped.estimate()).to.equal(union);
      grouped.merge(new HyperLogLog());
      grouped.merge(grouped);
      expect(grouped.estimate()).to.equal(union);
    });
    fc.assert(property, { numRuns: 60 });
  });

  it('merges large sketches that overlap', () => {
    const whole = sketchOf(addressesOf(1, 0, 50_000));
    const left = sketchOf(addressesOf(1, 0, 30_000));
    const right = sketchOf(addressesOf(1, 20_000, 50_000));
    const alone = right.estimate();
    left.merge(right);
    expect(left.estimate()).to.equal(whole.estimate());
    expect(right.estimate()).to.equal(alone);
  });

  it('is empty after clear', () => {
    const sketch = sketchOf(addressesOf(1, 0, 1000));
    sketch.clear();
    expect(sketch.estimate()).to.equal(0);
  });
});
