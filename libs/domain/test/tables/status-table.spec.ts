import { expect } from 'chai';
import fc from 'fast-check';
import { isServerError, StatusTable } from '../../src/tables/status-table.ts';

type Answer = readonly [status: number, bytes: number];

const answers = fc.array(
  fc.tuple(
    fc.oneof(
      fc.constantFrom(0, 100, 200, 404, 499, 500, 599, 600, 999),
      fc.integer({ min: 100, max: 999 }),
    ),
    fc.nat(10_000),
  ),
  { maxLength: 80 },
);

function tableOf(...parts: readonly (readonly Answer[])[]): StatusTable {
  const table = new StatusTable();
  for (const part of parts) for (const [status, bytes] of part) table.add(status, bytes);
  return table;
}

function rowsOf(all: readonly Answer[]) {
  const rows = [...new Set(all.map(([status]) => status))].map((status) => {
    const own = all.filter(([other]) => other === status);
    return {
      key: status === 0 ? '(none)' : String(status),
      hits: own.length,
      bytes: own.reduce((sum, [, bytes]) => sum + bytes, 0),
      errors: status >= 500 && status < 600 ? own.length : 0,
    };
  });
  return rows.sort((a, b) => b.hits - a.hits || (a.key < b.key ? -1 : 1));
}

describe('StatusTable', () => {
  it('counts every status exactly, most hits first', () => {
    const property = fc.property(answers, fc.nat(10), (all, top) => {
      const rows = rowsOf(all);
      const shown = top === 0 ? rows : rows.slice(0, top);
      const other = all.length - shown.reduce((sum, { hits }) => sum + hits, 0);
      expect(tableOf(all).snapshot(top)).to.deep.equal({
        rows: shown,
        other,
        distinct: rows.length,
        error: 0,
      });
    });
    fc.assert(property, { numRuns: 300 });
  });

  it('adds up a range, both ends included', () => {
    const table = tableOf([
      [499, 1],
      [500, 1],
      [599, 1],
      [600, 1],
    ]);
    expect(table.hitsBetween(500, 599)).to.equal(2);
    expect(table.hitsBetween(499, 600)).to.equal(4);
    expect(table.hitsBetween(0, 999)).to.equal(4);
    expect(table.hitsBetween(501, 598)).to.equal(0);
  });

  it('merges in any order, with nothing as identity', () => {
    const property = fc.property(answers, answers, (a, b) => {
      const one = tableOf(a);
      one.merge(tableOf(b));
      const other = tableOf(b);
      other.merge(tableOf(a));
      other.merge(new StatusTable());
      expect(one.snapshot(0)).to.deep.equal(tableOf(a, b).snapshot(0));
      expect(other.snapshot(0)).to.deep.equal(one.snapshot(0));
    });
    fc.assert(property);
  });

  it('is empty after clear', () => {
    const table = tableOf([[200, 5]]);
    table.clear();
    expect(table.snapshot(0)).to.deep.equal(new StatusTable().snapshot(0));
    expect(table.hitsBetween(0, 999)).to.equal(0);
  });

  it('calls 500 to 599 errors, and nothing else', () => {
    const errors = Array.from({ length: 1000 }, (_, status) => status).filter(isServerError);
    expect([errors.length, errors[0], errors.at(-1)]).to.deep.equal([100, 500, 599]);
  });
});
