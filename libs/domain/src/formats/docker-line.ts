import type { ByteBlock } from '../bytes/byte-block.ts';
import { equals } from './column-parser.ts';
import { JsonString } from './json-string.ts';

const QUOTE = 34;
const COMMA = 44;
const COLON = 58;
const OPEN_ARRAY = 91;
const BACKSLASH = 92;
const CLOSE_ARRAY = 93;
const OPEN_OBJECT = 123;
const CLOSE_OBJECT = 125;

/**
 * Finds the line and its time in `{"log":"...\n","stream":"stdout","time":"2023-..."}`, as Docker's
 * json-file driver writes it and shippers write it again, with blanks and in an order of their own.
 * Of keys on other levels, such as those of `attrs`, none counts.
 */
export class DockerLine {
  /** Where the text of `log` stands, the line ends at its end left out. */
  start = 0;
  end = 0;
  /** Whether the text has escapes of JSON. */
  isEscaped = false;
  /** Where the text of `time` begins, or -1. */
  timeAt = -1;
  readonly #string = new JsonString();

  /** Whether [start, end) is an object with a text named `log`; it may be cut off behind that. */
  find(block: ByteBlock, start: number, end: number): boolean {
    const { octets } = block;
    this.timeAt = -1;
    let hasLog = false;
    let at = skipSpace(octets, start, end);
    if (octets[at] !== OPEN_OBJECT || at >= end) return false;
    do {
      at = skipSpace(octets, at + 1, end);
      const close = octets[at] === QUOTE ? this.#string.end(block, at + 1, end) : end;
      const colon = skipSpace(octets, close + 1, end);
      if (colon >= end || octets[colon] !== COLON) return hasLog;
      const value = skipSpace(octets, colon + 1, end);
      const behind = this.#valueEnd(block, value, end);
      if (behind > end) return hasLog;
      if (octets[value] === QUOTE && equals(octets, at + 1, close, 'time')) this.timeAt = value + 1;
      if (!hasLog && octets[value] === QUOTE && equals(octets, at + 1, close, 'log')) {
        hasLog = true;
        this.#keep(octets, value + 1, behind - 1);
      }
      at = skipSpace(octets, behind, end);
    } while (at < end && octets[at] === COMMA);
    return hasLog;
  }

  #keep(octets: Uint8Array, start: number, end: number): void {
    let last = end;
    while (last - 2 >= start && octets[last - 2] === BACKSLASH && isLineEnd(octets[last - 1])) {
      last -= 2;
    }
    this.start = start;
    this.end = last;
    this.isEscaped = this.#string.hasEscape;
  }

  /** Behind the value at `start`; beyond the end when it is not all there. */
  #valueEnd(block: ByteBlock, start: number, end: number): number {
    const { octets } = block;
    if (octets[start] === QUOTE) return this.#string.end(block, start + 1, end) + 1;
    let depth = 0;
    for (let at = start; at < end; at++) {
      const octet = octets[at];
      const closes = octet === CLOSE_OBJECT || octet === CLOSE_ARRAY;
      if (octet === QUOTE) at = this.#string.end(block, at + 1, end);
      else if (octet === OPEN_OBJECT || octet === OPEN_ARRAY) depth++;
      else if (depth === 0 && (octet === COMMA || closes)) return at;
      else if (closes) depth--;
    }
    return end + 1;
  }
}

/** `n` or `r` behind a backslash. */
function isLineEnd(octet: number | undefined): boolean {
  return octet === 110 || octet === 114;
}

function skipSpace(octets: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end && (octets[at] === 32 || octets[at] === 9)) at++;
  return at;
}
