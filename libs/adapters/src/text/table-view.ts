import type { TableRow, TableSnapshot } from '@hitwatch/domain';

import { bar, cells, fit, padEnd, padStart } from './columns.ts';
import { grouped, percent, shortBytes, shortTime } from './numbers.ts';
import { sanitize } from './sanitize.ts';
import type { Style } from './style.ts';

const KEY_CELLS_MIN = 12;
const BAR_CELLS = 16;
/** Of one quantile, `999ms`, and of the three that stand in the place of the bar. */
const TIME_CELLS = 7;
const TIMES_CELLS = 3 * TIME_CELLS;
/** Columns never shrink below these, so that numbers stay where they were in the report before. */
const HITS_CELLS = 9;
const SHARE_CELLS = 6;
const BYTES_CELLS = 8;
const ERRORS_CELLS = 7;

export interface TableViewOptions {
  readonly title: string;
  readonly table: TableSnapshot;
  /** Hits that the shares refer to. */
  readonly hits: number;
  /** Cells that a line may take. */
  readonly width: number;
  readonly style: Style;
}

/**
 * A table in full: key, hits, share with a bar, bytes and server errors. Where rows have response
 * times and there is room, their quantiles stand in the place of the bar.
 */
export function fullTable({ title, table, hits, width, style }: TableViewOptions): string[] {
  const hitsCells = widest(HITS_CELLS, [table.other, ...table.rows.map((row) => row.hits)]);
  const errorsCells = widest(
    ERRORS_CELLS,
    table.rows.map((row) => row.errors),
  );
  const outerCells = 2 + hitsCells + SHARE_CELLS + BYTES_CELLS + errorsCells + 9;
  const isTimed =
    table.rows.some(({ responseTimes }) => responseTimes !== undefined) &&
    width - outerCells - TIMES_CELLS >= KEY_CELLS_MIN;
  const middleCells = isTimed ? TIMES_CELLS : BAR_CELLS;
  const keyCells = Math.max(KEY_CELLS_MIN, width - outerCells - middleCells);
  const middleHead = isTimed ? inTimes(['p50', 'p95', 'p99']) : ' '.repeat(BAR_CELLS);
  const head =
    `  ${padEnd(title, keyCells)} ${padStart('hits', hitsCells)}` +
    `  ${padStart('share', SHARE_CELLS)}  ${middleHead}` +
    `  ${padStart('bytes', BYTES_CELLS)} ${padStart('5xx', errorsCells)}`;
  const lines = [style.dim(head)];
  for (const row of table.rows) {
    const share = hits === 0 ? 0 : row.hits / hits;
    const errors = padStart(row.errors === 0 ? '·' : grouped(row.errors), errorsCells);
    lines.push(
      `  ${padEnd(fit(sanitize(row.key), keyCells), keyCells)}` +
        ` ${padStart(grouped(row.hits), hitsCells)}` +
        `  ${padStart(percent(row.hits, hits), SHARE_CELLS)}` +
        `  ${isTimed ? times(row) : style.accent(shareBar(share))}` +
        `  ${padStart(shortBytes(row.bytes), BYTES_CELLS)}` +
        ` ${row.errors === 0 ? style.dim(errors) : style.bad(errors)}`,
    );
  }
  if (table.other > 0) {
    const rest = padEnd(othersLabel(table), keyCells);
    const share = padStart(percent(table.other, hits), SHARE_CELLS);
    lines.push(style.dim(`  ${rest} ${padStart(grouped(table.other), hitsCells)}  ${share}`));
  }
  return lines;
}

/** A table in short: key, hits and share, for two side by side. */
export function shortTable({ title, table, hits, width, style }: TableViewOptions): string[] {
  const hitsCells = widest(
    HITS_CELLS,
    table.rows.map((row) => row.hits),
  );
  const keyCells = Math.max(8, width - hitsCells - SHARE_CELLS - 3);
  const distinct = table.distinct === null ? '' : ` (${grouped(table.distinct)})`;
  const lines = [padEnd(style.dim(fit(`${title}${distinct}`, width)), width)];
  for (const row of table.rows) {
    lines.push(
      padEnd(fit(sanitize(row.key), keyCells), keyCells) +
        ` ${padStart(grouped(row.hits), hitsCells)}` +
        `  ${padStart(percent(row.hits, hits), SHARE_CELLS)}`,
    );
  }
  return lines;
}

/** Puts two blocks of lines beside each other; the left one's lines all have the same width. */
export function sideBySide(
  left: readonly string[],
  right: readonly string[],
  gap: string,
): string[] {
  const blank = ' '.repeat(cells(left[0] ?? ''));
  const height = Math.max(left.length, right.length);
  return Array.from({ length: height }, (_, row) =>
    `  ${left[row] ?? blank}${gap}${right[row] ?? ''}`.trimEnd(),
  );
}

function shareBar(share: number): string {
  return padEnd(bar(Math.min(1, share), BAR_CELLS), BAR_CELLS);
}

function times({ responseTimes }: TableRow): string {
  if (responseTimes === undefined) return inTimes(['·', '·', '·']);
  const { p50, p95, p99 } = responseTimes;
  return inTimes([p50, p95, p99].map(shortTime));
}

function inTimes(texts: readonly string[]): string {
  return texts.map((text) => padStart(text, TIME_CELLS)).join('');
}

function widest(cellsMin: number, numbers: readonly number[]): number {
  return Math.max(cellsMin, ...numbers.map((number) => grouped(number).length));
}

function othersLabel({ distinct, rows }: TableSnapshot): string {
  if (distinct === null) return 'all others';
  const count = distinct - rows.length;
  return count === 1 ? '1 other' : `${grouped(count)} others`;
}
