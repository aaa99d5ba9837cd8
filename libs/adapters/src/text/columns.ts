import stringWidth from 'string-width';

/** Terminal cells that sanitised text takes, wide characters counted as two. */
export function cells(text: string): number {
  return stringWidth(text);
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
