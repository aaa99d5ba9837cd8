import { expect } from 'chai';
import fc from 'fast-check';
import { KeyTable, type KeyTableLimits } from '../../src/index.ts';
import { count, exactRows, type Hit, mergedWith, skewedHit, tableOf } from './counted-keys.ts';

const limits = fc
  .integer({ min: 1, max: 12 })
  .map((keysMax): KeyTableLimits => ({ keysMax, keyBytesMax: 64 }));
const hits = fc.array(skewedHit, { maxLength: 400 });
const parts = fc.array(hits, { minLength: 1, maxLength: 5 });

function hitsOn(key: string, times: number): Hit[] {
  return Array.from({ length: times }, () => ({ key, bytes: 10, error: 0 as const }));
}

/** All that Space-Saving promises (Metwally et al. 2005, theorems 1 and 2), and merging keeps. */
function expectPromises(table: KeyTable, all: readonly Hit[], keysMax: number): void {
  const snapshot = table.snapshot(0);
  const truth = new Map(exactRows(all).map((row) => [row.key, row]));
  const bound = all.length / keysMax;

  expect(table.size).to.be.at.most(keysMax);
  expect(snapshot.error).to.be.at.most(bound);
  for (const row of snapshot.rows) {
    const { hits: actual = 0, bytes = 0, errors = 0 } = truth.get(row.key) ?? {};
    expect(row.hits, row.key).to.be.within(actual, actual + snapshot.error);
    expect(row.bytes, row.key).to.be.at.most(bytes);
    expect(row.errors, row.key).to.be.at.most(errors);
  }
  const held = new Set(snapshot.rows.map(({ key }) => key));
  for (const [key, row] of truth) if (row.hits > bound) expect(held.has(key), key).to.be.true;

  const shown = snapshot.rows.reduce((sum, row) => sum + row.hits, 0);
  expect(shown + snapshot.other).to.equal(all.length);
  expect(snapshot.other).to.be.at.least(0);
  expect(snapshot.distinct).to.equal(table.exact ? truth.size : null);
  if (truth.size <= keysMax && table.exact) expect(snapshot.rows).to.deep.equal(exactRows(all));
}

describe('KeyTable with more keys than it holds', () => {
  it('keeps what Space-Saving promises', () => {
    const property = fc.property(limits, hits, fc.integer(), (limit, all, seed) => {
      const table = tableOf(all, limit, seed);
      expectPromises(table, all, limit.keysMax);
      expect(table.exact).to.equal(exactRows(all).length <= limit.keysMax);
    });
    fc.assert(property, { numRuns: 600 });
  });

  it('keeps it through merges in a row', () => {
    const property = fc.property(limits, parts, (limit, all) => {
      const whole = new KeyTable(limit, 7);
      for (const [seed, part] of all.entries()) mergedWith(whole, tableOf(part, limit, seed));
      expectPromises(whole, all.flat(), limit.keysMax);
    });
    fc.assert(property, { numRuns: 400 });
  });

  it('keeps it when it goes on counting after a merge, as a running total does', () => {
    const property = fc.property(limits, hits, hits, hits, (limit, a, b, c) => {
      const table = mergedWith(tableOf(a, limit, 1), tableOf(b, limit, 2));
      expectPromises(count(table, c), [...a, ...b, ...c], limit.keysMax);
    });
    fc.assert(property, { numRuns: 400 });
  });

  it('keeps it when merges are grouped as a tree', () => {
    const property = fc.property(limits, hits, hits, hits, hits, (limit, a, b, c, d) => {
      const left = mergedWith(tableOf(a, limit), tableOf(b, limit));
      const right = mergedWith(tableOf(c, limit), tableOf(d, limit));
      expectPromises(mergedWith(left, right), [...a, ...b, ...c, ...d], limit.keysMax);
    });
    fc.assert(property, { numRuns: 400 });
  });

  it('merges alike from both sides', () => {
    const property = fc.property(limits, hits, hits, (limit, a, b) => {
      const one = mergedWith(tableOf(a, limit, 1), tableOf(b, limit, 2));
      const other = mergedWith(tableOf(b, limit, 2), tableOf(a, limit, 1));
      expect(one.snapshot(0)).to.deep.equal(other.snapshot(0));
    });
    fc.assert(property, { numRuns: 400 });
  });

  it('differs between groupings of a merge by no more than the errors that they state', () => {
    const property = fc.property(limits, hits, hits, hits, (limit, a, b, c) => {
      const left = mergedWith(mergedWith(tableOf(a, limit), tableOf(b, limit)), tableOf(c, limit));
      const inner = mergedWith(tableOf(b, limit), tableOf(c, limit));
      const right = mergedWith(tableOf(a, limit), inner).snapshot(0);
      const { rows, error } = left.snapshot(0);
      for (const row of rows) {
        const twin = right.rows.find(({ key }) => key === row.key);
        if (twin === undefined) continue;
        expect(Math.abs(row.hits - twin.hits)).to.be.at.most(Math.max(error, right.error));
      }
    });
    fc.assert(property, { numRuns: 400 });
  });

  it('changes nothing in a merge with an empty table, and nothing in the other table ever', () => {
    const property = fc.property(limits, hits, hits, (limit, a, b) => {
      const alone = tableOf(a, limit).snapshot(0);
      const empty = new KeyTable(limit, 3);
      expect(mergedWith(tableOf(a, limit), empty).snapshot(0)).to.deep.equal(alone);
      const full = tableOf(a, limit);
      expect(mergedWith(empty, full).snapshot(0)).to.deep.equal(alone);
      mergedWith(tableOf(b, limit), full);
      expect(full.snapshot(0)).to.deep.equal(alone);
    });
    fc.assert(property, { numRuns: 300 });
  });

  it('is new after clear', () => {
    const property = fc.property(limits, hits, hits, (limit, a, b) => {
      const table = tableOf(a, limit);
      table.clear();
      expect(table.snapshot(0)).to.deep.equal({ rows: [], other: 0, distinct: 0, error: 0 });
      expect(count(table, b).snapshot(0)).to.deep.equal(tableOf(b, limit).snapshot(0));
    });
    fc.assert(property, { numRuns: 300 });
  });

  it('gives a new key the place of the one with the fewest hits, and states the overcount', () => {
    const limit = { keysMax: 2, keyBytesMax: 64 };
    const table = tableOf([...hitsOn('/a', 5), ...hitsOn('/b', 3), ...hitsOn('/c', 1)], limit);
    expect(table.snapshot(0)).to.deep.equal({
      rows: [
        { key: '/a', hits: 5, bytes: 50, errors: 0 },
        { key: '/c', hits: 4, bytes: 10, errors: 0 },
      ],
      other: 0,
      distinct: null,
      error: 3,
    });
    expect(table.snapshot(1)).to.deep.include({ other: 4, error: 0 });
  });

  it('holds the frequent keys through a flood of keys that come once', () => {
    const limit = { keysMax: 64, keyBytesMax: 64 };
    const all = Array.from({ length: 40_000 }, (_, number): Hit => {
      const key = number % 8 === 0 ? `/home-${number % 5}` : `/scan-${number}`;
      return { key, bytes: 1, error: 0 };
    });
    const table = tableOf(all, limit);
    expectPromises(table, all, limit.keysMax);
    const top = table.snapshot(5).rows.map(({ key }) => key);
    expect(top).to.have.members(['/home-0', '/home-1', '/home-2', '/home-3', '/home-4']);
  });
});
