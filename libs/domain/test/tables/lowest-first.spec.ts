import { expect } from 'chai';
import fc from 'fast-check';
import { LowestFirst } from '../../src/tables/lowest-first.ts';

describe('LowestFirst', () => {
  it('hands out an id with the lowest count, however the counts have grown in between', () => {
    const act = fc.oneof(
      { weight: 4, arbitrary: fc.record({ grow: fc.nat(), by: fc.integer({ min: 1, max: 5 }) }) },
      { weight: 1, arbitrary: fc.record({ grow: fc.nat(), by: fc.integer({ min: 50, max: 90 }) }) },
      { weight: 5, arbitrary: fc.record({ replaceWith: fc.integer({ min: 0, max: 3 }) }) },
      { weight: 1, arbitrary: fc.record({ renumber: fc.constant(true) }) },
    );
    const counts = fc.array(fc.nat(20), { minLength: 1, maxLength: 60 });
    const acts = fc.array(act, { maxLength: 150 });
    const property = fc.property(counts, acts, fc.nat(40), (initial, all, spare) => {
      // The array is longer than the table, as the table's own arrays are.
      const held = Float64Array.from([...initial, ...new Array<number>(spare).fill(0)]);
      const size = initial.length;
      const queue = new LowestFirst();
      for (const one of all) {
        if ('grow' in one) {
          held[one.grow % size] = (held[one.grow % size] ?? 0) + one.by;
        } else if ('replaceWith' in one) {
          const id = queue.lowest(held, 1, size);
          expect(id).to.be.within(0, size - 1);
          expect(held[id]).to.equal(Math.min(...held.subarray(0, size)));
          held[id] = (held[id] ?? 0) + one.replaceWith;
        } else {
          held.subarray(0, size).reverse();
          queue.reset();
        }
      }
    });
    fc.assert(property, { numRuns: 1500 });
  });

  it('may be asked again before anything is replaced', () => {
    const counts = Float64Array.of(5, 3, 4);
    const queue = new LowestFirst();
    expect(queue.lowest(counts, 1, 3)).to.equal(1);
    expect(queue.lowest(counts, 1, 3)).to.equal(1);
    counts[1] = 9;
    expect(queue.lowest(counts, 1, 3)).to.equal(2);
  });

  it('goes round all ids when each replacement counts one more, as in a flood of new keys', () => {
    const counts = new Float64Array(1000);
    const queue = new LowestFirst();
    for (let round = 0; round < 5; round++) {
      const seen = new Set<number>();
      while (seen.size < counts.length) {
        const id = queue.lowest(counts, 1, counts.length);
        expect(seen.has(id)).to.be.false;
        seen.add(id);
        counts[id] = (counts[id] ?? 0) + 1;
      }
    }
  });

  it('takes a size that has grown since, after a reset', () => {
    const queue = new LowestFirst();
    expect(queue.lowest(Float64Array.of(2, 1), 1, 2)).to.equal(1);
    queue.reset();
    expect(queue.lowest(Float64Array.of(2, 1, 3, 0), 1, 4)).to.equal(3);
  });
});
