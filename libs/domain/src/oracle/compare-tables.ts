import type { TableSnapshot } from '../tables/table-snapshot.ts';
import type { Comparison } from './comparison.ts';
import type { ExactRow, ExactTable } from './exact-table.ts';
import { TABLE_LIMITS, type TableName } from './recount.ts';
import { shownText } from './slow-hit.ts';

export interface ComparedTable {
  readonly name: TableName;
  readonly reported: TableSnapshot;
  readonly exact: ExactTable;
  /** Hits of all keys, as recounted. */
  readonly hits: number;
  /** Rows that were asked for, 0 for all that is kept. */
  readonly top: number;
}

/**
 * Compares a table: where it has room for all keys, wholly; where it has not, each row with the
 * error that it states; where the recount has given up, its sum.
 */
export function compareTable(comparison: Comparison, table: ComparedTable): void {
  const { name, exact } = table;
  const what = `tables.${name}`;
  const isExact = exact.distinct <= TABLE_LIMITS[name].keysMax;
  if (exact.isGivenUp) {
    comparison.check(what, 'sums_only', () => {
      compareOther(comparison, what, table);
    });
  } else if (isExact) {
    comparison.check(what, 'exactly', () => {
      compareOther(comparison, what, table);
      compareRows(comparison, what, table);
    });
  } else {
    comparison.check(what, 'within_error', () => {
      compareOther(comparison, what, table);
      compareBounds(comparison, what, table);
    });
  }
}

function compareOther(
  comparison: Comparison,
  what: string,
  { reported: { rows, other }, hits }: ComparedTable,
): void {
  const shown = rows.reduce((sum, row) => sum + row.hits, 0);
  comparison.same(`${what}.other`, other, Math.max(0, hits - shown));
}

function compareRows(
  comparison: Comparison,
  what: string,
  { reported: { rows, distinct, error }, exact, top }: ComparedTable,
): void {
  const sorted = exact.sorted();
  const expected = top === 0 ? sorted : sorted.slice(0, top);
  comparison.same(`${what}.rows`, rows.length, expected.length);
  // With a key that was cut, others may have been cut to the same.
  comparison.same(`${what}.distinct`, distinct, exact.cut > 0 ? null : exact.distinct);
  comparison.same(`${what}.error`, error, 0);
  for (let at = 0; at < Math.min(rows.length, expected.length); at++) {
    const row = rows[at];
    const truth = expected[at];
    if (row === undefined || truth === undefined) return; // at is below the length of both
    const key = shownText(truth.key);
    const place = `${what} row ${at + 1}`;
    comparison.same(`${place} key`, row.key, key);
    if (row.key !== key) continue;
    for (const figure of ['hits', 'bytes', 'errors'] as const) {
      comparison.same(`${place} ${row.key} ${figure}`, row[figure], truth[figure]);
    }
  }
}

function compareBounds(
  comparison: Comparison,
  what: string,
  { reported: { rows, distinct, error }, exact, top }: ComparedTable,
): void {
  comparison.same(`${what}.distinct`, distinct, null);
  if (top > 0) comparison.same(`${what}.rows`, rows.length, top);
  const least = rows.at(-1)?.hits ?? 0;
  const held = new Set<ExactRow>();
  for (const row of rows) {
    const { key, hits, bytes, errors } = row;
    const truths = exact.shownAs(key);
    const fits = (truth: ExactRow) =>
      !held.has(truth) && truth.hits <= hits && truth.hits >= hits - error;
    const truth = truths.find(fits) ?? truths[0];
    comparison.holds(
      truth !== undefined && fits(truth),
      `${what} ${key} hits`,
      hits,
      hitsOf(truth),
    );
    if (truth === undefined) continue;
    held.add(truth);
    // They count from the moment when the key came into the table.
    comparison.holds(bytes <= truth.bytes, `${what} ${key} bytes`, bytes, truth.bytes);
    comparison.holds(errors <= truth.errors, `${what} ${key} errors`, errors, truth.errors);
  }
  // A key with more hits than the last row has its place among the rows.
  for (const truth of exact.sorted()) {
    if (truth.hits <= least) break;
    comparison.holds(held.has(truth), `${what} ${shownText(truth.key)} hits`, null, truth.hits);
  }
}

function hitsOf(row: ExactRow | undefined): number {
  return row?.hits ?? 0;
}
