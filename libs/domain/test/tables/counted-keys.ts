import fc from 'fast-check';
import { KeyTable, type KeyTableLimits, type TableRow } from '../../src/index.ts';
import { latin1Block } from '../text-block.ts';

export interface Hit {
  readonly key: string;
  readonly bytes: number;
  readonly error: 0 | 1;
}

/**
 * Keys that have led tables astray: nothing, names that objects own, long ones alike at the
 * beginning.
 */
const KEYS = [
  '',
  '__proto__',
  'constructor',
  'toString',
  '/',
  '/a',
  '/b',
  '/aa',
  '/aaa',
  '/aaaa',
  '/aaab',
  '/aaaab',
  '\0',
  '\0\0',
  'x'.repeat(300),
  `${'x'.repeat(299)}y`,
];

export const hit = fc.record({
  key: fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...KEYS) },
    { weight: 2, arbitrary: fc.nat(400).map((number) => `/k${number}`) },
    { weight: 1, arbitrary: fc.string({ maxLength: 12 }) },
  ),
  bytes: fc.nat(1_000_000),
  error: fc.constantFrom<0 | 1>(0, 0, 1),
});

/** Hits on few keys, of which some are much more frequent than others, as in real traffic. */
export const skewedHit = fc.record({
  key: fc.tuple(fc.nat(40), fc.nat(40)).map(([one, other]) => `/k${Math.min(one, other)}`),
  bytes: fc.nat(1000),
  error: fc.constantFrom<0 | 1>(0, 1),
});

export function count(table: KeyTable, hits: readonly Hit[]): KeyTable {
  for (const { key, bytes, error } of hits) {
    // The key stands inside a block, as it does in a line.
    const block = latin1Block(`"${key}"`);
    table.add(block, 1, 1 + key.length, bytes, error);
  }
  return table;
}

export function tableOf(hits: readonly Hit[], limits: KeyTableLimits, seed = 1): KeyTable {
  return count(new KeyTable(limits, seed), hits);
}

/** Adds `other` to what `table` has counted and gives `table` back. */
export function mergedWith(table: KeyTable, other: KeyTable): KeyTable {
  table.merge(other);
  return table;
}

/** The exact rows for the hits: hits descending, then key. Keys must be ASCII. */
export function exactRows(hits: readonly Hit[]): TableRow[] {
  const rows = new Map<string, { hits: number; bytes: number; errors: number }>();
  for (const { key, bytes, error } of hits) {
    const row = rows.get(key) ?? { hits: 0, bytes: 0, errors: 0 };
    rows.set(key, {
      hits: row.hits + 1,
      bytes: row.bytes + bytes,
      errors: row.errors + error,
    });
  }
  return [...rows]
    .map(([key, row]) => ({ key, ...row }))
    .sort((a, b) => b.hits - a.hits || (a.key < b.key ? -1 : 1));
}
