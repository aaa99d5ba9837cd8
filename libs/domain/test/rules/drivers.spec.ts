import { expect } from 'chai';
import { drivers, type DriverTables, type TableSnapshot } from '../../src/index.ts';

function table(rows: readonly (readonly [string, number])[], other = 0): TableSnapshot {
  return {
    rows: rows.map(([key, hits]) => ({ key, hits, bytes: 0, errors: 0 })),
    other,
    distinct: null,
    error: 0,
  };
}

const NONE = table([]);

function tables(sections: TableSnapshot, clients = NONE): DriverTables {
  return { sections, clients, status: NONE, urls: NONE };
}

describe('what drove an alert', () => {
  it('are the keys whose share grew most, with the numbers of both windows', () => {
    const now = tables(
      table([
        ['/api', 60],
        ['/', 30],
        ['/new', 5],
        ['__proto__', 5],
      ]),
    );
    const before = tables(
      table(
        [
          ['/', 60],
          ['/api', 20],
        ],
        20,
      ),
    );
    const found = drivers(now, before, 2);
    const common = { dimension: 'sections', hitsBefore: 0, shareBefore: 0 };
    expect(found).to.deep.equal([
      { ...common, key: '/api', hits: 60, hitsBefore: 20, share: 0.6, shareBefore: 0.2 },
      { ...common, key: '/new', hits: 5, share: 0.05 },
    ]);
    expect(drivers(now, before, 9).map(({ key }) => key)).to.deep.equal([
      '/api',
      '/new',
      '__proto__',
    ]);
  });

  it('has those of each dimension, and none without hits', () => {
    const now = tables(table([['/', 1]]), table([['10.0.0.1', 1]]));
    const found = drivers(now, tables(NONE), 3).map(({ dimension, share }) => [dimension, share]);
    expect(found).to.deep.equal([
      ['sections', 1],
      ['clients', 1],
    ]);
    expect(drivers(tables(NONE), now, 3)).to.deep.equal([]);
  });
});
