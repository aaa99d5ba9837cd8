// Numbers as text, and where they end.
import { DOT, MINUS } from './octets';

/** Digits that a double holds exactly. */
export const DIGITS_MAX: i32 = 15;
/** Integers below it are exact as well, also those of 16 digits. */
const EXACT_BELOW: u64 = 1 << 53;

/** Where the last number ended. */
export let numberEnd: i32 = 0;

/** The digits at `at`, 16 at most: with more of them the number ends in front of a digit. */
export function wholeAt(at: i32): u64 {
  let number: u64 = 0;
  let end = at;
  for (;;) {
    const digit: u32 = <u32>load<u8>(end) - 48;
    if (digit > 9 || end - at > DIGITS_MAX) break;
    number = number * 10 + digit;
    end++;
  }
  numberEnd = end;
  return number;
}

/**
 * `12` or `0.123`, computed as `readDecimal` of the plain parser does; -1 for anything else and for
 * what a double does not hold.
 */
export function decimalAt(at: i32): f64 {
  let number = wholeAt(at);
  if (numberEnd == at || number >= EXACT_BELOW) return -1;
  if (load<u8>(numberEnd) != DOT) return <f64>number;
  let scale: f64 = 1;
  let digits = numberEnd - at;
  let end = numberEnd + 1;
  for (;;) {
    const digit: u32 = <u32>load<u8>(end) - 48;
    if (digit > 9) break;
    if (++digits > DIGITS_MAX) return -1;
    number = number * 10 + digit;
    scale *= 10;
    end++;
  }
  if (end == numberEnd + 1) return -1;
  numberEnd = end;
  return <f64>number / scale;
}

/** A time span in microseconds, of which `unit` are one; -1 for `-`, NaN for no number. */
export function spanAt(at: i32, unit: f64): f64 {
  if (load<u8>(at) == MINUS) {
    numberEnd = at + 1;
    return -1;
  }
  const number = decimalAt(at);
  if (number < 0) return NaN;
  const micros = number * unit;
  // Half of one is rounded up. Adding a half first would round what is just below it.
  const whole = Math.floor(micros);
  return micros - whole >= 0.5 ? whole + 1 : whole;
}
