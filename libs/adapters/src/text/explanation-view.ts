import {
  type Detection,
  type ExplainedLine,
  type Explanation,
  FORMATS,
  REASON_TEXT,
} from '@hitwatch/domain';

import { cells } from './columns.ts';
import { sanitize } from './sanitize.ts';

const PARSED_SHOWN = 3;
const UNPARSED_SHOWN = 3;
/** Cells of a line of which a column is shown. */
const WINDOW = 76;
/** Letters of a field that are shown. */
const VALUE_MAX = 400;

const NONE_FITS = 'no known format fits. The best guesses:';
const NONE_FITS_GIVEN = 'no line fits the format that is given:';

/**
 * `hitwatch explain`: the format of a log and how a few of its lines are read. With `isGiven` the
 * format was not to be found but given.
 */
export function explanationText(path: string, explanation: Explanation, isGiven = false): string {
  const { lines, detection } = explanation;
  const parsed = lines.filter(({ fields }) => fields.length > 0);
  const unparsed = lines.filter(({ failure }) => failure !== undefined);
  return [
    ...(detection?.format === undefined
      ? [`${sanitize(path)}: ${isGiven ? NONE_FITS_GIVEN : NONE_FITS}`]
      : summary(sanitize(path), explanation, detection, parsed.length, unparsed.length)),
    ...parsed.slice(0, PARSED_SHOWN).flatMap(fieldLines),
    ...(detection?.format === undefined
      ? guessLines(explanation)
      : unparsed.slice(0, UNPARSED_SHOWN).flatMap(failureLines)),
    '',
  ].join('\n');
}

function summary(
  path: string,
  { formats }: Explanation,
  { format, envelope, confidence }: Detection,
  parsed: number,
  unparsed: number,
): string[] {
  const title = FORMATS.find(({ name }) => name === format)?.title ?? 'as given';
  const around = envelope === undefined ? '' : `, within ${envelope}`;
  const others = formats.filter((name) => name !== format);
  return [
    `${path}: ${format} (${title})${around}`,
    `  confidence ${confidence.toFixed(2)}; of the first lines ${parsed} fit, ${unparsed} do not`,
    ...(others.length === 0 ? [] : [`  also ${others.join(', ')}`]),
  ];
}

function fieldLines({ number, fields }: ExplainedLine): string[] {
  const cells = Math.max(...fields.map(({ name }) => name.length));
  return [
    '',
    `  line ${number}`,
    ...fields.map(({ name, value }) => `    ${name.padEnd(cells)}  ${shortened(String(value))}`),
  ];
}

/** The formats that came nearest, and where the first line stops fitting each of them. */
function guessLines({ detection, lines }: Explanation): string[] {
  const texts = lines.filter(({ text }) => text !== '');
  return (detection?.guesses ?? []).flatMap(({ format, failure }) => {
    const text = failure && texts[failure.line - 1]?.text;
    if (failure === undefined || text === undefined) return [];
    const { line, column } = failure;
    return ['', `  ${format} to column ${column} of line ${line}`, ...pointAt(text, column)];
  });
}

function failureLines({ number, text, failure }: ExplainedLine): string[] {
  if (failure === undefined) return [];
  const { column, reason } = failure;
  const why = `${reason}, ${REASON_TEXT[reason]}`;
  return [
    '',
    `  line ${number} stops fitting at column ${column}: ${why}`,
    ...pointAt(text, column),
  ];
}

/** The line around a column, and a mark below it; the end of the text for a column behind it. */
function pointAt(text: string, column: number): string[] {
  const { at, isBehind } = indexOfColumn(text, column);
  const from = Math.max(0, at - Math.floor(WINDOW / 2));
  const before = sanitize(text.slice(from, at));
  const rest = isBehind ? '…' : sanitize(text.slice(at, from + WINDOW));
  const mark = `${' '.repeat(cells(before))}^`;
  return [`    ${from > 0 ? '…' : ' '}${before}${rest}`, `     ${mark}`];
}

/**
 * Where the column of a line, which is in bytes, stands in its text: in front of a character and
 * never within one.
 */
function indexOfColumn(text: string, column: number): { at: number; isBehind: boolean } {
  let at = 0;
  let bytes = 1;
  for (const character of text) {
    if (bytes >= column) break;
    at += character.length;
    bytes += bytesOf(character);
  }
  return { at, isBehind: bytes < column };
}

/** In UTF-8; what was none has been a byte, most likely. */
function bytesOf(character: string): number {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x80 || code === 0xfffd) return 1;
  if (code < 0x800) return 2;
  return code < 0x10000 ? 3 : 4;
}

/** A value as it can be read: a URL may be as long as a line. */
function shortened(value: string): string {
  const shown = value.length > VALUE_MAX ? `${value.slice(0, VALUE_MAX)}…` : value;
  return sanitize(shown);
}
