import { isDigit } from '../bytes/ascii.ts';
import { dayStart, fixedDigits, secondOfDay } from './calendar.ts';

const SPACE = 32;
const PLUS = 43;
const COMMA = 44;
const MINUS = 45;
const DOT = 46;
const COLON = 58;
const Z = 122;

/**
 * RFC 3339 and what stands in logs for it: `T` or a space, a fraction behind a point or a comma,
 * `Z`, `+02:00`, `+0200` or no zone, which is UTC.
 */
export class IsoTime {
  /** Where the last time that was read ends. */
  end = 0;

  /** Whole epoch seconds of the time that begins at `at`, or NaN. */
  read(octets: Uint8Array, at: number, end: number): number {
    const day = readIsoDay(octets, at, end);
    this.end = at + 10;
    const separator = octets[at + 10]! | 32; // t, T or a space; compared only
    if (Number.isNaN(day) || at + 11 >= end || (separator !== 116 && separator !== SPACE)) {
      return NaN;
    }
    const ofDay = this.readClock(octets, at + 11, end);
    return day + ofDay - this.#zoneSeconds(octets, end);
  }

  /** Second of the day of `hh:mm` or `hh:mm:ss`, a fraction passed over, or NaN. */
  readClock(octets: Uint8Array, at: number, end: number): number {
    let next = at;
    const hourDigits = next + 1 < end && octets[next + 1] === COLON ? 1 : 2;
    const hour = fixedDigits(octets, next, hourDigits, end);
    next += hourDigits;
    if (octets[next] !== COLON) return NaN;
    const minute = fixedDigits(octets, next + 1, 2, end);
    next += 3;
    let second = 0;
    if (next < end && octets[next] === COLON) {
      second = fixedDigits(octets, next + 1, 2, end);
      next += 3;
      if (next + 1 < end && isFraction(octets, next)) {
        next++;
        while (next < end && isDigit(octets[next]!)) next++; // next < end
      }
    }
    this.end = Math.min(next, end);
    return secondOfDay(hour, minute, second);
  }

  #zoneSeconds(octets: Uint8Array, end: number): number {
    let at = this.end;
    if (at < end && (octets[at]! | 32) === Z) {
      this.end = at + 1;
      return 0;
    }
    if (at < end && octets[at] === SPACE && isOffset(octets, at + 1, end)) at++;
    if (at >= end || (octets[at] !== PLUS && octets[at] !== MINUS)) return 0;
    const seconds = readOffset(octets, at, end);
    if (Number.isNaN(seconds)) return 0;
    const colon = octets[at + 3] === COLON && isDigits(octets, at + 4, end) ? 1 : 0;
    this.end = colon === 1 || isDigits(octets, at + 3, end) ? at + 5 + colon : at + 3;
    return seconds;
  }
}

/** Epoch second at which the day `2018-12-31` or `2018/12/31` begins, or NaN. */
export function readIsoDay(octets: Uint8Array, at: number, end: number): number {
  const separator = octets[at + 4];
  if (at + 10 > end || separator !== octets[at + 7]) return NaN;
  if (separator !== MINUS && separator !== 47) return NaN;
  const year = fixedDigits(octets, at, 4, end);
  const month = fixedDigits(octets, at + 5, 2, end);
  return dayStart(year, month, fixedDigits(octets, at + 8, 2, end));
}

/** Seconds of `+0200`, `+02:00` or `+02`, or NaN. */
export function readOffset(octets: Uint8Array, at: number, end: number): number {
  const hours = fixedDigits(octets, at + 1, 2, end);
  const gap = octets[at + 3] === COLON ? 1 : 0;
  const minutes = Math.max(fixedDigits(octets, at + 3 + gap, 2, end), 0);
  if (hours < 0 || hours > 23 || minutes > 59) return NaN;
  if (octets[at] === PLUS) return hours * 3600 + minutes * 60;
  return octets[at] === MINUS ? -(hours * 3600 + minutes * 60) : NaN;
}

function isOffset(octets: Uint8Array, at: number, end: number): boolean {
  const signed = octets[at] === PLUS || octets[at] === MINUS;
  const gap = octets[at + 3] === COLON ? 1 : 0;
  return signed && isDigits(octets, at + 1, end) && isDigits(octets, at + 3 + gap, end);
}

function isDigits(octets: Uint8Array, at: number, end: number): boolean {
  return fixedDigits(octets, at, 2, end) >= 0;
}

function isFraction(octets: Uint8Array, at: number): boolean {
  return (octets[at] === DOT || octets[at] === COMMA) && isDigit(octets[at + 1]!); // digit or not
}
