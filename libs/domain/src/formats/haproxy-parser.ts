// HAProxy's `option httplog`: https://docs.haproxy.org/2.8/configuration.html#8.2.3
import { isDigit, skipBlank, wordEnd } from '../bytes/ascii.ts';
import type { ByteBlock } from '../bytes/byte-block.ts';
import type { AccessRecord } from '../parser/access-record.ts';
import { CLF_TIME_BYTES } from '../parser/clf-time.ts';
import { DIRECTIVE, PARSED, Unparsed } from '../parser/unparsed-reason.ts';
import { dayStart, fixedDigits, monthNumber, secondOfDay } from './calendar.ts';
import { beginsWith } from './column-parser.ts';
import { Field } from './field.ts';
import type { FormatParser } from './format-parser.ts';
import { RecordFields } from './record-fields.ts';

const SPACE = 32;
const QUOTE = 34;
const SLASH = 47;
const COLON = 58;
const BRACKET = 91;
const CLOSING_BRACKET = 93;

/** Words between the frontend and the times: the backend, and names that some logs add. */
const WORDS_MAX = 4;

/** A connection of the default format, which says nothing of its requests: no hit. */
const CONNECT = 'Connect from ';

/**
 * `client:port [accept date] frontend backend/server Tq/Tw/Tc/Tr/Tt status bytes - - ---- 0/0/0/0/0
 * 0/0 {captured} "request"`. The accept date has no zone and is read as UTC. A word between backend
 * and times is taken for the virtual host.
 */
export class HaproxyParser implements FormatParser {
  failedAt = 0;
  readonly fields = new RecordFields();

  parse(block: ByteBlock, start: number, end: number, record: AccessRecord): number {
    const { octets } = block;
    if (start === end) return this.#fail(start, Unparsed.empty);
    const { fields } = this;
    fields.begin(block, start, record);
    let at = skipBlank(octets, start, end);
    if (beginsWith(octets, at, end, CONNECT)) return DIRECTIVE;
    const clientEnd = wordEnd(octets, at, end);
    fields.set(Field.hostPort, block, at, clientEnd, record);
    at = skipBlank(octets, clientEnd, end);
    if (octets[at] !== BRACKET || at >= end) return this.#fail(at, Unparsed.noTime);
    const second = acceptSecond(octets, at + 1, end);
    if (Number.isNaN(second)) return this.#fail(at + 1, Unparsed.badTime);
    at++;
    while (at < end && octets[at] !== CLOSING_BRACKET) at++;

    at = skipBlank(octets, wordEnd(octets, skipBlank(octets, at + 1, end), end), end); // frontend
    let word = 0;
    while (at < end && !isTimes(octets, at, end) && word < WORDS_MAX) {
      const nextEnd = wordEnd(octets, at, end);
      if (word === 1) fields.set(Field.vhost, block, at, nextEnd, record);
      at = skipBlank(octets, nextEnd, end);
      word++;
    }
    if (!isTimes(octets, at, end)) return this.#fail(at, Unparsed.noFit);
    const timesEnd = wordEnd(octets, at, end);
    const times = this.#setTimes(block, at, timesEnd, record);
    if (times !== PARSED) return this.#fail(at, times);
    at = skipBlank(octets, timesEnd, end);
    const statusEnd = wordEnd(octets, at, end);
    if (fields.set(Field.status, block, at, statusEnd, record) !== PARSED && octets[at] !== 45) {
      return this.#fail(at, Unparsed.badStatus);
    }
    at = skipBlank(octets, statusEnd, end);
    const bytesEnd = wordEnd(octets, at, end);
    const bytesStart = octets[at] === 43 ? at + 1 : at; // `+` before a size that still grew
    const bytes = fields.set(Field.bytes, block, bytesStart, bytesEnd, record);
    if (bytes !== PARSED) return this.#fail(at, bytes);

    const quote = requestQuote(octets, bytesEnd, end);
    if (quote >= end) return this.#fail(end, Unparsed.noRequest);
    let last = end;
    while (last > quote + 1 && octets[last - 1] === SPACE) last--;
    // The request is the last field; its end may have been cut off with its quote.
    if (last > quote + 1 && octets[last - 1] === QUOTE) last--;
    fields.set(Field.request, block, quote + 1, last, record);
    fields.setSecond(second);
    const reason = fields.finish(record);
    return reason === PARSED ? PARSED : this.#fail(quote, reason);
  }

  /** `Tq/Tw/Tc/Tr/Tt`: the last is the whole, the one before it the server's. -1 is aborted. */
  #setTimes(block: ByteBlock, start: number, end: number, record: AccessRecord): number {
    const { octets } = block;
    let last = end;
    while (octets[last - 1] !== SLASH) last--; // there are four of them
    let before = last - 1;
    while (octets[before - 1] !== SLASH) before--;
    const { fields } = this;
    const whole = octets[last] === 43 ? last + 1 : last;
    const response = fields.set(Field.responseMillis, block, whole, end, record);
    const upstream = fields.set(Field.upstreamMillis, block, before, last - 1, record);
    return response === PARSED && upstream === PARSED && start < before ? PARSED : Unparsed.noFit;
  }

  #fail(at: number, reason: number): number {
    this.failedAt = at;
    return reason;
  }
}

/** `30/Jul/2018:09:03:52.726`, or NaN. */
function acceptSecond(octets: Uint8Array, at: number, end: number): number {
  if (at + CLF_TIME_BYTES - 6 > end || octets[at + 2] !== SLASH || octets[at + 6] !== SLASH) {
    return NaN;
  }
  if (octets[at + 11] !== COLON || octets[at + 14] !== COLON) return NaN;
  const month = monthNumber(octets, at + 3, end);
  const year = fixedDigits(octets, at + 7, 4, end);
  const day = dayStart(year, month, fixedDigits(octets, at, 2, end));
  const hour = fixedDigits(octets, at + 12, 2, end);
  const minute = fixedDigits(octets, at + 15, 2, end);
  return day + secondOfDay(hour, minute, fixedDigits(octets, at + 18, 2, end));
}

/** Four slashes between numbers: the times, of which nothing else in the line has the shape. */
function isTimes(octets: Uint8Array, start: number, end: number): boolean {
  let slashes = 0;
  for (let at = start; at < end && octets[at] !== SPACE; at++) {
    const octet = octets[at]!; // at < end
    if (octet === SLASH) slashes++;
    else if (!isDigit(octet) && octet !== 45 && octet !== 43) return false;
  }
  return slashes === 4;
}

/** The quote that opens the request: the last behind a space, as quotes in it are encoded. */
function requestQuote(octets: Uint8Array, start: number, end: number): number {
  for (let at = end - 1; at > start; at--) {
    if (octets[at] === QUOTE && octets[at - 1] === SPACE) return at;
  }
  return end;
}
