import { skipBlank } from '../bytes/ascii.ts';
import type { ByteBlock } from '../bytes/byte-block.ts';

/** Length of `10/Oct/2000:13:55:36 -0700`. */
export const CLF_TIME_BYTES = 26;

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const SLASH = 47;
const COLON = 58;
const SPACE = 32;
const QUOTE = 34;
const BRACKET = 91;
const CLOSING_BRACKET = 93;
const PLUS = 43;
const MINUS = 45;

const NO_TIME = -1;
export const TIME_WITHOUT_REQUEST = -2;

/** Whether 26 bytes have the outline of a CLF time; the digits may still be wrong. */
export function hasClfTimeShape(octets: Uint8Array, at: number): boolean {
  return (
    octets[at + 2] === SLASH &&
    octets[at + 6] === SLASH &&
    octets[at + 11] === COLON &&
    octets[at + 14] === COLON &&
    octets[at + 17] === COLON &&
    octets[at + 20] === SPACE
  );
}

/**
 * Where the bracket of the time stands: the first [..] of its shape that a quote follows, since a
 * user name may hold a bracket, but servers escape the quote in it. Else one of two negatives.
 */
export function findTime(octets: Uint8Array, start: number, end: number): number {
  let result = NO_TIME;
  for (let open = start; open < end; open++) {
    if (!hasTime(octets, open, end)) continue;
    if (requestStart(octets, open, end) >= 0) return open;
    result = TIME_WITHOUT_REQUEST;
  }
  return result;
}

/** Where the request begins behind the time that opens at `open`; -1 where there is not both. */
export function requestStart(octets: Uint8Array, open: number, end: number): number {
  if (!hasTime(octets, open, end)) return -1;
  const quote = skipBlank(octets, open + CLF_TIME_BYTES + 2, end);
  return quote < end && octets[quote] === QUOTE ? quote + 1 : -1;
}

function hasTime(octets: Uint8Array, open: number, end: number): boolean {
  return (
    open + CLF_TIME_BYTES + 2 <= end &&
    octets[open] === BRACKET &&
    octets[open + CLF_TIME_BYTES + 1] === CLOSING_BRACKET &&
    hasClfTimeShape(octets, open + 1)
  );
}

/**
 * Reads the time of the Common Log Format. Consecutive lines nearly always share day and zone, so
 * those seventeen bytes are compared as five words with the last ones and computed only when they
 * differ.
 */
export class ClfTime {
  #date0 = 0;
  #date1 = 0;
  #date2 = 0;
  #zone = 0;
  #zoneTail = -1;
  /** Epoch second at which the cached day begins in the cached zone. */
  #dayStart = 0;

  /** Epoch seconds of the 26 bytes at `at`, or NaN for a time that does not exist. */
  parse(block: ByteBlock, at: number): number {
    const { octets, words } = block;
    const date0 = words.getInt32(at, true);
    const date1 = words.getInt32(at + 4, true);
    const date2 = words.getInt32(at + 8, true);
    const zone = words.getInt32(at + 21, true);
    const zoneTail = octets[at + 25]!; // at + 26 <= length by contract
    if (
      zoneTail !== this.#zoneTail ||
      zone !== this.#zone ||
      date0 !== this.#date0 ||
      date1 !== this.#date1 ||
      date2 !== this.#date2
    ) {
      const dayStart = parseDayStart(octets, at);
      if (Number.isNaN(dayStart)) return NaN;
      this.#dayStart = dayStart;
      this.#date0 = date0;
      this.#date1 = date1;
      this.#date2 = date2;
      this.#zone = zone;
      this.#zoneTail = zoneTail;
    }
    const hour = twoDigits(octets, at + 12);
    const minute = twoDigits(octets, at + 15);
    const second = twoDigits(octets, at + 18);
    // 60 is a leap second (RFC 3339); like POSIX time, it counts as the first of the next minute.
    if (hour > 23 || minute > 59 || second > 60 || hour < 0 || minute < 0 || second < 0) return NaN;
    return this.#dayStart + hour * 3600 + minute * 60 + second;
  }
}

function parseDayStart(octets: Uint8Array, at: number): number {
  const day = twoDigits(octets, at);
  const month = MONTHS.indexOf(String.fromCharCode(...octets.subarray(at + 3, at + 6)));
  const century = twoDigits(octets, at + 7);
  const yearOfCentury = twoDigits(octets, at + 9);
  const sign = octets[at + 21];
  const zoneHours = twoDigits(octets, at + 22);
  const zoneMinutes = twoDigits(octets, at + 24);
  if (day < 1 || month < 0 || century < 0 || yearOfCentury < 0) return NaN;
  if (sign !== PLUS && sign !== MINUS) return NaN;
  if (zoneHours < 0 || zoneHours > 23 || zoneMinutes < 0 || zoneMinutes > 59) return NaN;
  const year = century * 100 + yearOfCentury;
  if (year < 1970) return NaN;
  const midnight = Date.UTC(year, month, day);
  if (new Date(midnight).getUTCDate() !== day) return NaN; // 31/Feb rolls over
  const offset = (zoneHours * 60 + zoneMinutes) * 60;
  return midnight / 1000 - (sign === PLUS ? offset : -offset);
}

/** 0-99, or -1 where there are no two digits. */
function twoDigits(octets: Uint8Array, at: number): number {
  const tens = octets[at]! - 48; // the caller has checked that the bytes are there
  const ones = octets[at + 1]! - 48;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : -1;
}
