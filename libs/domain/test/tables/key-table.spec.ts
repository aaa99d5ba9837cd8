import { expect } from 'chai';
import fc from 'fast-check';
import { KeyTable } from '../../src/index.ts';
import { latin1Block, textBlock } from '../text-block.ts';
import { count, exactRows, type Hit, hit, mergedWith, tableOf } from './counted-keys.ts';

const ROOMY = { keysMax: 1000, keyBytesMax: 512 };

function once(...keys: readonly string[]): Hit[] {
  return keys.map((key) => ({ key, bytes: 1, error: 0 }));
}

describe('KeyTable while its keys fit', () => {
  it('counts like a Map, through clears and merges, whatever its seed', () => {
    const act = fc.oneof(
      { weight: 6, arbitrary: fc.record({ hits: fc.array(hit, { maxLength: 120 }) }) },
      { weight: 2, arbitrary: fc.record({ merged: fc.array(hit, { maxLength: 60 }) }) },
      { weight: 1, arbitrary: fc.record({ clear: fc.constant(true) }) },
    );
    const acts = fc.array(act, { maxLength: 8 });
    const property = fc.property(fc.integer(), fc.integer(), acts, (seed, other, all) => {
      const table = new KeyTable(ROOMY, seed);
      let hits: Hit[] = [];
      for (const one of all) {
        if ('hits' in one) {
          count(table, one.hits);
          hits = [...hits, ...one.hits];
        } else if ('merged' in one) {
          mergedWith(table, tableOf(one.merged, ROOMY, other));
          hits = [...hits, ...one.merged];
        } else {
          table.clear();
          hits = [];
        }
        const rows = exactRows(hits);
        expect(table.snapshot(0)).to.deep.equal({
          rows,
          other: 0,
          distinct: rows.length,
          error: 0,
        });
        expect(table.size).to.equal(rows.length);
        expect(table.exact).to.be.true;
      }
    });
    fc.assert(property, { numRuns: 400 });
  });

  it('shows the top, and the hits outside it as one number', () => {
    const property = fc.property(
      fc.array(hit, { maxLength: 200 }),
      fc.integer({ min: 1, max: 30 }),
      (hits, top) => {
        const rows = exactRows(hits);
        const shown = rows.slice(0, top);
        const outside = rows.slice(top).reduce((sum, row) => sum + row.hits, 0);
        expect(tableOf(hits, ROOMY).snapshot(top)).to.deep.equal({
          rows: shown,
          other: outside,
          distinct: rows.length,
          error: 0,
        });
      },
    );
    fc.assert(property, { numRuns: 300 });
  });

  it('says whether a key is new', () => {
    const table = new KeyTable(ROOMY, 5);
    const block = latin1Block('/a/b');
    expect(table.add(block, 0, 2, 0, 0)).to.be.true;
    expect(table.add(block, 2, 4, 0, 0)).to.be.true;
    expect(table.add(block, 0, 2, 0, 0)).to.be.false;
    expect(table.add(block, 0, 0, 0, 0)).to.be.true;
    expect(table.add(block, 4, 4, 0, 0)).to.be.false;
    table.clear();
    expect(table.add(block, 0, 2, 0, 0)).to.be.true;
  });

  it('holds very many keys', () => {
    const keys = Array.from({ length: 30_000 }, (_, number) => `/section-${number}/`);
    const table = tableOf(once(...keys, ...keys), { keysMax: 30_000, keyBytesMax: 64 });
    const { rows, distinct, other, error } = table.snapshot(0);
    expect({ distinct, other, error }).to.deep.equal({ distinct: 30_000, other: 0, error: 0 });
    expect(rows.every((row) => row.hits === 2 && row.bytes === 2)).to.be.true;
    expect(new Set(rows.map(({ key }) => key)).size).to.equal(30_000);
  });

  it('tells keys apart that are the beginning of one another or differ in their last byte', () => {
    const keys = Array.from({ length: 40 }, (_, length) => 'k'.repeat(length));
    const twins = keys.map((key) => `${key}!`);
    const { rows, distinct } = tableOf(once(...keys, ...twins), ROOMY).snapshot(0);
    expect(distinct).to.equal(80);
    expect(rows.every((row) => row.hits === 1)).to.be.true;
  });

  it('sorts equal numbers of hits by code point, not by UTF-16 unit', () => {
    const table = new KeyTable(ROOMY, 3);
    for (const key of ['\u{1f600}', '\uff5e', 'z', 'é', 'Z']) {
      const block = textBlock(key);
      table.add(block, 0, block.length, 0, 0);
    }
    const keys = table.snapshot(0).rows.map(({ key }) => key);
    expect(keys).to.deep.equal(['Z', 'z', 'é', '\uff5e', '\u{1f600}']);
    expect(table.snapshot(2).rows.map(({ key }) => key)).to.deep.equal(['Z', 'z']);
  });

  it('shows bytes that are no UTF-8 as U+FFFD', () => {
    const block = latin1Block('/\xff');
    const table = new KeyTable(ROOMY, 3);
    table.add(block, 0, 2, 0, 0);
    expect(table.snapshot(0).rows[0]?.key).to.equal('/\ufffd');
  });

  it('keeps its keys although the block they came from is overwritten', () => {
    const block = latin1Block('/before');
    const table = new KeyTable(ROOMY, 3);
    table.add(block, 0, 7, 0, 0);
    block.octets.fill(0x78);
    expect(table.snapshot(0).rows[0]?.key).to.equal('/before');
  });

  it('adds sizes beyond 32 bits', () => {
    const size = 2 ** 40;
    const hits: Hit[] = Array.from({ length: 3 }, () => ({ key: '/iso', bytes: size, error: 1 }));
    expect(tableOf(hits, ROOMY).snapshot(1).rows).to.deep.equal([
      { key: '/iso', hits: 3, bytes: 3 * size, errors: 3 },
    ]);
  });
});

describe('KeyTable with keys above their limit', () => {
  const NARROW = { keysMax: 100, keyBytesMax: 4 };

  it('cuts them, counts those that begin alike together, and is no longer exact', () => {
    const table = tableOf(once('/abc', '/abcd', '/abce', '/abc'), NARROW);
    expect(table.exact).to.be.false;
    expect(table.snapshot(0)).to.deep.equal({
      rows: [{ key: '/abc', hits: 4, bytes: 4, errors: 0 }],
      other: 0,
      distinct: null,
      error: 0,
    });
  });

  it('is exact with keys that just reach the limit, and again after clear', () => {
    const table = tableOf(once('/abc', 'abcd'), NARROW);
    expect(table.exact).to.be.true;
    count(table, once('/abcd'));
    expect(table.exact).to.be.false;
    table.clear();
    expect(count(table, once('/abc')).exact).to.be.true;
  });

  it('hands the knowledge on in a merge', () => {
    expect(mergedWith(tableOf([], NARROW), tableOf(once('/abcde'), NARROW)).exact).to.be.false;
  });
});
