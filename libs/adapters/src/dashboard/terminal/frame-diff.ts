import type { Frame } from '../screen/frame.ts';
import type { Palette } from './palette.ts';

/** Cells that are as they were and are written again all the same: cheaper than a jump. */
const GAP_CELLS_MAX = 4;

/**
 * The bytes that turn the screen from `shown` into `next`: cells that changed, and no attribute
 * that is set already. Without `shown` every cell is written, over a screen that may hold anything.
 *
 * Terminals disagree about the width of rare characters. In a row that has one, all from the first
 * change on is written again, and the cursor is put right behind each: such a row may be off by a
 * cell in itself and never pushes the others.
 */
export function frameDiff(shown: Frame | undefined, next: Frame, palette: Palette): string {
  const before = shown?.columns === next.columns && shown.rows === next.rows ? shown : undefined;
  let text = '';
  let style = -1;
  for (let row = 0; row < next.rows; row++) {
    const start = row * next.columns;
    const isOdd = hasOdd(next, start) || (before !== undefined && hasOdd(before, start));
    let at = -1; // Column of the cursor in this row; -1 when it is elsewhere.
    let changed = before === undefined;
    for (let column = 0; column < next.columns; column++) {
      const cell = start + column;
      const char = next.texts[cell] ?? ' ';
      const isNew = before === undefined || !isSame(before, next, cell);
      changed ||= isNew;
      if (!(isNew || (isOdd && changed)) || char === '') continue;
      if (at < 0) text += move(row, column);
      else if (at < column) {
        const gap = column - at;
        if (gap <= GAP_CELLS_MAX && !isOdd && isOneStyle(next, start + at, cell, style)) {
          for (let skipped = start + at; skipped < cell; skipped++)
            text += next.texts[skipped] ?? '';
        } else text += move(row, column);
      }
      const role = next.roles[cell] ?? 0;
      if (role !== style) text += palette[role] ?? '';
      style = role;
      text += char;
      at = isSimple(char) ? column + 1 : -1;
    }
  }
  return style > 0 ? `${text}\x1b[0m` : text;
}

function move(row: number, column: number): string {
  return column === 0 ? `\x1b[${row + 1}H` : `\x1b[${row + 1};${column + 1}H`;
}

function isSame(before: Frame, next: Frame, cell: number): boolean {
  return before.texts[cell] === next.texts[cell] && before.roles[cell] === next.roles[cell];
}

function isOneStyle({ roles }: Frame, from: number, to: number, style: number): boolean {
  for (let cell = from; cell < to; cell++) if (roles[cell] !== style) return false;
  return true;
}

function hasOdd({ texts, columns }: Frame, start: number): boolean {
  for (let cell = start; cell < start + columns; cell++) {
    if (!isSimple(texts[cell] ?? ' ')) return true;
  }
  return false;
}

/** ASCII, Latin-1 and what is drawn with: one cell in every terminal. */
function isSimple(char: string): boolean {
  if (char.length !== 1) return false;
  const unit = char.charCodeAt(0);
  return unit < 0x180 || (unit >= 0x2500 && unit <= 0x259f) || unit === 0x2026 || unit === 0x203a;
}
