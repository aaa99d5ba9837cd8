import { stripVTControlCharacters } from 'node:util';
import { expect } from 'chai';
import { cells } from '../../src/text/columns.ts';

/** What is never broken, for it is searched for and copied: messages, paths and reasons. */
const SENTENCE =
  /^\s*(High traffic |notice: |hitwatch follows |[\d,]+ [a-z_]+: |first unparsed lines:)/;

/** Nothing but plain text: no escape sequence, nothing that a terminal obeys but the line ends. */
export function expectHarmless(text: string): void {
  const harmful = /[^\P{Cc}\n]|[\p{Zl}\p{Zp}\p{Bidi_C}\u200b-\u200f\u2060-\u206f\ufeff]/u;
  expect(text).to.not.match(harmful);
}

/** No line takes more cells than there are, sentences excepted. */
export function expectWithin(width: number, text: string): void {
  const tooWide = text
    .split('\n')
    .filter((line) => cells(line) > width && !SENTENCE.test(stripVTControlCharacters(line)));
  expect(tooWide).to.deep.equal([]);
}

/** The sequences of `colourStyle`. */
export const COLOURS = ['\x1b[0m', '\x1b[1m', '\x1b[2m', '\x1b[36m', '\x1b[1;31m', '\x1b[1;32m'];

/** Text without the colours of `colourStyle`; any other sequence stays. */
export function withoutColours(text: string): string {
  return COLOURS.reduce((rest, colour) => rest.replaceAll(colour, ''), text);
}
