const DAYS_BEFORE = [0, 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];
const MONTH_DAYS = [0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
export const DAY_SECONDS = 86_400;
const YEAR_MIN = 1970;
const YEAR_MAX = 9999;

/**
 * Epoch second at which a day of the Gregorian calendar begins in UTC, or NaN for a day that does
 * not exist or lies before the epoch. Plain arithmetic: it runs for every line.
 */
export function dayStart(year: number, month: number, day: number): number {
  if (!(year >= YEAR_MIN && year <= YEAR_MAX && month >= 1 && month <= 12 && day >= 1)) return NaN;
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = MONTH_DAYS[month]! + (month === 2 && leap ? 1 : 0); // month is 1-12
  if (day > days) return NaN;
  const before = year - 1;
  const leaps = (before >> 2) - Math.floor(before / 100) + Math.floor(before / 400) - 477;
  const ofYear = DAYS_BEFORE[month]! + day - 1 + (month > 2 && leap ? 1 : 0); // month is 1-12
  return ((year - YEAR_MIN) * 365 + leaps + ofYear) * DAY_SECONDS;
}

/** Second of the day, or NaN. A leap second counts as the first of the next minute, as in POSIX. */
export function secondOfDay(hour: number, minute: number, second: number): number {
  if (!(hour >= 0 && hour <= 23 && minute >= 0 && minute <= 59)) return NaN;
  return second >= 0 && second <= 60 ? hour * 3600 + minute * 60 + second : NaN;
}

const MONTHS = 'janfebmaraprmayjunjulaugsepoctnovdec';

/** 1-12 of the first three letters of a month's English name, or 0. */
export function monthNumber(octets: Uint8Array, at: number, end: number): number {
  if (at + 3 > end) return 0;
  for (let month = 0; month < 36; month += 3) {
    const matches =
      MONTHS.charCodeAt(month) === (octets[at]! | 32) && // at + 3 <= end
      MONTHS.charCodeAt(month + 1) === (octets[at + 1]! | 32) &&
      MONTHS.charCodeAt(month + 2) === (octets[at + 2]! | 32);
    if (matches) return month / 3 + 1;
  }
  return 0;
}

/** The number that `count` digits state, or -1. */
export function fixedDigits(octets: Uint8Array, at: number, count: number, end: number): number {
  if (at + count > end) return -1;
  let number = 0;
  for (let next = at; next < at + count; next++) {
    const digit = octets[next]! - 48; // below end
    if (digit < 0 || digit > 9) return -1;
    number = number * 10 + digit;
  }
  return number;
}

/**
 * The year of a day that is stated without one: the last in which it is not more than a day after
 * the reference.
 */
export function yearless(month: number, day: number, ofDay: number, reference: number): number {
  const year = new Date(reference * 1000).getUTCFullYear();
  for (let candidate = year + 1; candidate >= year - 8; candidate--) {
    const second = dayStart(candidate, month, day) + ofDay;
    if (second <= reference + DAY_SECONDS) return second;
  }
  return NaN;
}
