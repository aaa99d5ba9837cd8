import { expect } from 'chai';
import fc from 'fast-check';
import {
  RecentTraffic,
  Rollup,
  type TableSnapshot,
  type TrafficSnapshot,
} from '../../src/index.ts';
import { type Access, accesses, addAll } from './access-lines.ts';

const MINUTE_MS = 60_000;
const EVERY_MS = 10_000;

function rollupOf(all: readonly Access[], seed = 1): Rollup {
  return addAll(new Rollup({ seed }), all);
}

/** Pushes intervals of ten seconds, the first of which begins at 0. */
function recentOf(intervals: readonly (readonly Access[])[], rowsMax?: number): RecentTraffic {
  const recent = new RecentTraffic(rowsMax);
  intervals.forEach((all, index) => {
    recent.push(rollupOf(all, index + 1), index * EVERY_MS, (index + 1) * EVERY_MS);
  });
  return recent;
}

/** What is the same however it was put together: all but the tables and the peak. */
function figuresOf(traffic: TrafficSnapshot) {
  const { visitors } = traffic;
  const counted = visitors.error === 0 ? visitors : undefined;
  return { ...traffic, tables: undefined, peak: undefined, visitors: counted };
}

function sumOf({ rows, other }: TableSnapshot): number {
  return rows.reduce((sum, { hits }) => sum + hits, other);
}

describe('RecentTraffic', () => {
  it('gives the whole of the last minute, as one rollup would', () => {
    const property = fc.property(
      fc.array(accesses, { minLength: 1, maxLength: 6 }),
      (intervals) => {
        const whole = rollupOf(intervals.flat()).snapshot(0);
        const span = recentOf(intervals).span(MINUTE_MS);
        expect(span?.traffic && figuresOf(span.traffic)).to.deep.equal(figuresOf(whole));
        // With fewer keys than rows the tables are those of the whole as well.
        expect(span?.traffic.tables).to.deep.equal(whole.tables);
        expect(span).to.include({ fromMs: 0, toMs: intervals.length * EVERY_MS });
      },
    );
    fc.assert(property, { numRuns: 40 });
  });

  it('is off by no more than it states, and loses no hit, with few rows', () => {
    const property = fc.property(
      fc.array(accesses, { minLength: 1, maxLength: 6 }),
      fc.integer({ min: 1, max: 5 }),
      (intervals, rowsMax) => {
        const whole = rollupOf(intervals.flat()).snapshot(0);
        const { traffic } = recentOf(intervals, rowsMax).span(MINUTE_MS) ?? {};
        for (const name of ['sections', 'urls', 'clients', 'status', 'agents'] as const) {
          const table = traffic?.tables[name];
          if (table === undefined) throw new Error('no table');
          expect(sumOf(table), name).to.equal(whole.hits);
          expect(table.rows.length).to.be.at.most(rowsMax);
          const truth = new Map(whole.tables[name].rows.map(({ key, hits }) => [key, hits]));
          for (const { key, hits } of table.rows) {
            expect(Math.abs(hits - (truth.get(key) ?? 0))).to.be.at.most(table.error);
          }
          if (table.distinct !== null) expect(table.distinct).to.equal(truth.size);
        }
      },
    );
    fc.assert(property, { numRuns: 60 });
  });

  it('knows the minute before, and how much of it', () => {
    const hits = (count: number) => Array.from({ length: count }, () => ({}));
    const recent = recentOf([
      ...Array.from({ length: 4 }, () => hits(3)),
      ...Array.from({ length: 6 }, () => hits(1)),
    ]);
    const span = recent.span(MINUTE_MS);
    expect(span?.traffic.hits).to.equal(6);
    expect(span?.before?.traffic.hits).to.equal(12);
    expect(span?.before?.ms).to.equal(40_000);
  });

  it('counts a visitor once who comes in every interval, by name and by sketch', () => {
    const clients = Array.from({ length: 60 }, (_, at) => ({ host: `10.1.0.${String(at)}` }));
    const exact = recentOf([clients, clients, clients]).span(MINUTE_MS);
    expect(exact?.traffic.visitors).to.deep.equal({ estimate: 60, error: 0 });
    const { visitors } =
      recentOf([clients, clients.slice(0, 5), clients], 20).span(MINUTE_MS)?.traffic ?? {};
    expect(visitors?.estimate).to.be.within(57, 63);
    expect(visitors?.error).to.be.above(0);
  });

  it('holds a bounded number of panes, and nothing that is older than two hours', () => {
    const recent = new RecentTraffic();
    const rollup = rollupOf([{}]);
    let most = 0;
    for (let at = 0; at < 3000; at++) {
      recent.push(rollup, at * EVERY_MS, (at + 1) * EVERY_MS);
      most = Math.max(most, recent.panes);
    }
    expect(most).to.be.at.most(12 + 30 + 24 + 3);
    const hour = recent.span(60 * MINUTE_MS);
    expect(hour?.traffic.hits).to.be.within(360 - 30, 360 + 30);
    expect((hour?.toMs ?? 0) - (hour?.fromMs ?? 0)).to.equal((hour?.traffic.hits ?? 0) * EVERY_MS);
    expect(recent.span(15 * MINUTE_MS)?.traffic.hits).to.be.within(84, 96);
  }).timeout(60_000);

  it('goes on when the wall clock is set back', () => {
    const recent = recentOf([[{}], [{}], [{}]]);
    recent.push(rollupOf([{}, {}]), 0, 5000);
    expect(recent.span(MINUTE_MS)).to.deep.include({ fromMs: 0, toMs: 5000 });
    expect(recent.span(MINUTE_MS)?.traffic.hits).to.equal(2);
  });

  it('has nothing to say before the first interval', () => {
    expect(new RecentTraffic().span(MINUTE_MS)).to.equal(undefined);
  });
});
