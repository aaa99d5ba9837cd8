/** Characters that are drawn with, one cell each. */
export interface Glyphs {
  readonly ascii: boolean;
  /** Levels of a bar from below, from empty to full. */
  readonly levels: readonly string[];
  /** Parts of a bar from the left, from empty to full. */
  readonly parts: readonly string[];
  readonly rule: string;
  readonly threshold: string;
  readonly separator: string;
  readonly up: string;
  readonly down: string;
  readonly on: string;
  readonly off: string;
  readonly paused: string;
  readonly nought: string;
  readonly crumb: string;
  readonly cursor: string;
  readonly enter: string;
  /** The parts of the status mix, told apart without colour. */
  readonly mix: readonly string[];
}

export const UNICODE_GLYPHS: Glyphs = {
  ascii: false,
  levels: [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'],
  parts: ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉', '█'],
  rule: '─',
  threshold: '┄',
  separator: '│',
  up: '▲',
  down: '▼',
  on: '●',
  off: '○',
  paused: '‖',
  nought: '·',
  crumb: '›',
  cursor: '▸',
  enter: '↵',
  mix: ['█', '▓', '▒', '░', ' '],
};

export const ASCII_GLYPHS: Glyphs = {
  ascii: true,
  levels: [' ', '.', '.', ':', ':', '!', '!', '|', '#'],
  parts: ['', '-', '-', '-', '=', '=', '=', '#', '#'],
  rule: '-',
  threshold: '-',
  separator: '|',
  up: '^',
  down: 'v',
  on: '*',
  off: 'o',
  paused: '=',
  nought: '.',
  crumb: '>',
  cursor: '>',
  enter: 'Enter',
  mix: ['#', '=', '+', '!', ' '],
};

/** Whether the locale writes UTF-8; without a word about it, ASCII is what every terminal knows. */
export function glyphsFor(env: Readonly<Record<string, string | undefined>>): Glyphs {
  const locale = [env['LC_ALL'], env['LC_CTYPE'], env['LANG']].find(
    (value) => value !== undefined && value !== '',
  );
  const charset = (locale ?? '').toLowerCase().replaceAll('-', '');
  return charset.includes('utf8') ? UNICODE_GLYPHS : ASCII_GLYPHS;
}
