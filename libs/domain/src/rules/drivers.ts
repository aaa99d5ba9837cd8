import type { TableRow, TableSnapshot } from '../tables/table-snapshot.ts';

export const DRIVER_DIMENSIONS = ['sections', 'clients', 'status', 'urls'] as const;
export type DriverDimension = (typeof DRIVER_DIMENSIONS)[number];

/** The tables of a window; of the one before all rows, so that none is missing by chance. */
export type DriverTables = Readonly<Record<DriverDimension, TableSnapshot>>;

/** A key whose share of the hits has grown. */
export interface Driver {
  readonly dimension: DriverDimension;
  /** As the log has it: hostile text. */
  readonly key: string;
  readonly hits: number;
  readonly hitsBefore: number;
  /** Of all hits of its window, 0 to 1. */
  readonly share: number;
  readonly shareBefore: number;
}

/**
 * What drove an alert: in each dimension the keys whose share of the hits has grown most from one
 * window to the next, `max` of them at most, the largest growth first, and equal ones by their key.
 * With nothing before, a share grew from 0.
 */
export function drivers(now: DriverTables, before: DriverTables, max: number): Driver[] {
  return DRIVER_DIMENSIONS.flatMap((dimension) =>
    driversOf(dimension, now[dimension], before[dimension]).slice(0, max),
  );
}

function driversOf(
  dimension: DriverDimension,
  now: TableSnapshot,
  before: TableSnapshot,
): Driver[] {
  const total = hitsOf(now);
  const totalBefore = hitsOf(before);
  const rowsBefore = new Map<string, TableRow>(before.rows.map((row) => [row.key, row]));
  return now.rows
    .map(({ key, hits }): Driver => {
      const hitsBefore = rowsBefore.get(key)?.hits ?? 0;
      const shareBefore = totalBefore === 0 ? 0 : hitsBefore / totalBefore;
      return { dimension, key, hits, hitsBefore, share: hits / total, shareBefore };
    })
    .filter(({ share, shareBefore }) => share > shareBefore)
    .sort((a, b) => growth(b) - growth(a) || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
}

function growth({ share, shareBefore }: Driver): number {
  return share - shareBefore;
}

function hitsOf({ rows, other }: TableSnapshot): number {
  return rows.reduce((sum, { hits }) => sum + hits, other);
}
