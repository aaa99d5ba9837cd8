import { expect } from 'chai';
import fc from 'fast-check';

import { isVisitorSketch, VisitorSketch } from '../../src/index.ts';
import { textBlock } from '../text-block.ts';

function sketchOf(keys: Iterable<string>, seed = 0): VisitorSketch {
  const sketch = new VisitorSketch(seed);
  for (const key of keys) {
    const block = textBlock(key);
    sketch.add(block, 0, block.length);
  }
  return sketch;
}

function* addresses(count: number): Generator<string> {
  for (let at = 0; at < count; at++) yield `10.${at >> 16}.${(at >> 8) & 255}.${at & 255}`;
}

const someKeys = fc.array(fc.ipV4(), { maxLength: 3000 });

describe('VisitorSketch', () => {
  for (const count of [0, 1, 100, 1000, 10_000, 100_000]) {
    it(`counts ${count} clients within four standard errors`, () => {
      const estimate = sketchOf(addresses(count)).estimate();
      const allowed = 4 * VisitorSketch.standardError * count + 1e-9;
      expect(Math.abs(estimate - count)).to.be.at.most(allowed);
    });
  }

  it('takes about two bytes for each of a hundred clients, and never more than 3,073', () => {
    expect(sketchOf(addresses(100)).encoded().length).to.be.below(230);
    expect(sketchOf(addresses(100_000)).encoded().length).to.equal(3073);
  });

  it('is the sketch of the union when it is merged, in any order and twice', () => {
    fc.assert(
      fc.property(someKeys, someKeys, (one, other) => {
        const union = sketchOf([...one, ...other]).encoded();
        const merged = new VisitorSketch(0);
        for (const keys of [other, one, other]) merged.mergeEncoded(sketchOf(keys).encoded());
        expect(merged.encoded()).to.deep.equal(union);
      }),
      { numRuns: 50 },
    );
  });

  it('is another sketch in another fleet', () => {
    expect(sketchOf(addresses(50), 1).encoded()).not.to.deep.equal(
      sketchOf(addresses(50), 2).encoded(),
    );
  });

  it('knows bytes that are no sketch, and never reads beyond them', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 4000 }), (bytes) => {
        const sketch = new VisitorSketch(0);
        if (isVisitorSketch(bytes)) sketch.mergeEncoded(bytes);
        expect(sketch.estimate()).to.be.at.least(0);
      }),
    );
    const dense = sketchOf(addresses(100_000)).encoded();
    expect(isVisitorSketch(dense)).to.equal(true);
    expect(isVisitorSketch(dense.subarray(1))).to.equal(false);
    expect(isVisitorSketch(dense.subarray(0, 3000))).to.equal(false);
    expect(isVisitorSketch(dense.fill(255, 1))).to.equal(false);
    for (const bytes of [[], [2], [0, 128], [0, 0], [0, 255, 255, 255, 255, 1]]) {
      expect(isVisitorSketch(Uint8Array.from(bytes)), JSON.stringify(bytes)).to.equal(false);
    }
  });

  it('is empty when it is cleared', () => {
    const sketch = sketchOf(addresses(5000));
    sketch.clear();
    expect(sketch.encoded()).to.deep.equal(new VisitorSketch(0).encoded());
  });
});
