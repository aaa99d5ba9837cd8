import { expect } from 'chai';
import fc from 'fast-check';
import { ByteBlock } from '../../src/index.ts';
import { hashBytes } from '../../src/bytes/hash.ts';
import { encodeText } from '../../src/bytes/text.ts';
import {
  GROUP_DOUBLES,
  GROUP_END,
  GROUP_HASH,
  GROUP_HITS,
  GROUP_INTS,
  GROUP_START,
  GROUP_TOTAL,
  KeyGroups,
} from '../../src/parser/key-groups.ts';
import { HyperLogLog } from '../../src/tables/hyper-log-log.ts';
import { KeyTable } from '../../src/tables/key-table.ts';
import { collidingKeys } from './colliding-keys.ts';

const SEED = 23;
const LIMITS = { keysMax: 12, keyBytesMax: 10 };

interface Counted {
  readonly key: string;
  readonly hits: number;
}

/** Groups as a combiner has them: keys one behind the other, each at a multiple of eight. */
function groupsOf(counted: readonly Counted[]): { block: ByteBlock; groups: KeyGroups } {
  const groups = new KeyGroups(counted.length);
  const octets = new Uint8Array(8 + counted.length * 32);
  const block = new ByteBlock(octets);
  let start = 8;
  for (const { key, hits } of counted) {
    const text = encodeText(key);
    octets.set(text, start);
    const end = start + text.length;
    const at = groups.size * GROUP_INTS;
    groups.ints[at + GROUP_START] = start;
    groups.ints[at + GROUP_END] = end;
    groups.ints[at + GROUP_HASH] = hashBytes(block, start, end, SEED);
    groups.ints[at + GROUP_HITS] = hits;
    groups.doubles[groups.size * GROUP_DOUBLES + GROUP_TOTAL] = hits * 3;
    groups.size++;
    start = (end + 7) & ~7;
  }
  return { block, groups };
}

const counted = fc.uniqueArray(
  fc.record({
    key: fc.oneof(
      fc.constantFrom('', '-', '(none)', '__proto__', 'longer than any key'),
      fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 12 }),
    ),
    hits: fc.nat(5),
  }),
  { selector: ({ key }) => key, maxLength: 10 },
);

describe('KeyTable, told of what a combiner has', () => {
  it('holds what it would of groups, whatever comes then', () => {
    const rounds = fc.array(counted, { minLength: 1, maxLength: 4 });
    const property = fc.property(rounds, fc.boolean(), (all, dashIsNone) => {
      const one = new KeyTable(LIMITS, SEED);
      const other = new KeyTable(LIMITS, SEED);
      const visitors = [new HyperLogLog(), new HyperLogLog()] as const;
      for (const round of all) {
        const { block, groups } = groupsOf(round);
        one.addCombined(block, groups, dashIsNone, visitors[0]);
        other.addGroups(block, groups, dashIsNone, visitors[1]);
      }
      const snapshot = other.snapshot(0);
      // Where the table is not full it does not matter in which order keys have come.
      if (other.exact) expect(one.snapshot(0)).to.deep.equal(snapshot);
      expect(one.exact).to.equal(other.exact);
      expect(one.snapshot(0).rows.reduce((sum, { hits }) => sum + hits, 0)).to.equal(
        snapshot.rows.reduce((sum, { hits }) => sum + hits, 0),
      );
      if (other.exact) expect(visitors[0].state()).to.deep.equal(visitors[1].state());
    });
    fc.assert(property, { numRuns: 500 });
  });

  it('is merged like any other, into one without keys and into one that has some', () => {
    const property = fc.property(counted, counted, (first, second) => {
      const whole = new KeyTable({ keysMax: 30, keyBytesMax: 10 }, SEED);
      const parts = [first, second].map((part) => {
        const { block, groups } = groupsOf(part);
        whole.addGroups(block, groups, true);
        const table = new KeyTable({ keysMax: 30, keyBytesMax: 10 }, SEED);
        table.addCombined(block, groups, true);
        return table;
      });
      for (const seed of [SEED, SEED + 1]) {
        const merged = new KeyTable({ keysMax: 30, keyBytesMax: 10 }, seed);
        for (const part of parts) merged.merge(part);
        expect(merged.snapshot(0)).to.deep.equal(whole.snapshot(0));
      }
    });
    fc.assert(property, { numRuns: 300 });
  });

  it('finds keys that collide on purpose', () => {
    const keys = collidingKeys(SEED, 400);
    const table = new KeyTable({ keysMax: 1000, keyBytesMax: 32 }, SEED);
    const octets = new Uint8Array(keys.length * 8);
    const groups = new KeyGroups(keys.length);
    const block = new ByteBlock(octets);
    keys.forEach((key, at) => {
      octets.set(key.octets, at * 8);
      groups.ints.set([at * 8, at * 8 + key.octets.length], at * GROUP_INTS + GROUP_START);
      const end = at * 8 + key.octets.length;
      groups.ints[at * GROUP_INTS + GROUP_HASH] = hashBytes(block, at * 8, end, SEED);
      groups.ints[at * GROUP_INTS + GROUP_HITS] = 1;
      groups.size++;
    });
    table.addCombined(block, groups, false);
    table.addGroups(block, groups, false);
    const { rows, distinct } = table.snapshot(0);
    expect(distinct).to.equal(400);
    expect(rows.every(({ hits }) => hits === 2)).to.be.true;
    const merged = new KeyTable({ keysMax: 1000, keyBytesMax: 32 }, SEED);
    merged.merge(table);
    merged.merge(table);
    expect(merged.snapshot(0).rows.every(({ hits }) => hits === 4)).to.be.true;
  });
});
