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
