import { isDash, skipBlank } from '../bytes/ascii.ts';
import type { ByteBlock } from '../bytes/byte-block.ts';
import type { AccessRecord } from '../parser/access-record.ts';
import { splitRequest, splitTarget } from '../parser/request.ts';
import { PARSED, Unparsed } from '../parser/unparsed-reason.ts';
import { Field } from './field.ts';
import { readIsoDay } from './iso-time.ts';
import { LineTime } from './line-time.ts';
import type { PatternTime } from './pattern-time.ts';
import { readDuration, readScaled, readScaledSum, readSize, readStatus } from './read-number.ts';

const COMMA = 44;
const SLASH = 47;
const COLON = 58;
const QUOTE = 34;
const CLOSING_BRACKET = 93;

const SECOND = 1e6;
const MILLI = 1e3;
const NANO = 1e-3;

/** A part of a response time that a load balancer could not measure makes the whole unknown. */
const UNKNOWN_SUM = -2;

/**
 * Fills a record field by field, whatever format the fields come from. `begin`, `set` for each
 * field in any order, `finish`. What is not set is absent.
 */
export class RecordFields {
  readonly time = new LineTime();
  /** Epoch second for lines without a time of their own, or NaN: from a wrapper around them. */
  outerSecond = NaN;
  /** Epoch second of the day for lines with nothing but a time of the day, or NaN. */
  outerDay = NaN;
  #second = NaN;
  #day = NaN;
  #ofDay = NaN;
  /** Seconds that a zone in a field of its own adds. */
  #zone = 0;
  #hasRequest = false;
  #hasBadTime = false;
  #responseSum = -1;

  begin(block: ByteBlock, at: number, record: AccessRecord): void {
    record.clear(block, at);
    this.#second = this.#day = this.#ofDay = NaN;
    this.#zone = 0;
    this.#hasRequest = this.#hasBadTime = false;
    this.#responseSum = -1;
  }

  /** Sets a field to the bytes [start, end). Returns `PARSED` or a reason. */
  set(field: number, block: ByteBlock, start: number, end: number, record: AccessRecord): number {
    switch (field) {
      case Field.ignored:
        return PARSED;
      case Field.host:
        record.hostStart = start;
        record.hostEnd = end;
        return PARSED;
      case Field.hostPort:
        record.hostStart = start;
        record.hostEnd = beforePort(block.octets, start, end);
        return PARSED;
      case Field.hostList:
        return setHostList(block.octets, start, end, record);
      case Field.vhost:
        if (isDash(block.octets, start, end)) return PARSED;
        record.vhostStart = start;
        record.vhostEnd = end;
        return PARSED;
      case Field.user:
        record.userStart = start;
        record.userEnd = end;
        return PARSED;
      case Field.request:
        this.#hasRequest = true;
        splitRequest(block, start, end, record);
        return PARSED;
      case Field.method:
        record.methodStart = start;
        record.methodEnd = isDash(block.octets, start, end) ? start : end;
        return PARSED;
      case Field.target:
        this.#hasRequest = true;
        splitTarget(block, start, isDash(block.octets, start, end) ? start : end, record);
        return PARSED;
      case Field.protocol:
        record.protocolStart = start;
        record.protocolEnd = isDash(block.octets, start, end) ? start : end;
        return PARSED;
      case Field.status: {
        const status = readStatus(block.octets, start, end);
        record.status = Math.max(status, 0);
        return status < 0 ? Unparsed.badStatus : PARSED;
      }
      case Field.bytes: {
        const bytes = readSize(block.octets, start, end);
        record.bytes = Math.max(bytes, 0);
        return bytes < 0 ? Unparsed.badBytes : PARSED;
      }
      case Field.referrer:
        record.referrerStart = start;
        record.referrerEnd = end;
        return PARSED;
      case Field.agent:
        record.agentStart = start;
        record.agentEnd = end;
        return PARSED;
      default:
        return field >= Field.timeClf
          ? this.#setWholeTime(field, block, start, end)
          : this.#setMore(field, block, start, end, record);
    }
  }

  /**
   * Sets a time, which may end before `end`; `time.end` then says where. A day, a time of the day
   * and a zone from several fields are one time.
   */
  setTime(
    field: number,
    block: ByteBlock,
    start: number,
    end: number,
    pattern?: PatternTime,
  ): number {
    let second: number;
    if (field === Field.dayIso) {
      second = this.#day = readIsoDay(block.octets, start, end);
      this.time.end = start + 10;
    } else if (field === Field.timeOfDay) {
      second = this.#ofDay = this.time.readClock(block.octets, start, end);
    } else {
      second = this.time.read(field, block, start, end, pattern);
      if (pattern === undefined || (pattern.hasDay && pattern.hasClock)) this.#second = second;
      else if (pattern.hasDay) this.#day = second;
      else if (pattern.hasClock) this.#ofDay = second;
      else this.#zone = second;
    }
    if (!Number.isNaN(second)) return PARSED;
    this.#hasBadTime = true;
    return Unparsed.badTime;
  }

  /** For a time that a parser has read itself, in epoch seconds. */
  setSecond(second: number): void {
    this.#second = second;
  }

  /** Whether the line is a hit: `PARSED`, or what it lacks. */
  finish(record: AccessRecord): number {
    let second = this.#second + this.#zone;
    if (Number.isNaN(second)) second = this.#day + this.#ofDay + this.#zone;
    if (Number.isNaN(second)) second = this.outerDay + this.#ofDay + this.#zone;
    if (Number.isNaN(second)) second = this.outerSecond;
    if (!(second >= 0)) return this.#hasBadTime ? Unparsed.badTime : Unparsed.noTime;
    if (!this.#hasRequest) return Unparsed.noRequest;
    record.second = second;
    if (this.#responseSum >= 0) record.responseMicros = this.#responseSum;
    return PARSED;
  }

  /** A time that is all of its field: `2024` of `2024-01-01` is no epoch. */
  #setWholeTime(field: number, block: ByteBlock, start: number, end: number): number {
    const reason = this.setTime(field, block, start, end);
    const behind = this.time.end;
    if (reason !== PARSED || behind >= end || endsTime(block.octets[behind])) return reason;
    this.#second = this.#day = this.#ofDay = NaN;
    this.#hasBadTime = true;
    return Unparsed.badTime;
  }

  #setMore(
    field: number,
    block: ByteBlock,
    start: number,
    end: number,
    record: AccessRecord,
  ): number {
    const { octets } = block;
    switch (field) {
      case Field.requestBytes: {
        const bytes = readSize(octets, start, end);
        record.requestBytes = isDash(octets, start, end) || end === start ? -1 : bytes;
        return bytes < 0 ? Unparsed.noFit : PARSED;
      }
      case Field.cache:
        record.cacheStart = start;
        record.cacheEnd = isDash(octets, start, end) ? start : end;
        return PARSED;
      case Field.tls:
        record.tlsStart = start;
        record.tlsEnd = isDash(octets, start, end) ? start : end;
        return PARSED;
      case Field.scheme:
        record.schemeStart = start;
        record.schemeEnd = isDash(octets, start, end) ? start : end;
        return PARSED;
      case Field.forwarded:
        record.forwardedStart = start;
        record.forwardedEnd = isDash(octets, start, end) ? start : end;
        return PARSED;
      case Field.cacheAndStatus:
        return this.#setCacheAndStatus(block, start, end, record);
      case Field.responseSecondsPart:
        return this.#addResponsePart(readScaled(octets, start, end, SECOND));
      case Field.upstreamSecondsPart:
        record.upstreamMicros = readScaled(octets, start, end, SECOND);
        return this.#addResponsePart(record.upstreamMicros);
      case Field.hostMaybePort:
        record.hostStart = start;
        record.hostEnd = hasPort(octets, start, end) ? beforePort(octets, start, end) : end;
        return PARSED;
      default: {
        const micros = readMicros(field, octets, start, end);
        if (Number.isNaN(micros)) return Unparsed.noFit;
        if (field >= Field.upstreamSeconds && field <= Field.upstreamUnit)
          record.upstreamMicros = micros;
        else record.responseMicros = micros;
        return PARSED;
      }
    }
  }

  #setCacheAndStatus(block: ByteBlock, start: number, end: number, record: AccessRecord): number {
    let slash = start;
    while (slash < end && block.octets[slash] !== SLASH) slash++;
    if (slash === end) return Unparsed.badStatus;
    record.cacheStart = start;
    record.cacheEnd = slash;
    return this.set(Field.status, block, slash + 1, end, record);
  }

  #addResponsePart(micros: number): number {
    if (Number.isNaN(micros)) return Unparsed.noFit;
    if (micros < 0 || this.#responseSum === UNKNOWN_SUM) this.#responseSum = UNKNOWN_SUM;
    else this.#responseSum = Math.max(this.#responseSum, 0) + micros;
    return PARSED;
  }
}

/** What may follow a time in its own field: a blank, or a bracket of `[...]` or `Z[UTC]`. */
function endsTime(octet: number | undefined): boolean {
  return octet === 32 || octet === 91 || octet === CLOSING_BRACKET;
}

/** Microseconds of a field that is a time span, -1 for none, NaN for what is no number. */
function readMicros(field: number, octets: Uint8Array, start: number, end: number): number {
  switch (field) {
    case Field.responseSeconds:
      return readScaled(octets, start, end, SECOND);
    case Field.responseMillis:
      return readScaled(octets, start, end, MILLI);
    case Field.responseMicros:
      return readScaled(octets, start, end, 1);
    case Field.responseNanos:
      return readScaled(octets, start, end, NANO);
    case Field.upstreamSeconds:
      return readScaledSum(octets, start, end, SECOND);
    case Field.upstreamMillis:
      return readScaledSum(octets, start, end, MILLI);
    case Field.upstreamMicros:
      return readScaledSum(octets, start, end, 1);
    case Field.upstreamNanos:
      return readScaledSum(octets, start, end, NANO);
    default:
      return readDuration(octets, start, end);
  }
}

/** Where the port of `10.0.0.1:4711`, `[::1]:80` or `2001:db8::1:80` begins, its colon included. */
function beforePort(octets: Uint8Array, start: number, end: number): number {
  let at = end - 1;
  while (at > start && octets[at]! >= 48 && octets[at]! <= 57) at--; // at > start
  return at > start && octets[at] === COLON ? at : end;
}

/** One colon, or one behind a bracket: otherwise it is an IPv6 address. */
function hasPort(octets: Uint8Array, start: number, end: number): boolean {
  let colons = 0;
  for (let at = start; at < end; at++) {
    if (octets[at] !== COLON) continue;
    colons++;
    if (at > start && octets[at - 1] === CLOSING_BRACKET) return true;
  }
  return colons === 1;
}

/** The client of a forwarded chain is its first; quotes and brackets around it stay outside. */
function setHostList(octets: Uint8Array, start: number, end: number, record: AccessRecord): number {
  let from = skipBlank(octets, start, end);
  if (octets[from] === QUOTE && from < end) from++;
  let to = from;
  while (to < end && octets[to] !== COMMA && octets[to] !== 32) to++;
  if (to > from && (octets[to - 1] === QUOTE || octets[to - 1] === CLOSING_BRACKET)) to--;
  record.hostStart = from;
  record.hostEnd = to;
  return PARSED;
}
