import { BINDINGS } from '../view/bindings.ts';
import type { Frame } from './frame.ts';
import type { Region } from './layout.ts';
import { Role } from './role.ts';
import { drawRule } from './rule.ts';
import type { Glyphs } from './theme.ts';

const KEY_CELLS = 20;
const TWO_COLUMNS_MIN = 150;

interface HelpLine {
  readonly left: string;
  readonly right: string;
  readonly isTitle: boolean;
}

/** All keys, from line `first` on where they do not fit. */
export function drawHelp(frame: Frame, region: Region, glyphs: Glyphs, first: number): void {
  const { top, left, columns, rows } = region;
  const groups = BINDINGS.map(([title, bindings]): HelpLine[] => [
    { left: title, right: '', isTitle: true },
    ...bindings.map(([keys, what]) => ({ left: keys, right: what, isTitle: false })),
  ]);
  const all = groups.flat();
  drawRule(frame, region, 'keys', all.length > rows - 1 ? 'j, k: scroll' : 'Esc: back', glyphs);
  if (columns >= TWO_COLUMNS_MIN) {
    const width = Math.floor(columns / groups.length);
    groups.forEach((lines, index) => {
      drawLines(frame, { top: top + 2, left: left + index * width, columns: width, rows }, lines);
    });
    return;
  }
  const from = Math.max(0, Math.min(first, all.length - (rows - 1)));
  drawLines(frame, { top: top + 1, left, columns, rows: rows - 1 }, all.slice(from));
}

function drawLines(frame: Frame, region: Region, lines: readonly HelpLine[]): void {
  const { top, left, columns, rows } = region;
  lines.slice(0, rows).forEach(({ left: keys, right, isTitle }, index) => {
    const row = top + index;
    if (isTitle) frame.put(row, left + 1, columns - 2, keys, Role.strong);
    else {
      frame.put(row, left + 3, KEY_CELLS - 3, keys, Role.key);
      frame.put(row, left + KEY_CELLS, columns - KEY_CELLS - 1, right);
    }
  });
}
