import { isDigit } from '../bytes/ascii.ts';
import type { ByteBlock } from '../bytes/byte-block.ts';
import { CLF_TIME_BYTES, ClfTime, hasClfTimeShape } from '../parser/clf-time.ts';
import { Field } from './field.ts';
import { IsoTime } from './iso-time.ts';
import type { PatternTime } from './pattern-time.ts';
import { readDecimal } from './read-number.ts';

const BRACKET = 91;
const DOT = 46;
const MINUS = 45;
const SLASH = 47;
const SPACE = 32;

/** An epoch of this many seconds is in milliseconds: it would be the year 5138. */
const SECONDS_MAX = 1e11;
const EPOCH_BYTES_MAX = 32;

/** Reads a time of any kind where it stands, and says where it ends. */
export class LineTime {
  /** Where the last time that was read ends. */
  end = 0;
  readonly #clf = new ClfTime();
  readonly #iso = new IsoTime();

  /** Whole epoch seconds of the time that begins at `at`, or NaN. `kind` is a `Field.time...`. */
  read(kind: number, block: ByteBlock, at: number, end: number, pattern?: PatternTime): number {
    switch (kind) {
      case Field.timeClf:
        return this.#readClf(block, at, end);
      case Field.timeIso:
        return this.#readIso(block.octets, at, end);
      case Field.timeEpochSeconds:
        return this.#readEpoch(block.octets, at, end, 1);
      case Field.timeEpochMillis:
        return this.#readEpoch(block.octets, at, end, 1e3);
      case Field.timeEpochMicros:
        return this.#readEpoch(block.octets, at, end, 1e6);
      case Field.timeEpochNanos:
        return this.#readEpoch(block.octets, at, end, 1e9);
      case Field.timeAny:
        return this.#readAny(block, at, end);
      case Field.timePattern:
        if (pattern === undefined) return NaN;
        return this.#done(pattern.read(block.octets, at, end), pattern.end);
      default:
        return NaN;
    }
  }

  /** Second of the day of `hh:mm:ss`, or NaN. */
  readClock(octets: Uint8Array, at: number, end: number): number {
    return this.#done(this.#iso.readClock(octets, at, end), this.#iso.end);
  }

  #readClf(block: ByteBlock, at: number, end: number): number {
    const { octets } = block;
    if (at + CLF_TIME_BYTES > end || !hasClfTimeShape(octets, at)) return NaN;
    return this.#done(this.#clf.parse(block, at), at + CLF_TIME_BYTES);
  }

  #readIso(octets: Uint8Array, at: number, end: number): number {
    return this.#done(this.#iso.read(octets, at, end), this.#iso.end);
  }

  /** `unit` is how many make a second; 0 is found out by the size of the number. */
  #readEpoch(octets: Uint8Array, at: number, end: number, unit: number): number {
    const limit = Math.min(end, at + EPOCH_BYTES_MAX);
    let next = at;
    while (next < limit && isEpochOctet(octets[next]!)) next++; // next < end
    const number = readDecimal(octets, at, next);
    let seconds = number / (unit === 0 ? 1 : unit);
    while (unit === 0 && seconds >= SECONDS_MAX) seconds /= 1000;
    return this.#done(seconds < SECONDS_MAX ? Math.floor(seconds) : NaN, next);
  }

  #readAny(block: ByteBlock, at: number, end: number): number {
    const { octets } = block;
    if (at < end && octets[at] === BRACKET) return this.#readAny(block, at + 1, end);
    if (octets[at + 2] === SLASH && octets[at + 6] === SLASH) return this.#readClf(block, at, end);
    if (octets[at + 4] === MINUS || octets[at + 4] === SLASH) return this.#readIso(octets, at, end);
    return this.#readEpoch(octets, at, end, 0);
  }

  #done(second: number, end: number): number {
    this.end = end;
    return second;
  }
}

/** What stands in a number; `e+09` of a float is rare enough to be left to other kinds. */
function isEpochOctet(octet: number): boolean {
  return isDigit(octet) || octet === DOT || (octet | SPACE) === 101 || octet === 43;
}
