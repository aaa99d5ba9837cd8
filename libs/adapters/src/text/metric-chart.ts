import { padEnd, padStart } from './columns.ts';
import type { Style } from './style.ts';
import type { Zone } from './zone.ts';

/** Rows of the drawing itself. */
const ROWS = 8;
/** Dots of a cell: braille has two columns of four. */
const DOT_COLUMNS = 2;
const DOT_ROWS = 4;
const BRAILLE = 0x2800;
/** The bits of a braille character by column and row of a dot. */
const BITS = [
  [0x01, 0x02, 0x04, 0x40],
  [0x08, 0x10, 0x20, 0x80],
] as const;
/** Below this the times would not fit under the axis. */
const PLOT_CELLS_MIN = 20;
/** A threshold that many times above all values is named and not drawn: they would lie flat. */
const FAR = 5;

/** A metric over time, and what is drawn with it. */
export interface MetricChart {
  /** Values of columns of equal length; NaN where there is none. */
  readonly lows: ArrayLike<number>;
  readonly highs: ArrayLike<number>;
  /** Epoch seconds: the first of the first column, and the last of the last. */
  readonly first: number;
  readonly last: number;
  readonly thresholds: readonly number[];
  /** When alerts stood: epoch seconds from one to the other, the second one not part of it. */
  readonly spans: readonly (readonly [from: number, to: number])[];
  readonly valueText: (value: number) => string;
  readonly zone: Zone;
  readonly style: Style;
  /** Cells of a row. */
  readonly width: number;
  readonly isAscii: boolean;
}

/** Cells that a chart of a width has for its columns, with labels of usual length. */
export function chartColumns(width: number): number {
  return Math.max(PLOT_CELLS_MIN, width) * DOT_COLUMNS;
}

/**
 * Draws a metric against its thresholds: values at the left, times below, and between them a row
 * in which alerts are marked, so that nothing is said by colour alone.
 */
export function metricChart(chart: MetricChart): string[] {
  const { thresholds, valueText, style, isAscii, width } = chart;
  const highest = Array.from(chart.highs).reduce((max, high) => (high > max ? high : max), 0);
  const near = thresholds.filter((threshold) => highest === 0 || threshold <= FAR * highest);
  const top = roundedUp(Math.max(highest, ...near)) || 1;
  const rowOf = (value: number) => ROWS - 1 - Math.floor((dotOf(value, top) + 0.5) / DOT_ROWS);
  const labels = new Map<number, string>([
    [0, valueText(top)],
    [ROWS - 1, valueText(0)],
  ]);
  for (const threshold of near) labels.set(rowOf(threshold), valueText(threshold));
  const labelCells = Math.max(...[...labels.values()].map((label) => label.length));
  const cells = Math.max(PLOT_CELLS_MIN, width - 2 - labelCells - 2);
  const drawn = draw(chart, cells, top);
  const alertCells = cellsOfSpans(chart, cells);
  const ruled = new Set(near.map(rowOf));
  const signs = isAscii ? ASCII : UNICODE;
  const rows = drawn.map((line, row) => {
    const label = padStart(labels.get(row) ?? '', labelCells);
    const texts = line.map((dots, cell) => {
      if (dots === 0) return ruled.has(row) ? style.dim(signs.threshold) : ' ';
      const sign = isAscii ? '*' : String.fromCharCode(BRAILLE + dots);
      return alertCells[cell] === undefined ? style.accent(sign) : style.bad(sign);
    });
    const axis = labels.has(row) ? signs.tick : signs.side;
    return `  ${style.dim(`${label} ${axis}`)}${texts.join('').trimEnd()}`;
  });
  const margin = ' '.repeat(2 + labelCells + 1);
  const marks = alertCells.map((mark) => (mark === undefined ? ' ' : signs[mark])).join('');
  return [
    ...rows,
    `${margin}${style.dim(signs.corner + signs.line.repeat(cells))}`,
    ...(marks.trim() === '' ? [] : [`${margin} ${style.bad(marks.trimEnd())}`]),
    `${margin} ${style.dim(times(chart, cells))}`,
    ...thresholds
      .filter((threshold) => !near.includes(threshold))
      .map((threshold) => style.dim(`${margin} ${valueText(threshold)} is above the chart`)),
  ];
}

type Mark = 'start' | 'stands';

const UNICODE = {
  threshold: '┄',
  tick: '┤',
  side: '│',
  corner: '└',
  line: '─',
  start: '▲',
  stands: '━',
} as const;

const ASCII = {
  threshold: '-',
  tick: '+',
  side: '|',
  corner: '+',
  line: '-',
  start: '^',
  stands: '=',
} as const;

/** The dots of each cell, row by row, from the top. */
function draw({ lows, highs }: MetricChart, cells: number, top: number): number[][] {
  const rows = Array.from({ length: ROWS }, () => new Array<number>(cells).fill(0));
  const columns = cells * DOT_COLUMNS;
  let before: readonly [number, number] | undefined;
  for (let column = 0; column < columns; column++) {
    const range = rangeOf(lows, highs, column, columns);
    if (range === undefined) {
      before = undefined;
      continue;
    }
    const low = dotOf(range[0], top);
    const high = dotOf(range[1], top);
    // Without a gap to the column before, a line is a line also where it is steep.
    const from = before !== undefined && before[1] < low ? before[1] + 1 : low;
    const to = before !== undefined && before[0] > high ? before[0] - 1 : high;
    for (let dot = from; dot <= to; dot++) {
      const row = rows[ROWS - 1 - Math.floor(dot / DOT_ROWS)];
      const bits = BITS[column % 2 === 0 ? 0 : 1];
      const cell = Math.floor(column / DOT_COLUMNS);
      if (row) row[cell] = (row[cell] ?? 0) | (bits[DOT_ROWS - 1 - (dot % DOT_ROWS)] ?? 0);
    }
    before = [low, high];
  }
  return rows;
}

/** Lowest and highest value of the columns that fall into one of another number of them. */
function rangeOf(
  lows: ArrayLike<number>,
  highs: ArrayLike<number>,
  column: number,
  columns: number,
): readonly [number, number] | undefined {
  const from = Math.floor((column * lows.length) / columns);
  const to = Math.max(from + 1, Math.ceil(((column + 1) * lows.length) / columns));
  let low = NaN;
  let high = NaN;
  for (let at = from; at < to; at++) {
    const lowHere = lows[at] ?? NaN;
    const highHere = highs[at] ?? NaN;
    if (lowHere < low || Number.isNaN(low)) low = lowHere;
    if (highHere > high || Number.isNaN(high)) high = highHere;
  }
  return Number.isNaN(high) ? undefined : [low, high];
}

/** Height of a value in dots, counted from the axis; what is not nothing is above it. */
function dotOf(value: number, top: number): number {
  const dots = ROWS * DOT_ROWS - 1;
  const dot = Math.round((Math.min(value, top) / top) * dots);
  return value > 0 ? Math.max(1, dot) : 0;
}

function cellsOfSpans({ spans, first, last }: MetricChart, cells: number): (Mark | undefined)[] {
  const marks = new Array<Mark | undefined>(cells).fill(undefined);
  const cellOf = (second: number) => {
    const cell = Math.floor(((second - first) * cells) / (last + 1 - first));
    return Math.max(0, Math.min(cells - 1, cell));
  };
  for (const [from, to] of spans) {
    for (let cell = cellOf(from); cell <= cellOf(to - 1); cell++) marks[cell] ??= 'stands';
  }
  for (const [from] of spans) marks[cellOf(from)] = 'start';
  return marks;
}

function times({ first, last, zone }: MetricChart, cells: number): string {
  const from = zone.timestamp(first);
  const to = zone.timestamp(last);
  if (from.length + to.length + 2 > cells) return `${from} to ${to}`;
  return `${padEnd(from, cells - to.length)}${to}`;
}

/** The next number of two digits. */
function roundedUp(value: number): number {
  if (value <= 0) return 0;
  const unit = 10 ** (Math.floor(Math.log10(value)) - 1);
  return Number((Math.ceil(value / unit - 1e-9) * unit).toPrecision(3));
}
