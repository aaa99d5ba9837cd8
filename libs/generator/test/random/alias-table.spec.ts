import { expect } from 'chai';
import fc from 'fast-check';

import { AliasTable } from '../../src/random/alias-table.ts';
import { Mix } from '../../src/random/mix.ts';
import { Random } from '../../src/random/random.ts';
import { zipfWeights } from '../../src/random/zipf.ts';

const DRAWS = 20_000;
/** Of a count that is binomial: one test in millions fails by chance, and the seeds are fixed. */
const DEVIATIONS = 5.5;

function frequencies(table: AliasTable, size: number, seed: number): number[] {
  const random = new Random(seed, 0);
  const drawn = Array.from({ length: DRAWS }, () => table.pick(random));
  return Array.from({ length: size }, (_, index) => drawn.filter((each) => each === index).length);
}

function expectShares(counts: readonly number[], weights: readonly number[]): void {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  counts.forEach((count, index) => {
    const share = (weights[index] ?? 0) / sum;
    const deviation = Math.sqrt(DRAWS * share * (1 - share));
    expect(count, `index ${index}`).to.be.closeTo(DRAWS * share, DEVIATIONS * deviation + 1);
  });
}

describe('AliasTable', () => {
  it('draws every index with the share of its weight', () => {
    const weight = fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 1000 }));
    const weights = fc.array(weight, { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(weights, fc.nat(), (drawn, seed) => {
        fc.pre(drawn.some((each) => each > 0));
        expectShares(frequencies(new AliasTable(drawn), drawn.length, seed), drawn);
      }),
      { seed: 1, numRuns: 60 },
    );
  });

  it('never draws what has no weight', () => {
    const counts = frequencies(new AliasTable([0, 3, 0, 1, 0]), 5, 1);
    expect([counts[0], counts[2], counts[4]]).to.deep.equal([0, 0, 0]);
  });

  it('follows a Zipf distribution: rank k comes k^-s as often as rank 1', () => {
    const weights = [...zipfWeights(50, 1)];
    expect(weights.slice(0, 4)).to.deep.equal([1, 1 / 2, 1 / 3, 1 / 4]);
    expectShares(frequencies(new AliasTable(weights), 50, 2), weights);
  });
});

describe('Mix', () => {
  it('draws the values themselves', () => {
    const mix = new Mix<string | undefined>([
      ['often', 9],
      [undefined, 1],
    ]);
    const random = new Random(6, 0);
    const drawn = Array.from({ length: 2000 }, () => mix.pick(random));
    expect(drawn.filter((value) => value === undefined).length).to.be.closeTo(200, 60);
    expect(new Set(drawn)).to.deep.equal(new Set(['often', undefined]));
  });
});
