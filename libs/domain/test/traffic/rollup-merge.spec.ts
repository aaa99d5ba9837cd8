import { expect } from 'chai';
import fc from 'fast-check';
import { Rollup, type TableSnapshot, type TrafficSnapshot } from '../../src/index.ts';
import { type Access, access, accesses, addAll } from './access-lines.ts';

const SITE = 'http://my.site.com';

function rollupOf(all: readonly Access[], seed = 1): Rollup {
  return addAll(new Rollup({ seed, site: SITE }), all);
}

function mergedOf(...parts: readonly Rollup[]): TrafficSnapshot {
  const whole = new Rollup({ seed: 99, site: SITE });
  for (const part of parts) whole.merge(part);
  return whole.snapshot(0);
}

describe('Rollup, in parts', () => {
  it('gives the whole, however hits are dealt out and parts are merged', () => {
    const dealt = fc.array(fc.tuple(access, fc.nat(6), fc.integer()), { maxLength: 120 });
    const order = fc.shuffledSubarray([0, 1, 2, 3, 4, 5, 6], { minLength: 7 });
    const property = fc.property(dealt, order, (all, parts) => {
      const whole = rollupOf(all.map(([one]) => one)).snapshot(0);
      const rollups = parts.map((part) =>
        rollupOf(
          all.filter(([, to]) => to === part).map(([one]) => one),
          part,
        ),
      );
      expect(mergedOf(...rollups)).to.deep.equal(whole);
    });
    fc.assert(property, { numRuns: 60 });
  });

  it('merges in any grouping, and a merged rollup goes on counting', () => {
    const property = fc.property(accesses, accesses, accesses, (a, b, c) => {
      const whole = rollupOf([...a, ...b, ...c]).snapshot(0);
      const left = rollupOf(a);
      left.merge(rollupOf(b, 2));
      const right = rollupOf(b, 2);
      right.merge(rollupOf(c, 3));
      expect(mergedOf(left, rollupOf(c, 3))).to.deep.equal(whole);
      expect(mergedOf(rollupOf(a), right)).to.deep.equal(whole);
      expect(addAll(left, c).snapshot(0)).to.deep.equal(whole);
    });
    fc.assert(property, { numRuns: 40 });
  });

  it('has the empty rollup as identity, and leaves the rollup that is merged in as it was', () => {
    const property = fc.property(accesses, (all) => {
      const alone = rollupOf(all).snapshot(0);
      const rollup = rollupOf(all);
      rollup.merge(new Rollup({ seed: 5 }));
      expect(rollup.snapshot(0)).to.deep.equal(alone);
      expect(mergedOf(rollup)).to.deep.equal(alone);
      expect(rollup.snapshot(0)).to.deep.equal(alone);
    });
    fc.assert(property, { numRuns: 40 });
  });

  it('crosses to another thread as values and merges there as the rollup itself would', () => {
    const property = fc.property(accesses, accesses, (a, b) => {
      const sent = rollupOf(a, 2);
      sent.lines.addUnparsed(3);
      const state = sent.state();
      const received = rollupOf(b);
      const here = rollupOf(b);
      here.merge(sent);
      addAll(sent, b);
      received.mergeState(structuredClone(state));
      expect(received.snapshot(0)).to.deep.equal(here.snapshot(0));
    });
    fc.assert(property, { numRuns: 40 });
  });

  it('merges the counts of lines that are no hits', () => {
    const one = rollupOf([{}]);
    one.lines.addUnparsed(1);
    one.lines.filtered = 2;
    one.lines.late = 1;
    expect(mergedOf(one, one, rollupOf([{}])).lines).to.deep.equal({
      read: 9,
      counted: 3,
      filtered: 4,
      unparsed: 2,
      late: 2,
      future: 0,
      reasons: { empty: 2 },
    });
  });

  it('is an empty rollup after clear, and then counts as a new one', () => {
    const property = fc.property(accesses, accesses, (before, after) => {
      const rollup = rollupOf(before);
      rollup.lines.addUnparsed(2);
      rollup.clear();
      expect(rollup.snapshot(0)).to.deep.equal(new Rollup({ seed: 1 }).snapshot(0));
      expect(addAll(rollup, after).snapshot(0)).to.deep.equal(rollupOf(after).snapshot(0));
    });
    fc.assert(property, { numRuns: 40 });
  });

  it('forgets on clear the clients that it could only estimate', () => {
    const rollup = rollupOf([
      { host: 'x'.repeat(300) },
      { host: '10.0.0.1' },
      { host: '10.0.0.2' },
    ]);
    rollup.clear();
    addAll(rollup, [{ host: 'y'.repeat(300) }]);
    expect(rollup.summary().visitors.estimate).to.equal(1);
  });

  it('estimates visitors of parts as it does of the whole', () => {
    const hosts = Array.from({ length: 3000 }, (_, at) => ({
      host: `10.2.${at >> 8}.${at & 255}`,
    }));
    const all = [{ host: 'x'.repeat(300) }, ...hosts];
    const whole = rollupOf(all).summary().visitors;
    expect(whole.error).to.be.above(0);
    const parts = [all.slice(0, 2000), all.slice(1000)].map((part) => rollupOf(part));
    expect(mergedOf(...parts).visitors).to.deep.equal(whole);
  });

  it('does not depend on its seed', () => {
    const property = fc.property(accesses, fc.integer(), (all, seed) => {
      expect(rollupOf(all, seed).snapshot(0)).to.deep.equal(rollupOf(all, 1).snapshot(0));
    });
    fc.assert(property, { numRuns: 40 });
  });

  it('agrees with itself: every table holds all hits, all bytes and all errors', () => {
    const property = fc.property(accesses, (all) => {
      const { hits, bytes, errors, tables } = rollupOf(all).snapshot(0);
      expect(hits).to.equal(all.length);
      for (const [name, { rows, other }] of Object.entries<TableSnapshot>({ ...tables })) {
        const sum = (field: 'hits' | 'bytes' | 'errors') =>
          rows.reduce((total, row) => total + row[field], 0);
        expect([sum('hits') + other, sum('bytes'), sum('errors')], name).to.deep.equal([
          hits,
          bytes,
          errors,
        ]);
      }
    });
    fc.assert(property, { numRuns: 60 });
  });
});
