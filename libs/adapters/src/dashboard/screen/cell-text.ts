import { cells } from '../../text/columns.ts';
import { sanitize } from '../../text/sanitize.ts';

/** One character as it is seen, and the cells that it takes. */
export interface Glyph {
  readonly text: string;
  readonly cells: 1 | 2;
}

/** Invisible characters that may be part of harmless text, which is why `sanitize` lets them by. */
const INVISIBLE: readonly (readonly [from: number, to: number])[] = [
  [0x34f, 0x34f],
  [0x115f, 0x1160],
  [0x17b4, 0x17b5],
  [0x180b, 0x180f],
  [0x3164, 0x3164],
  [0xfe00, 0xfe0f],
  [0xffa0, 0xffa0],
  [0x1bca0, 0x1bca3],
  [0x1d173, 0x1d17a],
];
/** More marks on one letter than any language has reach into the rows above. */
const CODE_POINTS_MAX = 4;
/** Longer than any row: what is behind it is not looked at. */
const UNITS_MAX = 2000;

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/**
 * Text cut into cells. All text of a screen passes here and nowhere else, be it from a log, a file
 * name or this program: what a terminal could obey, or would not show, becomes its visible code.
 */
export function glyphsOf(text: string, ascii: boolean): Glyph[] {
  const glyphs: Glyph[] = [];
  const clean = visible(sanitize(text.slice(0, UNITS_MAX)));
  for (const { segment } of graphemes.segment(clean)) {
    const codePoints = Array.from(segment);
    if (codePoints.length > CODE_POINTS_MAX) {
      for (const char of codePoints) pushGlyph(glyphs, char, ascii);
    } else {
      pushGlyph(glyphs, segment, ascii);
    }
  }
  return glyphs;
}

function pushGlyph(glyphs: Glyph[], text: string, ascii: boolean): void {
  const width = cells(text);
  if (width === 0) {
    // A mark with no letter under it would sit on whatever is in the cell before.
    for (const char of Array.from(text)) pushCode(glyphs, char);
  } else if (width > 2) {
    // Characters that only this program takes for one: a terminal shows them one by one.
    for (const char of Array.from(text)) pushGlyph(glyphs, char, ascii);
  } else if (ascii && !isPlain(text)) {
    // The one letter of this program's own that ASCII lacks.
    const substitute = text === 'µ' ? 'u' : '?';
    for (let cell = 0; cell < width; cell++) glyphs.push({ text: substitute, cells: 1 });
  } else {
    glyphs.push({ text, cells: width === 1 ? 1 : 2 });
  }
}

function pushCode(glyphs: Glyph[], char: string): void {
  for (const text of codeOf(char.codePointAt(0) ?? 0)) glyphs.push({ text, cells: 1 });
}

/** Whether each unit is one cell that shows itself: printable ASCII. */
export function isPlain(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit < 0x20 || unit > 0x7e) return false;
  }
  return true;
}

function visible(text: string): string {
  let shown = '';
  for (const char of text) {
    const code = char.codePointAt(0) ?? 0;
    if (code >= 0xd800 && code <= 0xdfff) shown += '\ufffd';
    else if (INVISIBLE.some(([from, to]) => code >= from && code <= to)) shown += codeOf(code);
    else shown += char;
  }
  return shown;
}

function codeOf(code: number): string {
  return `\\u${code.toString(16).padStart(4, '0')}`;
}
