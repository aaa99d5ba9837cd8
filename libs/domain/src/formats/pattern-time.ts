import { isDigit } from '../bytes/ascii.ts';
import { dayStart, fixedDigits, monthNumber, secondOfDay, yearless } from './calendar.ts';
import { readOffset } from './iso-time.ts';

const PERCENT = '%';
const SPACE = 32;
const COLON = 58;
const FRACTION_DIGITS_MAX = 9;

/** Conversions that stand for others. */
const COMPOSED: Readonly<Partial<Record<string, string>>> = {
  T: '%H:%M:%S',
  R: '%H:%M',
  D: '%m/%d/%y',
  F: '%Y-%m-%d',
  c: '%a %b %d %H:%M:%S %Y',
  h: '%b',
  B: '%b',
  e: '%d',
  k: '%H',
  l: '%I',
  A: '%a',
};
const CONVERSIONS = 'YymbdHIMSpzZaLfjn';

/**
 * A time as strptime(3) describes it, read from bytes. It ends where its pattern ends and not at a
 * separator, so a pattern may hold spaces. What it does not state is absent: without a zone it is
 * UTC, without a year it is the last one in which the day does not lie after the reference.
 */
export class PatternTime {
  /** Whether the pattern states a day (at least month and day), and a time of the day. */
  readonly hasDay: boolean;
  readonly hasClock: boolean;
  /** The pattern as it was given. */
  readonly text: string;
  /** Where the last time that was read ends. */
  end = 0;
  /** Pairs: the code of a conversion's letter and 0, or 0 and a literal octet. */
  readonly #steps: Int32Array;
  readonly #reference: number;
  #year = -1;
  #month = 1;
  #day = 1;
  #hour = 0;
  #minute = 0;
  #second = 0;
  #afternoon = -1;
  #offset = 0;

  /**
   * `reference`, in epoch seconds, is not long after the time of the log. Throws a RangeError for a
   * conversion that it does not know, `%Q`.
   */
  constructor(pattern: string, reference: number) {
    this.text = pattern;
    const steps = expand(pattern);
    const letters = steps.map(([conversion]) => String.fromCharCode(conversion)).join('');
    this.#steps = Int32Array.from(steps.flat());
    this.hasDay = letters.includes('d') && /[mb]/.test(letters);
    this.hasClock = /[HI]/.test(letters);
    this.#reference = reference;
  }

  /**
   * Reads a time that begins at `at`: epoch seconds, or the second of its day where the pattern has
   * no day, or the epoch second of its day where it has no time of the day, or what its zone adds
   * where it has neither; NaN for none.
   */
  read(octets: Uint8Array, at: number, end: number): number {
    this.#year = this.#afternoon = -1;
    this.#month = this.#day = 1;
    this.#hour = this.#minute = this.#second = this.#offset = 0;
    this.end = at;
    const steps = this.#steps;
    for (let step = 0; step < steps.length; step += 2) {
      const conversion = steps[step]!; // step < steps.length
      const fits =
        conversion === 0
          ? this.#literal(octets, end, steps[step + 1]!) // steps are pairs
          : this.#convert(octets, end, conversion);
      if (!fits) return NaN;
    }
    if (this.#afternoon >= 0) this.#hour = (this.#hour % 12) + this.#afternoon * 12;
    const ofDay = secondOfDay(this.#hour, this.#minute, this.#second) - this.#offset;
    if (!this.hasDay) return ofDay;
    return this.#year < 0
      ? yearless(this.#month, this.#day, ofDay, this.#reference)
      : dayStart(this.#year, this.#month, this.#day) + ofDay;
  }

  #literal(octets: Uint8Array, end: number, octet: number): boolean {
    if (octet === SPACE) {
      while (this.end < end && octets[this.end] === SPACE) this.end++;
      return true;
    }
    if (this.end >= end || octets[this.end] !== octet) return false;
    this.end++;
    return true;
  }

  #convert(octets: Uint8Array, end: number, conversion: number): boolean {
    switch (conversion) {
      case 89: // Y
        return (this.#year = this.#number(octets, end, 4)) >= 0;
      case 121: // y: 69-99 are of the twentieth century, as in POSIX
        if (fixedDigits(octets, this.end, 4, end) >= 0) {
          return (this.#year = this.#number(octets, end, 4)) >= 0; // a server that was upgraded
        }
        this.#year = this.#number(octets, end, 2);
        if (this.#year < 0) return false;
        this.#year += this.#year < 69 ? 2000 : 1900;
        return true;
      case 109: // m
        return (this.#month = this.#upToTwoDigits(octets, end)) >= 0;
      case 98: // b
        this.#month = monthNumber(octets, this.end, end);
        this.#passName(octets, end);
        return this.#month > 0;
      case 100: // d
        return (this.#day = this.#upToTwoDigits(octets, end)) >= 0;
      case 72: // H
      case 73: // I
        return (this.#hour = this.#upToTwoDigits(octets, end)) >= 0;
      case 77: // M
        return (this.#minute = this.#upToTwoDigits(octets, end)) >= 0;
      case 83: // S
        return (this.#second = this.#upToTwoDigits(octets, end)) >= 0;
      case 112: // p
        this.#afternoon = (octets[this.end]! | 32) === 112 ? 1 : 0; // compared only
        return this.#passName(octets, end);
      case 122: // z
        return this.#zone(octets, end);
      case 76: // L, f: a fraction of the second
      case 102:
        return this.#passDigits(octets, end, FRACTION_DIGITS_MAX);
      case 106: // j
        return this.#passDigits(octets, end, 3);
      default: // Z, a: names that say nothing more
        return this.#passName(octets, end);
    }
  }

  #number(octets: Uint8Array, end: number, count: number): number {
    const number = fixedDigits(octets, this.end, count, end);
    this.end += count;
    return number;
  }

  #upToTwoDigits(octets: Uint8Array, end: number): number {
    if (this.end < end && octets[this.end] === SPACE) this.end++; // `Jan  3`
    const two = fixedDigits(octets, this.end, 2, end);
    return two >= 0 ? this.#number(octets, end, 2) : this.#number(octets, end, 1);
  }

  #zone(octets: Uint8Array, end: number): boolean {
    if (this.end < end && (octets[this.end]! | 32) === 122) {
      this.end++;
      return true;
    }
    this.#offset = fixedDigits(octets, this.end + 1, 2, end) < 0 ? NaN : 0;
    if (this.#offset === 0) this.#offset = readOffset(octets, this.end, end);
    this.end += octets[this.end + 3] === COLON ? 6 : 5;
    return this.end <= end && !Number.isNaN(this.#offset);
  }

  #passDigits(octets: Uint8Array, end: number, max: number): boolean {
    const from = this.end;
    while (this.end < end && this.end < from + max && isDigit(octets[this.end]!)) this.end++;
    return this.end > from;
  }

  #passName(octets: Uint8Array, end: number): boolean {
    const from = this.end;
    while (this.end < end) {
      const letter = octets[this.end]! | 32; // end < end
      if (letter < 97 || letter > 122) break;
      this.end++;
    }
    return this.end > from;
  }
}

/** A pattern as conversions and literals, in pairs of numbers. */
function expand(pattern: string): (readonly [number, number])[] {
  const steps: (readonly [number, number])[] = [];
  for (let at = 0; at < pattern.length; at++) {
    if (pattern[at] !== PERCENT) {
      steps.push([0, pattern.charCodeAt(at) & 255]);
      continue;
    }
    const letter = pattern[++at] ?? '';
    const composed = COMPOSED[letter];
    if (letter === PERCENT) steps.push([0, 37]);
    else if (composed !== undefined) steps.push(...expand(composed));
    else if (letter !== '' && CONVERSIONS.includes(letter)) steps.push([letter.charCodeAt(0), 0]);
    else throw new RangeError(`%${letter}`);
  }
  return steps;
}
