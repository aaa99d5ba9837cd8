import type { Frame } from './frame.ts';
import type { Region } from './layout.ts';
import { Role } from './role.ts';
import type { Glyphs } from './theme.ts';

/** Seconds that a column may stand for. */
const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300];
/** The sparkline goes back at least as far, where the run does. */
export const SPARK_SECONDS = 300;

export interface Spark {
  /** Average hits per second of each column, oldest first; undefined before the start. */
  readonly values: readonly (number | undefined)[];
  readonly secondsPerColumn: number;
  /** What a full column stands for. */
  readonly top: number;
}

/**
 * Hits per second of the last minutes, cut at whole multiples of a column's seconds of the clock,
 * so that what is past stands still while time goes on.
 */
export function sparkOf(
  hitsPerSecond: readonly number[],
  second: number,
  columns: number,
  threshold: number | undefined,
): Spark {
  const step = STEPS.find((seconds) => seconds * columns >= SPARK_SECONDS) ?? 600;
  const newest = Math.floor(second / step);
  const sums = new Array<number>(columns).fill(0);
  const counts = new Array<number>(columns).fill(0);
  hitsPerSecond.forEach((hits, index) => {
    const at = second - (hitsPerSecond.length - 1 - index);
    const column = columns - 1 - (newest - Math.floor(at / step));
    if (column < 0 || column >= columns) return;
    sums[column] = (sums[column] ?? 0) + hits;
    counts[column] = (counts[column] ?? 0) + 1;
  });
  const values = sums.map((sum, column) => {
    const count = counts[column] ?? 0;
    return count === 0 ? undefined : sum / count;
  });
  const highest = Math.max((threshold ?? 0) * 1.25, ...values.map((value) => value ?? 0));
  return { values, secondsPerColumn: step, top: niceAbove(highest) };
}

/** The next of 1, 1.5, 2, 3, 5, 7.5 and 10 times a power of ten: a scale that seldom changes. */
export function niceAbove(value: number): number {
  if (!(value > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  return ([1, 1.5, 2, 3, 5, 7.5].find((step) => step * power >= value) ?? 10) * power;
}

/** Draws columns, those above the threshold as bad, and the threshold across what they leave. */
export function drawSpark(
  frame: Frame,
  region: Region,
  { values, top }: Spark,
  threshold: number | undefined,
  { levels, threshold: line }: Glyphs,
): void {
  const { rows } = region;
  const thresholdRow =
    threshold === undefined ? -1 : Math.min(rows - 1, Math.floor((threshold / top) * rows));
  values.forEach((value, index) => {
    const eighths = value === undefined ? 0 : heightOf(value, top, rows);
    const role = (value ?? 0) > (threshold ?? Infinity) ? Role.bad : Role.accent;
    for (let above = 0; above < rows; above++) {
      const level = Math.max(0, Math.min(8, eighths - above * 8));
      const row = region.top + rows - 1 - above;
      const column = region.left + index;
      if (level > 0) frame.fill(row, column, 1, levels[level] ?? ' ', role);
      else if (above === thresholdRow && rows > 1) frame.fill(row, column, 1, line, Role.warn);
    }
  });
}

function heightOf(value: number, top: number, rows: number): number {
  const eighths = Math.round((value / top) * rows * 8);
  return value > 0 ? Math.max(1, eighths) : 0;
}
