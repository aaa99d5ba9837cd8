import { expect } from 'chai';
import fc from 'fast-check';
import {
  DDSketch,
  FormatFollower,
  formatOf,
  FormatProblem,
  Intake,
  Kernel,
  kernelPlanOf,
  KernelScanner,
  PlainScanner,
  RecordBatch,
  Rollup,
  type TableSnapshot,
} from '../../src/index.ts';
import { latin1Block } from '../text-block.ts';

const SEED = 5;
const DEFINITION =
  '$host $remote_addr [$time_local] "$request" $status $bytes_sent $request_time' +
  ' $upstream_response_time $upstream_cache_status $ssl_protocol $scheme $request_length';

interface Line {
  readonly host: string;
  readonly path: string;
  readonly status: number;
  readonly millis: number;
  readonly cache: string;
}

const line: fc.Arbitrary<Line> = fc.record({
  host: fc.constantFrom('-', '-', 'a.example'),
  path: fc.constantFrom('/a', '/a/b', '/c', '/', '*'),
  status: fc.constantFrom(200, 404, 503),
  millis: fc.integer({ min: -1, max: 5000 }),
  cache: fc.constantFrom('-', 'HIT', 'MISS'),
});
const lines = fc.array(line, { maxLength: 60 });

function textOf({ host, path, status, millis, cache }: Line): string {
  const time = millis < 0 ? '-' : (millis / 1000).toFixed(3);
  return (
    `${host} 10.0.0.1 [05/Jan/2026:10:11:12 +0000] "GET ${path} HTTP/1.1" ${status} 7 ${time}` +
    ` ${time} ${cache} TLSv1.3 https 100\n`
  );
}

function scanners() {
  const format = formatOf(DEFINITION);
  if (format instanceof FormatProblem) throw new Error(format.message);
  const newParser = () => new FormatFollower({ reference: 0 }, [format]);
  const plan = format.plan && kernelPlanOf(format.plan);
  expect(plan).to.not.equal(undefined);
  return [
    new KernelScanner(new Kernel(SEED), newParser(), {}, plan),
    new PlainScanner(newParser(), new RecordBatch(SEED)),
  ];
}

function rollupOf(all: readonly Line[], scanner = scanners()[0], site?: string): Rollup {
  const rollup = new Rollup({ seed: SEED, site });
  if (scanner === undefined) return rollup;
  const intake = new Intake(scanner, rollup);
  intake.push(latin1Block(all.map(textOf).join('')), 0);
  intake.finish();
  return rollup;
}

function hitsByKey({ rows }: TableSnapshot): [string, number][] {
  return rows.map(({ key, hits }) => [key, hits]);
}

function sectionOf({ host, path }: Line): string {
  const section = path === '/a/b' ? '/a' : path;
  return host === '-' || path === '*' ? section : `https://${host}${section}`;
}

describe('what only some logs state', () => {
  it('is counted alike by the kernel and by the plain parser', () => {
    const property = fc.property(lines, (all) => {
      const [one, other] = scanners().map((scanner) => rollupOf(all, scanner).snapshot(0));
      expect(one).to.deep.equal(other);
    });
    fc.assert(property, { numRuns: 200 });
  });

  it('has quantiles as a whole and for each section', () => {
    const property = fc.property(lines, (all) => {
      const { responseTimes, upstreamTimes, tables } = rollupOf(all).snapshot(0);
      const whole = new DDSketch();
      const bySection = new Map<string, DDSketch>();
      for (const one of all) {
        const section = sectionOf(one);
        const sketch = bySection.get(section) ?? new DDSketch();
        bySection.set(section, sketch);
        if (one.millis < 0) continue;
        whole.add(one.millis * 1000);
        sketch.add(one.millis * 1000);
      }
      expect(responseTimes).to.deep.equal(whole.quantiles());
      expect(upstreamTimes).to.deep.equal(whole.quantiles());
      for (const { key, responseTimes: own } of tables.sections.rows) {
        expect(own, key).to.deep.equal(bySection.get(key)?.quantiles());
      }
    });
    fc.assert(property, { numRuns: 200 });
  });

  it('is the same merged from parts as counted in one go', () => {
    const property = fc.property(lines, lines, (one, other) => {
      const whole = rollupOf([...one, ...other]).snapshot(0);
      const merged = rollupOf(one);
      merged.merge(rollupOf(other));
      expect(merged.snapshot(0)).to.deep.equal(whole);
      const spread = new Rollup({ seed: 77 });
      for (const part of [one, other]) spread.mergeState(structuredClone(rollupOf(part).state()));
      expect(spread.snapshot(0)).to.deep.equal(whole);
    });
    fc.assert(property, { numRuns: 100 });
  });

  it('leaves the lines that do not state it under (none)', () => {
    const given = { host: '-', path: '/a', status: 503, millis: 5, cache: 'HIT' };
    const { tables, requestBytes } = rollupOf([given, { ...given, cache: '-' }]).snapshot(0);
    expect(hitsByKey(tables.caches)).to.deep.equal([
      ['(none)', 1],
      ['HIT', 1],
    ]);
    expect(hitsByKey(tables.vhosts)).to.deep.equal([['(none)', 2]]);
    expect(hitsByKey(tables.tls)).to.deep.equal([['TLSv1.3', 2]]);
    expect(hitsByKey(tables.schemes)).to.deep.equal([['https', 2]]);
    expect(tables.caches.rows.map(({ errors }) => errors)).to.deep.equal([1, 1]);
    expect(requestBytes).to.equal(200);
  });
});
