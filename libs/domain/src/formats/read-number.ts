import { isDash, isDigit } from '../bytes/ascii.ts';

const DOT = 46;
const MINUS = 45;
const COMMA = 44;
const SPACE = 32;
const COLON = 58;
const SEMICOLON = 59;

/** Digits that a double holds exactly. */
const DIGITS_MAX = 15;

/** The number, 0 for `-`, nothing or a number below 0, and -1 for anything else. */
export function readSize(octets: Uint8Array, start: number, end: number): number {
  if (end === start || isDash(octets, start, end)) return 0;
  const negative = octets[start] === MINUS;
  const size = readDigits(octets, negative ? start + 1 : start, end);
  return negative && size >= 0 ? 0 : size;
}

/** The number, or -1 where there is anything but 1 to 15 digits. */
export function readDigits(octets: Uint8Array, start: number, end: number): number {
  if (end <= start || end - start > DIGITS_MAX) return -1;
  let number = 0;
  for (let at = start; at < end; at++) {
    const digit = octets[at]! - 48; // at < end
    if (digit < 0 || digit > 9) return -1;
    number = number * 10 + digit;
  }
  return number;
}

/** 100-999, 0 for `-`, nothing, 0 or 000, and -1 for anything else. */
export function readStatus(octets: Uint8Array, start: number, end: number): number {
  if (end === start || isDash(octets, start, end)) return 0;
  const status = readDigits(octets, start, end);
  if (status === 0) return 0;
  return end - start === 3 && status >= 100 ? status : -1;
}

/**
 * A decimal number times `unit`, rounded; -1 for `-`, nothing and numbers below 0, which stand for
 * an absent time; NaN for anything else.
 */
export function readScaled(octets: Uint8Array, start: number, end: number, unit: number): number {
  if (end === start || isDash(octets, start, end)) return -1;
  const negative = octets[start] === MINUS;
  const number = readDecimal(octets, negative ? start + 1 : start, end);
  if (Number.isNaN(number)) return NaN;
  return negative ? -1 : Math.round(number * unit);
}

/** `12`, `0.25`, `1.5e-05`, `.5`; NaN for anything else. Digits that no double holds are lost. */
export function readDecimal(octets: Uint8Array, start: number, end: number): number {
  let number = 0;
  let digits = 0;
  let scale = 1;
  let at = start;
  for (; at < end && isDigit(octets[at]!); at++, digits++) {
    number = number * 10 + octets[at]! - 48; // at < end
  }
  if (at < end && octets[at] === DOT) {
    for (at++; at < end && isDigit(octets[at]!); at++, digits++) {
      if (digits >= DIGITS_MAX) continue;
      number = number * 10 + octets[at]! - 48; // at < end
      scale *= 10;
    }
  }
  if (digits === 0) return NaN;
  const exponent = at < end ? readExponent(octets, at, end) : 0;
  return exponent === 0 ? number / scale : (number / scale) * 10 ** exponent;
}

function readExponent(octets: Uint8Array, start: number, end: number): number {
  if ((octets[start]! | 32) !== 101) return NaN; // start < end
  const sign = octets[start + 1];
  const signed = sign === MINUS || sign === 43;
  const size = readDigits(octets, signed ? start + 2 : start + 1, end);
  if (size < 0 || size > 300) return NaN;
  return sign === MINUS ? -size : size;
}

/**
 * The sum of a list of decimals, as nginx writes the times of several tries, `0.010, 0.200 : -`;
 * otherwise as `readScaled`.
 */
export function readScaledSum(
  octets: Uint8Array,
  start: number,
  end: number,
  unit: number,
): number {
  let sum = -1;
  let at = start;
  while (at < end) {
    while (at < end && isListGap(octets[at]!)) at++; // at < end
    let partEnd = at;
    while (partEnd < end && !isListGap(octets[partEnd]!)) partEnd++; // partEnd < end
    const part = readScaled(octets, at, partEnd, unit);
    if (Number.isNaN(part)) return NaN;
    if (part >= 0) sum = Math.max(sum, 0) + part;
    at = partEnd;
  }
  return sum;
}

function isListGap(octet: number): boolean {
  return octet === COMMA || octet === SPACE || octet === COLON || octet === SEMICOLON;
}

/**
 * Microseconds of numbers with units, as Go writes durations (`1m2.5s`, `247ms`, `8.1µs`) and uwsgi
 * (`129 msecs`); -1 for `-` and for nothing, NaN where there is no unit or no number.
 */
export function readDuration(octets: Uint8Array, start: number, end: number): number {
  if (end === start || isDash(octets, start, end)) return -1;
  let micros = 0;
  let at = start;
  while (at < end) {
    const from = at;
    while (at < end && (isDigit(octets[at]!) || octets[at] === DOT)) at++; // at < end
    const number = readDecimal(octets, from, at);
    while (at < end && octets[at] === SPACE) at++;
    const unitStart = at;
    while (at < end && !isDigit(octets[at]!)) at++; // at < end
    const unit = microsOf(octets, unitStart, at);
    if (Number.isNaN(number) || unit === 0) return NaN;
    micros += number * unit;
  }
  return Math.round(micros);
}

/** Microseconds of a unit of time by its first letters; 0 for none. */
function microsOf(octets: Uint8Array, start: number, end: number): number {
  if (start >= end) return 0;
  switch (octets[start]) {
    case 104: // h
      return 3_600_000_000;
    case 109: // m, ms, msecs, micros
      if (end - start === 1) return 60_000_000;
      return octets[start + 1] === 105 ? 1 : octets[start + 1] === 115 ? 1000 : 0;
    case 115: // s, secs
      return 1_000_000;
    case 110: // ns
      return 0.001;
    case 117: // us
    case 194: // µs, U+00B5
    case 206: // μs, U+03BC
      return 1;
    default:
      return 0;
  }
}
