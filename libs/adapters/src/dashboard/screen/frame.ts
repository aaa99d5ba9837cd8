import type { TerminalSize } from '@hitwatch/ports';

import type { PanelName } from '../model/panels.ts';

import { glyphsOf, isPlain } from './cell-text.ts';
import { Role, SELECTED } from './role.ts';

/** Where rows of a panel are, so that a click finds its row. */
export interface Target {
  readonly panel: PanelName;
  readonly top: number;
  readonly left: number;
  readonly columns: number;
  readonly rows: number;
  /** Index of the first of these rows in the panel. */
  readonly first: number;
}

/**
 * A screen as cells: a text and a role each. Whatever is put on it is cut to the cells that it was
 * given, so a row is never wider than the screen, and harmless, since it passes `glyphsOf`.
 */
export class Frame {
  readonly columns: number;
  readonly rows: number;
  readonly ascii: boolean;
  /** Row by row; the second cell of a wide character is empty. */
  readonly texts: string[];
  readonly roles: Uint8Array;
  readonly targets: Target[] = [];

  constructor({ columns, rows }: TerminalSize, ascii = false) {
    this.columns = columns;
    this.rows = rows;
    this.ascii = ascii;
    this.texts = new Array<string>(columns * rows).fill(' ');
    this.roles = new Uint8Array(columns * rows);
  }

  /** What stands at a cell that can be chosen. */
  targetAt(row: number, column: number): Target | undefined {
    return this.targets.find(
      ({ top, left, rows, columns }) =>
        row >= top && row < top + rows && column >= left && column < left + columns,
    );
  }

  /** Puts text into at most `width` cells, what is cut ends in `…`. Returns the cells it took. */
  put(row: number, column: number, width: number, text: string, role: Role = Role.text): number {
    const room = Math.min(width, this.columns - column);
    if (room <= 0 || row < 0 || row >= this.rows) return 0;
    const at = row * this.columns + column;
    if (isPlain(text)) return this.#putPlain(at, room, text, role);
    const glyphs = glyphsOf(text, this.ascii);
    const whole = glyphs.reduce((sum, glyph) => sum + glyph.cells, 0);
    const limit = whole <= room ? room : room - 1;
    let used = 0;
    for (const glyph of glyphs) {
      if (used + glyph.cells > limit) break;
      this.#set(at + used, glyph.text, role);
      if (glyph.cells === 2) this.#set(at + used + 1, '', role);
      used += glyph.cells;
    }
    if (whole > room) this.#set(at + used++, this.#ellipsis, role);
    return used;
  }

  /** The same, at the right end of `width` cells: for numbers, which are plain. */
  putRight(row: number, column: number, width: number, text: string, role: Role = Role.text): void {
    const indent = Math.max(0, width - text.length);
    this.put(row, column + indent, width - indent, text, role);
  }

  /** Fills cells with one character of this program that takes one cell. */
  fill(row: number, column: number, width: number, char: string, role: Role): void {
    if (row < 0 || row >= this.rows) return;
    const at = row * this.columns;
    const end = Math.min(column + width, this.columns);
    for (let cell = Math.max(0, column); cell < end; cell++) this.#set(at + cell, char, role);
  }

  /** Marks cells as those under the cursor. */
  select(row: number, column: number, width: number): void {
    const at = row * this.columns + column;
    for (let cell = 0; cell < Math.min(width, this.columns - column); cell++) {
      this.roles[at + cell] = (this.roles[at + cell] ?? 0) | SELECTED;
    }
  }

  /** A row as text, for tests and people. */
  rowText(row: number): string {
    return this.texts.slice(row * this.columns, (row + 1) * this.columns).join('');
  }

  get #ellipsis(): string {
    return this.ascii ? '~' : '…';
  }

  #putPlain(at: number, room: number, text: string, role: Role): number {
    const used = Math.min(room, text.length);
    for (let cell = 0; cell < used; cell++) this.#set(at + cell, text.charAt(cell), role);
    if (text.length > room) this.#set(at + room - 1, this.#ellipsis, role);
    return used;
  }

  #set(at: number, text: string, role: Role): void {
    this.texts[at] = text;
    this.roles[at] = role;
  }
}
