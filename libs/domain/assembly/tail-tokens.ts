// The fields behind the user agent, one blank before each, and what shapes they have.
import { octetEnd, quotedEnd, wordEnd } from './find';
import { TOKENS_AT } from './memory';
import {
  BLANK,
  BRACKET,
  CLOSING_BRACKET,
  COMMA,
  CR,
  DOT,
  EQUALS,
  LF,
  MINUS,
  QUOTE,
} from './octets';

/** Shapes, a bit each. */
export const OTHER: i32 = 1;
export const QUOTED: i32 = 2;
export const BRACKETED: i32 = 4;
/** Three decimals. */
export const SECONDS: i32 = 8;
export const INTEGER: i32 = 16;
export const DURATION: i32 = 32;
export const DASH: i32 = 64;
export const NAMED: i32 = 128;

/** A token: its shape, start and end. */
const TOKEN_BYTES: i32 = 12;
const START: i32 = 4;
const END: i32 = 8;
const TOKENS_MAX: i32 = 16;

/** How many fields the last line has, and where it ends. */
export let tokens: i32 = 0;
export let tailEnd: i32 = 0;

/** Finds the fields from the blank on to the end of the line; false for what is odd. */
export function splitTail(blank: i32): bool {
  let at = blank;
  for (tokens = 0; load<u8>(at) == BLANK; tokens++) {
    if (tokens == TOKENS_MAX) return false;
    at = addToken(at + 1);
    if (at == 0) return false;
  }
  const next = load<u8>(at);
  tailEnd = next == CR ? at + 1 : at;
  return load<u8>(tailEnd) == LF;
}

/** Where the token ends that begins at `at`, or 0. */
function addToken(at: i32): i32 {
  const first = load<u8>(at);
  if (first == QUOTE) {
    const close = quotedEnd(at + 1);
    return load<u8>(close) == QUOTE ? setToken(QUOTED, at + 1, close, close + 1) : 0;
  }
  const quote = quotedEnd(at);
  if (first == BRACKET) {
    const close = octetEnd(at + 1, CLOSING_BRACKET);
    const isWhole = load<u8>(close) == CLOSING_BRACKET && close < quote;
    return isWhole ? setToken(BRACKETED, at + 1, close, close + 1) : 0;
  }
  const end = wordEnd(at);
  // A list goes on behind its comma.
  if (end == at || load<u8>(end - 1) == COMMA) return 0;
  if (quote >= end) return setToken(shapeOf(at, end), at, end, end);
  // A quote belongs to a word only as `key="value"`.
  const close = quotedEnd(quote + 1);
  const isValue = load<u8>(quote) == QUOTE && load<u8>(quote - 1) == EQUALS && isLetter(first);
  return isValue && load<u8>(close) == QUOTE ? setToken(NAMED, at, close + 1, close + 1) : 0;
}

function setToken(shape: i32, start: i32, end: i32, next: i32): i32 {
  const token = TOKENS_AT + tokens * TOKEN_BYTES;
  store<i32>(token, shape);
  store<i32>(token, start, START);
  store<i32>(token, end, END);
  return next;
}

/** Of a word without quotes. */
function shapeOf(start: i32, end: i32): i32 {
  const first = load<u8>(start);
  if (first == MINUS) return end == start + 1 ? DASH : OTHER;
  if (isLetter(first)) return octetEnd(start, EQUALS) < end ? NAMED : OTHER;
  let at = start;
  while (isDigit(load<u8>(at))) at++;
  if (at == end) return INTEGER;
  if (at == start) return OTHER;
  if (load<u8>(at) == DOT) {
    const from = ++at;
    while (isDigit(load<u8>(at))) at++;
    if (at == end) return at == from + 3 ? SECONDS : OTHER;
    // More behind three decimals is a list of seconds, of which only the shape is known here.
    if (load<u8>(at) == COMMA && at == from + 3) return SECONDS;
  }
  const unit = load<u8>(at);
  const isSplit = (unit == 109 || unit == 117) && load<u8>(at, 1) == 115 && at + 2 == end;
  return isSplit || (unit == 115 && at + 1 == end) ? DURATION : OTHER;
}

export function shapeAt(index: i32): i32 {
  return load<i32>(TOKENS_AT + index * TOKEN_BYTES);
}

export function startOf(index: i32): i32 {
  return load<i32>(TOKENS_AT + index * TOKEN_BYTES, START);
}

export function endOf(index: i32): i32 {
  return load<i32>(TOKENS_AT + index * TOKEN_BYTES, END);
}

export function isDigit(octet: i32): bool {
  return <u32>octet - 48 < 10;
}

function isLetter(octet: i32): bool {
  return <u32>(octet | 32) - 97 < 26;
}
