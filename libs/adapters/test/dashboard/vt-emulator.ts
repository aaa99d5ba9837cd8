import stringWidth from 'string-width';

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
const SEQUENCE = /\x1b\[([?<]?)([0-9;]*)([A-Za-z])/uy; // eslint-disable-line no-control-regex

interface Cell {
  readonly text: string;
  readonly style: string;
}

const BLANK: Cell = { text: ' ', style: '' };

/**
 * A terminal as small as what the dashboard writes: places, SGR, two screens, private modes. What
 * it does not know throws, so a test sees every byte that was written for nothing.
 */
export class VtEmulator {
  readonly modes = new Set<number>([7, 25]);
  columns: number;
  rows: number;
  #cells: Cell[];
  /** What was printed on the screen that is there without the dashboard. */
  main = '';
  #row = 0;
  #column = 0;
  #style = '';

  constructor(columns: number, rows: number) {
    this.columns = columns;
    this.rows = rows;
    this.#cells = this.#blank();
  }

  resize(columns: number, rows: number): void {
    this.columns = columns;
    this.rows = rows;
    this.#cells = this.#blank();
  }

  write(text: string): void {
    let at = 0;
    while (at < text.length) {
      if (text.charAt(at) !== '\x1b') {
        const next = text.indexOf('\x1b', at);
        const end = next < 0 ? text.length : next;
        this.#print(text.slice(at, end));
        at = end;
        continue;
      }
      SEQUENCE.lastIndex = at;
      const match = SEQUENCE.exec(text);
      if (match === null)
        throw new Error(`no sequence: ${JSON.stringify(text.slice(at, at + 20))}`);
      at = SEQUENCE.lastIndex;
      const [, prefix = '', parameters = '', final = ''] = match;
      this.#obey(prefix, parameters, final);
    }
  }

  rowText(row: number): string {
    return this.#cellsOf(row)
      .map((cell) => cell.text)
      .join('');
  }

  cells(): readonly Cell[] {
    return this.#cells;
  }

  get style(): string {
    return this.#style;
  }

  #cellsOf(row: number): readonly Cell[] {
    return this.#cells.slice(row * this.columns, (row + 1) * this.columns);
  }

  #blank(): Cell[] {
    return new Array<Cell>(this.columns * this.rows).fill(BLANK);
  }

  #obey(prefix: string, parameters: string, final: string): void {
    if (prefix === '?' && (final === 'h' || final === 'l')) this.#mode(Number(parameters), final);
    else if (prefix === '' && final === 'm') {
      this.#style = parameters === '0' ? '' : `\x1b[${parameters}m`;
    } else if (prefix === '' && final === 'H') {
      const [row = 1, column = 1] = parameters.split(';').map(Number);
      this.#row = row - 1;
      this.#column = column - 1;
    } else if (prefix === '' && final === 'J' && parameters === '2') this.#cells = this.#blank();
    else throw new Error(`unknown: CSI ${prefix}${parameters}${final}`);
  }

  #mode(mode: number, final: string): void {
    if (final === 'h') this.modes.add(mode);
    else this.modes.delete(mode);
    if (mode === 1049) this.#cells = this.#blank();
  }

  #print(text: string): void {
    if (!this.modes.has(1049)) {
      this.main += text;
      return;
    }
    for (const { segment } of graphemes.segment(text)) {
      const width = stringWidth(segment);
      if (width < 1) throw new Error(`invisible: ${JSON.stringify(segment)}`);
      if (this.#column + width > this.columns || this.#row >= this.rows) {
        throw new Error(`outside: ${this.#row};${this.#column} ${JSON.stringify(segment)}`);
      }
      const at = this.#row * this.columns + this.#column;
      // Half of a wide character that is written over leaves a blank, as in a real terminal.
      if (this.#cells[at]?.text === '' && this.#column > 0) this.#cells[at - 1] = BLANK;
      this.#cells[at] = { text: segment, style: this.#style };
      const end = at + width;
      if (width === 2) this.#cells[at + 1] = { text: '', style: this.#style };
      const isInRow = this.#column + width < this.columns;
      if (isInRow && this.#cells[end]?.text === '') this.#cells[end] = BLANK;
      this.#column += width;
    }
  }
}
