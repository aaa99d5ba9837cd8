// Screens of a terminal, as `tmux capture-pane -e` has them, as one SVG that shows them in turn.

/* eslint-disable no-control-regex -- escapes are what is read here */

const CELL = { width: 8.4, height: 17 };
const MARGIN = 12;
const GROUND = '#16181d';
const INK = '#d4d7dd';
/** The sixteen colours that have names, as terminals of today have them. */
const NAMED = [
  ...['#1d1f21', '#d5523c', '#4fae5a', '#d9a62e', '#4a90d9', '#b66bbf', '#3fb0b5', '#c5c8c6'],
  ...['#6a6f77', '#ef6b53', '#6ccf78', '#f0c04c', '#6aaef5', '#d08ad8', '#5ecdd2', '#ffffff'],
];

/** `pictures` are `{ screen, seconds }`; the size is in cells. */
export function svgOf(pictures, { columns, rows }) {
  const width = Math.round(columns * CELL.width + 2 * MARGIN);
  const height = Math.round(rows * CELL.height + 2 * MARGIN);
  const whole = pictures.reduce((sum, { seconds }) => sum + seconds, 0);
  let began = 0;
  const parts = pictures.map(({ screen, seconds }, index) => {
    const from = (100 * began) / whole;
    began += seconds;
    const to = (100 * began) / whole;
    return { name: `p${index}`, from, to, body: bodyOf(screen) };
  });
  const styles = parts.map(({ name, from, to }) => {
    const hidden = from > 0 ? `0%,${from.toFixed(2)}%{visibility:hidden}` : '';
    const shown = `${(from + 0.01).toFixed(2)}%,${to.toFixed(2)}%{visibility:visible}`;
    const after = to < 100 ? `${(to + 0.01).toFixed(2)}%,100%{visibility:hidden}` : '';
    return `@keyframes ${name}{${hidden}${shown}${after}}#${name}{animation:${name} ${whole}s infinite step-end}`;
  });
  const bodies = parts.map(({ name, body }, index) => {
    // Where nothing moves, the first picture is what is seen.
    return `<g id="${name}"${index === 0 ? '' : ' visibility="hidden"'}>${body}</g>`;
  });
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" ` +
    `height="${height}" font-family="ui-monospace,'DejaVu Sans Mono',Menlo,Consolas,monospace" ` +
    `font-size="14" fill="${INK}"><title>hitwatch --demo in a terminal</title>` +
    `<style>text{white-space:pre}${styles.join('')}</style>` +
    `<rect width="100%" height="100%" rx="8" fill="${GROUND}"/>` +
    `<g transform="translate(${MARGIN} ${MARGIN})">${bodies.join('\n')}</g></svg>\n`
  );
}

function bodyOf(screen) {
  const style = { ink: undefined, ground: undefined, bold: false, dim: false, inverse: false };
  const lines = screen.replace(/\n+$/, '').split('\n');
  return lines.map((line, row) => lineOf(line, row, style)).join('\n');
}

/** A run of cells that look the same is one text. `style` goes on from line to line. */
function lineOf(line, row, style) {
  const out = [];
  let column = 0;
  for (const part of line.split(/(\x1b\[[\d;]*m)/)) {
    if (part.startsWith('\x1b[')) {
      apply(style, part.slice(2, -1).split(';').map(Number));
      continue;
    }
    if (part === '') continue;
    const cells = Array.from(part).length;
    out.push(runOf(part, column, row, cells, style));
    column += cells;
  }
  return out.join('');
}

function runOf(text, column, row, cells, { ink, ground, bold, dim, inverse }) {
  const x = (column * CELL.width).toFixed(1);
  const top = row * CELL.height;
  const width = (cells * CELL.width).toFixed(1);
  const [front, back] = inverse ? [ground ?? GROUND, ink ?? INK] : [ink, ground];
  const box =
    back === undefined
      ? ''
      : `<rect x="${x}" y="${top}" width="${width}" height="${CELL.height}" fill="${back}"/>`;
  if (text.trim() === '') return box;
  const blanks = text.length - text.trimStart().length;
  const words = text.trim();
  const count = Array.from(words).length;
  const at = ((column + blanks) * CELL.width).toFixed(1);
  const length = (count * CELL.width).toFixed(1);
  const looks = [
    front === undefined ? '' : ` fill="${front}"`,
    bold ? ' font-weight="bold"' : '',
    dim ? ' opacity=".6"' : '',
  ].join('');
  const escaped = words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return `${box}<text x="${at}" y="${top + 13}" textLength="${length}"${looks}>${escaped}</text>`;
}

function apply(style, codes) {
  for (let at = 0; at < codes.length; at++) {
    const code = codes[at];
    if (code === 0) Object.assign(style, { ink: undefined, ground: undefined, ...PLAIN });
    else if (code === 1) style.bold = true;
    else if (code === 2) style.dim = true;
    else if (code === 7) style.inverse = true;
    else if (code === 22) Object.assign(style, { bold: false, dim: false });
    else if (code === 27) style.inverse = false;
    else if (code === 39) style.ink = undefined;
    else if (code === 49) style.ground = undefined;
    else if (code >= 30 && code <= 37) style.ink = NAMED[code - 30];
    else if (code >= 90 && code <= 97) style.ink = NAMED[code - 82];
    else if (code >= 40 && code <= 47) style.ground = NAMED[code - 40];
    else if (code >= 100 && code <= 107) style.ground = NAMED[code - 92];
    else if (code === 38 || code === 48) {
      const isRgb = codes[at + 1] === 2;
      const colour = isRgb ? rgb(codes.slice(at + 2, at + 5)) : NAMED[codes[at + 2]];
      style[code === 38 ? 'ink' : 'ground'] = colour;
      at += isRgb ? 4 : 2;
    }
  }
}

const PLAIN = { bold: false, dim: false, inverse: false };

function rgb(parts) {
  return `#${parts.map((part) => part.toString(16).padStart(2, '0')).join('')}`;
}
