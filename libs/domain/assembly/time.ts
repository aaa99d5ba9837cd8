/** What `timeAt` says of bytes that are no time it knows. */
export const NO_TIME: i64 = -1;

// The day and zone of the last line, as bytes, and the epoch second at which that day begins.
let date0: u64 = 0;
let date1: u32 = 0;
let zone: u32 = 0;
let zoneTail: u32 = 0;
let dayStart: i64 = NO_TIME;

/**
 * Epoch seconds of `10/Oct/2000:13:55:36 -0700` at `at`; NO_TIME where a byte is out of place or
 * the year is not in 1970-2199.
 */
export function timeAt(at: i32): i64 {
  if (
    load<u64>(at) != date0 ||
    load<u32>(at, 8) != date1 ||
    load<u32>(at, 21) != zone ||
    load<u8>(at, 25) != zoneTail
  ) {
    const start = dayStartAt(at);
    if (start == NO_TIME) return NO_TIME;
    dayStart = start;
    date0 = load<u64>(at);
    date1 = load<u32>(at, 8);
    zone = load<u32>(at, 21);
    zoneTail = load<u8>(at, 25);
  }
  const hour = twoDigits(at + 12);
  const minute = twoDigits(at + 15);
  const second = twoDigits(at + 18);
  // 58 is `:`, 32 a blank. 60 is a leap second.
  if (load<u8>(at, 14) != 58 || load<u8>(at, 17) != 58 || load<u8>(at, 20) != 32) return NO_TIME;
  if (hour > 23 || minute > 59 || second > 60) return NO_TIME;
  return dayStart + hour * 3600 + minute * 60 + second;
}

function dayStartAt(at: i32): i64 {
  const day = twoDigits(at);
  const month = monthAt(at + 3);
  const century = twoDigits(at + 7);
  const yearOfCentury = twoDigits(at + 9);
  const sign = load<u8>(at, 21);
  const zoneHours = twoDigits(at + 22);
  const zoneMinutes = twoDigits(at + 24);
  // 47 is `/`, 58 `:`, 43 `+`, 45 `-`.
  if (load<u8>(at, 2) != 47 || load<u8>(at, 6) != 47 || load<u8>(at, 11) != 58) return NO_TIME;
  if ((sign != 43 && sign != 45) || zoneHours > 23 || zoneMinutes > 59) return NO_TIME;
  const start = midnight(century, yearOfCentury, month, day);
  const offset = <i64>(zoneHours * 3600 + zoneMinutes * 60);
  if (start == NO_TIME) return NO_TIME;
  return sign == 43 ? start - offset : start + offset;
}

/** Epoch second at which a day begins in UTC; NO_TIME for no day of 1970-2199. */
export function midnight(century: i32, yearOfCentury: i32, month: i32, day: i32): i64 {
  const year = century * 100 + yearOfCentury;
  if (century > 21 || yearOfCentury > 99 || year < 1970) return NO_TIME;
  if (month < 1 || month > 12 || day < 1 || day > daysOf(year, month)) return NO_TIME;
  return daysBefore(year, month, day) * 86400;
}

/** 1 to 12, or 0. Three letters are two bytes and one. */
function monthAt(at: i32): i32 {
  switch (load<u16>(at) | ((<u32>load<u8>(at, 2)) << 16)) {
    case 0x6e614a:
      return 1;
    case 0x626546:
      return 2;
    case 0x72614d:
      return 3;
    case 0x727041:
      return 4;
    case 0x79614d:
      return 5;
    case 0x6e754a:
      return 6;
    case 0x6c754a:
      return 7;
    case 0x677541:
      return 8;
    case 0x706553:
      return 9;
    case 0x74634f:
      return 10;
    case 0x766f4e:
      return 11;
    case 0x636544:
      return 12;
    default:
      return 0;
  }
}

function daysOf(year: i32, month: i32): i32 {
  if (month == 2) return isLeap(year) ? 29 : 28;
  return 30 + ((month + (month >> 3)) & 1);
}

function isLeap(year: i32): bool {
  return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

/** Days from 1970-01-01 to a day. */
function daysBefore(year: i32, month: i32, day: i32): i64 {
  let days: i64 = day - 1;
  for (let earlier = 1; earlier < month; earlier++) days += daysOf(year, earlier);
  const before = year - 1;
  return days + before * 365 + before / 4 - before / 100 + before / 400 - 719162;
}

/** The number of two digits, or one above 99. */
export function twoDigits(at: i32): i32 {
  const tens: u32 = <u32>load<u8>(at) - 48;
  const ones: u32 = <u32>load<u8>(at, 1) - 48;
  return tens > 9 || ones > 9 ? 1000 : tens * 10 + ones;
}
