// The other times of logs: RFC 3339 and its near relations, and seconds since the epoch.
import { decimalAt, numberEnd } from './number';
import { BLANK, COLON, COMMA, DOT, MINUS, PLUS } from './octets';
import { midnight, NO_TIME, twoDigits } from './time';

export const T: i32 = 84;
/** Letters of either case, in lower case. */
const Z: u8 = 122;
const E: u8 = 101;
/** So far east that no time remains that is one. */
const BAD_ZONE: i64 = 1 << 40;
/** As many seconds are milliseconds: it would be the year 5138. */
const SECONDS_MAX: f64 = 1e11;

/** Where the last time ended. */
export let timeEnd: i32 = 0;

// The day of the last line, as bytes, and the epoch second at which it begins in UTC.
let date0: u64 = 0;
let date1: u32 = 0;
let day: i64 = NO_TIME;

/** Epoch seconds of `2000-10-10T13:55:36.123-07:00`, or a negative number for anything else. */
export function isoAt(at: i32): i64 {
  const separator = load<u8>(at, 10);
  const second = bareAt(at, separator == BLANK ? BLANK : T);
  return second == NO_TIME ? NO_TIME : second - zoneAt(fractionEnd(at + 19));
}

/** The same of its first nineteen octets, as UTC. */
export function bareAt(at: i32, separator: i32): i64 {
  if (load<u64>(at) != date0 || load<u16>(at, 8) != date1) {
    const start = dayAt(at);
    if (start == NO_TIME) return NO_TIME;
    day = start;
    date0 = load<u64>(at);
    date1 = load<u16>(at, 8);
  }
  const hour = twoDigits(at + 11);
  const minute = twoDigits(at + 14);
  const second = twoDigits(at + 17);
  if (load<u8>(at, 10) != separator) return NO_TIME;
  if (load<u8>(at, 13) != COLON || load<u8>(at, 16) != COLON) return NO_TIME;
  if (hour > 23 || minute > 59 || second > 60) return NO_TIME;
  return day + hour * 3600 + minute * 60 + second;
}

export function isFraction(at: i32): bool {
  const point = load<u8>(at);
  return (point == DOT || point == COMMA) && isDigit(load<u8>(at, 1));
}

/** Passes the fraction of the second over. */
function fractionEnd(at: i32): i32 {
  if (!isFraction(at)) return at;
  let end = at + 1;
  while (isDigit(load<u8>(end))) end++;
  return end;
}

/** Seconds east of UTC, 0 where no zone is stated, BAD_ZONE for one that is odd. */
function zoneAt(at: i32): i64 {
  const sign = load<u8>(at);
  timeEnd = (sign | 32) == Z ? at + 1 : at;
  // A zone may stand behind a blank.
  if (sign == BLANK) return isSign(load<u8>(at, 1)) ? BAD_ZONE : 0;
  if (!isSign(sign)) return 0;
  const colon = load<u8>(at, 3) == COLON ? 1 : 0;
  const hours = twoDigits(at + 1);
  const minutes = twoDigits(at + 3 + colon);
  if (hours > 23 || minutes > 59) return BAD_ZONE;
  timeEnd = at + 5 + colon;
  const seconds = hours * 3600 + minutes * 60;
  return sign == PLUS ? seconds : -seconds;
}

function dayAt(at: i32): i64 {
  if (load<u8>(at, 4) != MINUS || load<u8>(at, 7) != MINUS) return NO_TIME;
  return midnight(twoDigits(at), twoDigits(at + 2), twoDigits(at + 5), twoDigits(at + 8));
}

/** Epoch seconds of a number of which `unit` are one second; NO_TIME for anything else. */
export function epochAt(at: i32, unit: f64): i64 {
  const number = decimalAt(at);
  const next = load<u8>(numberEnd);
  // The number goes on: in more digits, in an exponent.
  if (number < 0 || isDigit(next) || next == DOT || next == PLUS || (next | 32) == E) {
    return NO_TIME;
  }
  const seconds = number / unit;
  timeEnd = numberEnd;
  return seconds < SECONDS_MAX ? <i64>Math.floor(seconds) : NO_TIME;
}

function isSign(octet: i32): bool {
  return octet == PLUS || octet == MINUS;
}

function isDigit(octet: i32): bool {
  return <u32>octet - 48 < 10;
}
