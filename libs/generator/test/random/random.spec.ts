import { expect } from 'chai';

import { Random } from '../../src/random/random.ts';

const DRAWS = 100_000;

function mean(draw: () => number): number {
  let sum = 0;
  for (let count = 0; count < DRAWS; count++) sum += draw();
  return sum / DRAWS;
}

describe('Random', () => {
  it('is sfc32 as PractRand seeds it with 64 bits', () => {
    // RNG_output sfc32 64 0x0 and 0x123456789ABCDEF of PractRand pre0.95
    const zero = new Random(0, 0);
    expect([zero.uint32(), zero.uint32(), zero.uint32(), zero.uint32()]).to.deep.equal([
      0x514676c3, 0x08a809df, 0x30349d2b, 0xfb52c520,
    ]);
    const seeded = new Random(0x89abcdef, 0x01234567);
    expect([seeded.uint32(), seeded.uint32(), seeded.uint32(), seeded.uint32()]).to.deep.equal([
      0x84712d97, 0xf5a3d9c8, 0x5cd0a295, 0x35e05b54,
    ]);
  });

  it('gives other numbers for another seed and for another stream', () => {
    const first = [new Random(1, 1), new Random(2, 1), new Random(1, 2)].map((random) =>
      random.uint32(),
    );
    expect(new Set(first)).to.have.lengthOf(3);
  });

  it('draws whole numbers below a count, each as often', () => {
    const random = new Random(3, 0);
    const drawn = Array.from({ length: DRAWS }, () => random.below(7));
    expect(new Set(drawn)).to.have.lengthOf(7);
    for (let value = 0; value < 7; value++) {
      const count = drawn.filter((each) => each === value).length;
      expect(count).to.be.closeTo(DRAWS / 7, 500);
    }
  });

  it('draws gaps with mean 1 and chances with their share', () => {
    const random = new Random(4, 0);
    expect(mean(() => random.exponential())).to.be.closeTo(1, 0.02);
    expect(mean(() => (random.chance(0.02) ? 1 : 0))).to.be.closeTo(0.02, 0.002);
    expect(random.chance(0)).to.equal(false);
    expect(random.chance(1)).to.equal(true);
  });

  it('draws log-normal values with the median and the spread that were asked for', () => {
    const random = new Random(5, 0);
    const logs = Array.from({ length: DRAWS }, () => Math.log(random.logNormal(9000, 0.9)));
    const average = logs.reduce((sum, log) => sum + log, 0) / DRAWS;
    const variance = logs.reduce((sum, log) => sum + (log - average) ** 2, 0) / DRAWS;
    expect(average).to.be.closeTo(Math.log(9000), 0.02);
    expect(Math.sqrt(variance)).to.be.closeTo(0.9, 0.02);
  });
});
