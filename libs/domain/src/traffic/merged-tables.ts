import type { TableRow, TableSnapshot } from '../tables/table-snapshot.ts';

interface Sum {
  hits: number;
  bytes: number;
  errors: number;
}

/**
 * Tables of several intervals as one, of `rowsMax` rows. A row is the sum of the rows that its key
 * has; where a table had more keys than rows, a key that is not among them may have had as many
 * hits as its last row, so a row may lack that many: `error` is the most by which any row is off,
 * in either direction. Rows and `other` together always are all hits.
 */
export function mergedTable(tables: readonly TableSnapshot[], rowsMax: number): TableSnapshot {
  const [only] = tables;
  if (tables.length === 1 && only !== undefined && only.rows.length <= rowsMax) return only;
  const sums = new Map<string, Sum>();
  let hits = 0;
  let over = 0;
  let under = 0;
  let isWhole = true;
  for (const { rows, other, distinct, error } of tables) {
    hits += other;
    over += error;
    under += Math.min(other, rows.at(-1)?.hits ?? other);
    isWhole &&= distinct === rows.length;
    for (const row of rows) {
      hits += row.hits;
      addTo(sums, row);
    }
  }
  const all = Array.from(sums, ([key, sum]): TableRow => ({ key, ...sum }));
  all.sort((a, b) => b.hits - a.hits || (a.key < b.key ? -1 : 1));
  const rows = all.slice(0, rowsMax);
  const shown = rows.reduce((sum, row) => sum + row.hits, 0);
  return {
    rows,
    other: hits - shown,
    distinct: isWhole ? all.length : null,
    error: Math.max(over, under),
  };
}

function addTo(sums: Map<string, Sum>, { key, hits, bytes, errors }: TableRow): void {
  const sum = sums.get(key);
  if (sum === undefined) {
    sums.set(key, { hits, bytes, errors });
    return;
  }
  sum.hits += hits;
  sum.bytes += bytes;
  sum.errors += errors;
}
