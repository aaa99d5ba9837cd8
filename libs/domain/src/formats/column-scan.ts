import { isBlank, skipBlank } from '../bytes/ascii.ts';

const TAB = 9;
const QUOTE = 34;
const COMMA = 44;
const BRACKET = 91;
const CLOSING_BRACKET = 93;
const BACKSLASH = 92;

/** What stands between the columns of a line. */
export const Separator = {
  /** A run of blanks. */
  blank: 32,
  /** One tab; a column between two may be empty. */
  tab: TAB,
  /** One comma, and blanks behind it; a column between two may be empty. */
  comma: COMMA,
} as const;

/**
 * Walks over the columns of a line. A column may stand in quotes, in which quotes are doubled or
 * escaped, or in brackets; its value is what they enclose.
 */
export class ColumnScan {
  /** The value of the column that `next` has found. */
  start = 0;
  end = 0;
  /** Where the next column is looked for. */
  at = 0;
  readonly #separator: number;

  constructor(separator: number) {
    this.#separator = separator;
  }

  /** Finds the column at `at`; false at the end of the line. */
  next(octets: Uint8Array, lineEnd: number): boolean {
    const isComma = this.#separator === COMMA;
    let at = this.#separator === TAB ? this.at : skipBlank(octets, this.at, lineEnd);
    if (at >= lineEnd) return false;
    const opening = octets[at];
    if (opening === QUOTE) this.#quoted(octets, at + 1, lineEnd);
    else if (opening === BRACKET && !isComma) this.#bracketed(octets, at + 1, lineEnd);
    else {
      this.start = at;
      while (at < lineEnd && !this.#separates(octets[at]!)) at++; // at < lineEnd
      this.end = at;
      this.at = at + 1;
    }
    return true;
  }

  #separates(octet: number): boolean {
    return this.#separator === Separator.blank ? isBlank(octet) : octet === this.#separator;
  }

  #ends(octets: Uint8Array, at: number, lineEnd: number): boolean {
    return at >= lineEnd || this.#separates(octets[at]!); // at < lineEnd
  }

  /** The closing quote is one with a separator behind it, else the end of the line is. */
  #quoted(octets: Uint8Array, start: number, lineEnd: number): void {
    this.start = start;
    let at = start;
    for (; at < lineEnd; at++) {
      if (octets[at] === BACKSLASH && octets[at + 1] === QUOTE && at + 2 < lineEnd) at++;
      else if (octets[at] !== QUOTE) continue;
      else if (octets[at + 1] === QUOTE && at + 1 < lineEnd && at > start) at++;
      else if (this.#ends(octets, at + 1, lineEnd)) break;
    }
    this.end = Math.min(at, lineEnd);
    this.at = this.end + 2;
  }

  /** `[10/Oct/2000:13:55:36 -0700]`; a column that only begins with a bracket is plain. */
  #bracketed(octets: Uint8Array, start: number, lineEnd: number): void {
    let at = start;
    while (at < lineEnd && octets[at] !== CLOSING_BRACKET) at++;
    if (at < lineEnd && this.#ends(octets, at + 1, lineEnd)) {
      this.start = start;
      this.end = at;
      this.at = at + 2;
      return;
    }
    this.start = start - 1;
    at = start;
    while (at < lineEnd && !this.#separates(octets[at]!)) at++; // at < lineEnd
    this.end = at;
    this.at = at + 1;
  }
}
