import { expect } from 'chai';
import { DDSketch, HyperLogLog, Rollup, type TableSnapshot } from '../../src/index.ts';
import { SECOND } from '../../src/parser/record-batch.ts';
import { plainScanner } from '../scanners.ts';
import { textBlock } from '../text-block.ts';
import { type Access, accessLine, addAll, NOON } from './access-lines.ts';

function rollupOf(accesses: readonly Access[], site?: string): Rollup {
  return addAll(new Rollup({ seed: 42, site }), accesses);
}

function tableOf(accesses: readonly Access[], table: 'sections' | 'urls', site?: string) {
  return hitsByKey(rollupOf(accesses, site).snapshot(0).tables[table]);
}

function hitsByKey({ rows }: TableSnapshot): [string, number][] {
  return rows.map(({ key, hits }) => [key, hits]);
}

function requests(...targets: readonly string[]): Access[] {
  return targets.map((target) => ({ request: `GET ${target} HTTP/1.1` }));
}

describe('Rollup', () => {
  it('is all zeros at first', () => {
    const { tables, ...summary } = new Rollup({ seed: 1 }).snapshot(0);
    expect(summary).to.deep.equal({
      lines: { read: 0, counted: 0, filtered: 0, unparsed: 0, late: 0, future: 0, reasons: {} },
      hits: 0,
      bytes: 0,
      errors: 0,
      statusClasses: [0, 0, 0, 0, 0, 0],
      span: undefined,
      peak: undefined,
      sizes: undefined,
      responseTimes: undefined,
      upstreamTimes: undefined,
      requestBytes: undefined,
      visitors: { estimate: 0, error: 0 },
    });
    for (const table of Object.values(tables)) {
      expect(table).to.deep.equal({ rows: [], other: 0, distinct: 0, error: 0 });
    }
  });

  it('adds up hits, bytes, errors, classes of status, span, peak and visitors', () => {
    const rollup = rollupOf([
      { second: NOON + 5, status: '200', bytes: '100', host: '10.0.0.1' },
      { second: NOON + 5, status: '302', bytes: '-', host: '10.0.0.2' },
      { second: NOON, status: '404', bytes: '7', host: '10.0.0.1' },
      { second: NOON + 9, status: '500', bytes: '1', host: '10.0.0.1' },
      { second: NOON + 9, status: '503', bytes: '1', host: '10.0.0.1' },
      { second: NOON + 9, status: '-', bytes: '1', host: '10.0.0.1' },
      { second: NOON + 7, status: '600', bytes: '1', host: '10.0.0.1' },
      { second: NOON + 7, status: '100', bytes: '1', host: '10.0.0.1' },
    ]);
    expect(rollup.summary().sizes).to.deep.equal({
      p50: 1,
      p95: 7,
      p99: 7,
      max: 100,
      error: DDSketch.relativeError,
    });
    expect(rollup.hits).to.equal(8);
    expect(rollup.summary().bytes).to.equal(112);
    expect(rollup.snapshot(0)).to.deep.include({
      hits: 8,
      bytes: 112,
      errors: 2,
      statusClasses: [2, 1, 1, 1, 1, 2],
      span: { first: NOON, last: NOON + 9 },
      peak: { hits: 3, second: NOON + 9 },
      visitors: { estimate: 2, error: 0 },
    });
  });

  it('has a row with hits, bytes and errors for each key of each table', () => {
    const one = { host: 'h', request: 'PUT /a/b?c HTTP/1.1', status: '200', bytes: '10' };
    const all = rollupOf([
      { ...one, referrer: 'r', agent: 'm' },
      { ...one, referrer: 'r', agent: 'm', status: '500' },
    ]);
    const keys = {
      sections: '/a',
      methods: 'PUT',
      urls: '/a/b',
      clients: 'h',
      referrers: 'r',
      agents: 'm',
    };
    const { tables } = all.snapshot(0);
    for (const table of [
      'sections',
      'methods',
      'urls',
      'clients',
      'referrers',
      'agents',
    ] as const) {
      const row = { key: keys[table], hits: 2, bytes: 20, errors: 1 };
      expect(tables[table].rows, table).to.deep.equal([row]);
    }
    expect(hitsByKey(tables.status)).to.deep.equal([
      ['200', 1],
      ['500', 1],
    ]);
  });

  it('counts what is absent, empty or a dash under (none), and still as a hit', () => {
    const { tables, hits } = rollupOf([
      { request: '-', referrer: '-', agent: '-', status: '-' },
      { request: '', referrer: '', agent: '', status: '-' },
      { request: '\\x16\\x03\\x01', referrer: '-', agent: '', status: '-' },
    ]).snapshot(0);
    expect(hits).to.equal(3);
    const { clients, ...others } = tables;
    expect(hitsByKey(clients)).to.deep.equal([['10.0.0.1', 3]]);
    for (const [name, table] of Object.entries(others)) {
      expect(hitsByKey(table), name).to.deep.equal([['(none)', 3]]);
    }
  });

  it('shows as many rows as it is asked for, and the hits outside them', () => {
    const rollup = rollupOf(requests('/a', '/a', '/a', '/b', '/b', '/c', '/d'));
    const { sections } = rollup.snapshot(2).tables;
    expect(hitsByKey(sections)).to.deep.equal([
      ['/a', 3],
      ['/b', 2],
    ]);
    expect([sections.other, sections.distinct]).to.deep.equal([2, 4]);
  });

  it('estimates visitors, and says so, once it no longer holds every client whole', () => {
    const clients = Array.from({ length: 500 }, (_, at) => ({
      host: `10.1.${at >> 8}.${at & 255}`,
    }));
    expect(rollupOf(clients).summary().visitors).to.deep.equal({ estimate: 500, error: 0 });
    const { visitors } = rollupOf([...clients, { host: 'x'.repeat(300) }]).summary();
    expect(visitors.error).to.equal(HyperLogLog.standardError);
    expect(visitors.estimate).to.be.within(490, 512);
  });

  it('counts a hit in the second that it is given, not in that of its line', () => {
    const rollup = new Rollup({ seed: 42 });
    const block = textBlock(accessLine({ second: NOON + 86_400 }));
    const scanner = plainScanner(42);
    scanner.scan(block, 0, block.length);
    scanner.batch.doubles[SECOND] = NOON;
    rollup.add(scanner.batch, 1);
    expect(rollup.summary().peak).to.deep.equal({ hits: 1, second: NOON });
  });

  it('takes names that every object has for ordinary keys', () => {
    for (const name of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
      const access = { host: name, request: `GET /${name}/x y`, referrer: name, agent: name };
      const { tables } = rollupOf([access, access]).snapshot(0);
      expect(hitsByKey(tables.sections)).to.deep.equal([[`/${name}`, 2]]);
      for (const table of ['clients', 'referrers', 'agents'] as const) {
        expect(hitsByKey(tables[table]), table).to.deep.equal([[name, 2]]);
      }
    }
  });

  it('stays within its memory when a client invents methods, and counts them all', () => {
    const invented = Array.from({ length: 500 }, (_, at) => ({ request: `M${at} / HTTP/1.1` }));
    const { methods } = rollupOf([...invented, ...requests('/', '/', '/')]).snapshot(0).tables;
    expect(methods.rows.length).to.be.below(100);
    expect(methods.distinct).to.be.null;
    expect(methods.error).to.be.above(0);
    const shown = methods.rows.reduce((sum, { hits }) => sum + hits, 0);
    expect(shown + methods.other).to.equal(503);
  });

  it('counts targets together that are alike for longer than a table tells them apart', () => {
    const long = `/${'x'.repeat(9000)}`;
    const { sections, urls } = rollupOf(requests(`${long}a`, `${long}b`)).snapshot(0).tables;
    for (const { rows, distinct } of [sections, urls]) {
      expect(rows.map(({ hits }) => hits)).to.deep.equal([2]);
      expect(distinct).to.be.null;
    }
  });

  it('starts its tables with the target: nothing of the line before or behind it shows', () => {
    const all = requests('/a/b?q', '/a/c#f', 'http://x.example/a/b?q', '*', 'host:443');
    expect(tableOf(all, 'urls')).to.have.deep.members([
      ['/a/b', 1],
      ['/a/c', 1],
      ['http://x.example/a/b', 1],
      ['*', 1],
      ['host:443', 1],
    ]);
  });
});
