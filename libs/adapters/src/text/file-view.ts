import type { FileTally, LineCountsSnapshot } from '@hitwatch/domain';

import { cells, fit, padEnd, padStart } from './columns.ts';
import { grouped } from './numbers.ts';
import { sanitize } from './sanitize.ts';
import type { View } from './traffic-view.ts';

const FILE_CELLS_MAX = 60;
const FILE_CELLS_MIN = 12;
/** Room for a number of lines, grouped. */
const LINES_CELLS = 11;

const SUM = ['read', 'counted', 'filtered', 'unparsed'] as const;

/**
 * What became of the lines of each file, so that `read = counted + filtered + unparsed` is there to
 * be seen of each, and below a file why lines of it were not parsed, or came late. Of many files
 * `filesMax`.
 */
export function fileLines(
  files: readonly Pick<FileTally, 'path' | 'lines'>[],
  { style, width }: View,
  filesMax = Infinity,
): string[] {
  const shown = files.slice(0, filesMax);
  const figures = shown.map(({ lines }) => SUM.map((figure) => grouped(lines[figure])));
  const figureCells = Math.max(LINES_CELLS, ...figures.flat().map((text) => text.length + 1));
  const room = width - 2 - SUM.length * figureCells;
  const nameCellsMax = Math.min(FILE_CELLS_MAX, Math.max(FILE_CELLS_MIN, room));
  const names = shown.map(({ path }) => fit(sanitize(path), nameCellsMax));
  const nameCells = Math.max(4, ...names.map(cells));
  const line = (name: string, texts: readonly string[]) =>
    `  ${padEnd(name, nameCells)}${texts.map((text) => padStart(text, figureCells)).join('')}`;
  const more = files.length - shown.length;
  return [
    style.dim(line('file', SUM)),
    ...shown.flatMap(({ lines }, index) => {
      const why = asideText(lines);
      const row = line(names[index] ?? '', figures[index] ?? []);
      return why === '' ? [row] : [row, style.dim(fit(`    ${why}`, width))];
    }),
    ...(more > 0 ? [style.dim(`  and ${grouped(more)} more`)] : []),
  ];
}

/** `12 bad_time, 3 empty, 5 of the counted late` */
function asideText({ reasons, late, future }: LineCountsSnapshot): string {
  return [
    ...Object.entries(reasons).map(([reason, lines]) => `${grouped(lines)} ${reason}`),
    ...(late > 0 ? [`${grouped(late)} of the counted late`] : []),
    ...(future > 0 ? [`${grouped(future)} of the counted from the future`] : []),
  ].join(', ');
}
