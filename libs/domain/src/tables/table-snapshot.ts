import { decodeText } from '../bytes/text.ts';
import type { HitCells } from './hit-cells.ts';
import type { KeyIndex } from './key-index.ts';
import { firstOf } from './largest.ts';

import type { Quantiles } from './dd-sketch.ts';

/** One row of a table. */
export interface TableRow {
  readonly key: string;
  /** At least the true number, at most `error` above it. */
  readonly hits: number;
  /** Bytes sent; where `error` is not 0, only those since the key came into the table. */
  readonly bytes: number;
  /** Hits with status 500-599; as with bytes. */
  readonly errors: number;
  /** In microseconds; only of sections, where the log states times. */
  readonly responseTimes?: Quantiles;
}

/** The rows of a table as they stood at one moment: hits descending, then key. */
export interface TableSnapshot {
  readonly rows: readonly TableRow[];
  /** Hits outside the rows. */
  readonly other: number;
  /** Number of keys, or null when not exact. */
  readonly distinct: number | null;
  /** Largest possible overcount of a row; 0 while the table is exact. */
  readonly error: number;
}

/**
 * The `top` keys with the most hits, or all for 0; of equal ones, in the order of their bytes.
 * `total` is the hits of all keys, held or not.
 */
export function tableSnapshot(
  index: KeyIndex,
  cells: HitCells,
  top: number,
  total: number,
  isExact: boolean,
): TableSnapshot {
  const order = (a: number, b: number) => cells.hits(b) - cells.hits(a) || index.compare(a, b);
  const ids = [...firstOf(index.size, top === 0 ? index.size : top, order)];
  const { octets } = index.block;
  const rows = ids.map((id) => ({
    key: decodeText(octets.subarray(index.start(id), index.end(id))),
    hits: cells.hits(id),
    bytes: cells.bytes(id),
    errors: cells.errors(id),
  }));
  const shown = rows.reduce((sum, { hits }) => sum + hits, 0);
  return {
    rows,
    // Merged overcounts can add up to more than all hits.
    other: Math.max(0, total - shown),
    distinct: isExact ? index.size : null,
    error: ids.reduce((most, id) => Math.max(most, cells.overcount(id)), 0),
  };
}
