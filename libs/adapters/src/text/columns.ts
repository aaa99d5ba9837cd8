import stringWidth from 'string-width';

const SPACE = 0x20;
const DEL = 0x7f;
/** Characters and short texts whose cells are remembered: those of bars, rules and arrows. */
const KNOWN_MAX = 512;
const KNOWN_UNITS_MAX = 2;
const known = new Map<string, number>();

/** Terminal cells that sanitised text takes, wide characters counted as two. */
export function cells(text: string): number {
  if (isPlain(text)) return text.length;
  if (text.length > KNOWN_UNITS_MAX) return stringWidth(text);
  let width = known.get(text);
  if (width === undefined) {
    width = stringWidth(text);
    if (known.size < KNOWN_MAX) known.set(text, width);
  }
  return width;
}

/** Whether each character is one of ASCII that is seen. */
function isPlain(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < SPACE || code >= DEL) return false;
  }
  return true;
}

export function padEnd(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - cells(text)));
}

export function padStart(text: string, width: number): string {
  return ' '.repeat(Math.max(0, width - cells(text))) + text;
}

/** Text of at most `width` cells; what is cut ends in `…`. */
export function fit(text: string, width: number): string {
  if (cells(text) <= width) return text;
  let kept = '';
  let used = 0;
  for (const char of text) {
    const wide = cells(char);
    if (used + wide > width - 1) break;
    kept += char;
    used += wide;
  }
  return `${kept}…`;
}

/**
 * Parts one after the other, on as many lines of `width` cells as they need: the first is indented
 * by two cells, the others by four. A part is never broken.
 */
export function flow(parts: readonly string[], separator: string, width: number): string[] {
  const lines: string[] = [];
  const tail = separator.trimEnd();
  for (const part of parts) {
    const line = lines.pop();
    const longer = line === undefined ? `  ${part}` : `${line}${separator}${part}`;
    if (line === undefined || cells(longer) + tail.length <= width) lines.push(longer);
    else lines.push(`${line}${tail}`, `    ${part}`);
  }
  return lines;
}

const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/**
 * A bar for a share of 0-1, drawn to an eighth of a cell; what is not nothing shows at least a
 * sliver.
 */
export function bar(share: number, width: number): string {
  const eighths = Math.round(share * width * 8);
  const drawn = share > 0 ? Math.max(1, eighths) : 0;
  return '█'.repeat(Math.floor(drawn / 8)) + (EIGHTHS[drawn % 8] ?? '');
}
