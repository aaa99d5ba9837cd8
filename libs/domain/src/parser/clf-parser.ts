import type { ByteBlock } from '../bytes/byte-block.ts';
import { isBlank, isDash, isDigit, skipBlank, wordEnd } from '../bytes/ascii.ts';
import { nextOf } from '../bytes/scan.ts';
import type { AccessRecord } from './access-record.ts';
import { splitClient, splitPlainClient } from './clf-client.ts';
import { ClfTime, findTime, requestStart, TIME_WITHOUT_REQUEST } from './clf-time.ts';
import type { LineParser } from './line-parser.ts';
import { splitRequest } from './request.ts';
import { PARSED, Unparsed } from './unparsed-reason.ts';

const QUOTE = 34;
const MINUS = 45;
const BACKSLASH = 92;

/** Digits of a size that a double holds exactly. */
const SIZE_DIGITS_MAX = 15;

/**
 * Common and Combined Log Format, as they are found and not only as they are defined: a virtual
 * host before the client, a user with spaces, escaped and bare quotes, fields after the standard
 * ones. One pass over the bytes with a bounded look-ahead, no regular expression, so no line is
 * slow.
 */
export class ClfParser implements LineParser {
  readonly #time = new ClfTime();

  parse(block: ByteBlock, start: number, end: number, record: AccessRecord): number {
    const { octets } = block;
    let from = start;
    // A file cut short under a writer without O_APPEND has a hole of NULs before its next line.
    while (from < end && octets[from] === 0) from++;
    if (from === end) return from === start ? Unparsed.empty : Unparsed.nul;

    const plain = splitPlainClient(octets, from, end, record);
    const open = plain > 0 ? plain : findTime(octets, from, end);
    if (open < 0) return open === TIME_WITHOUT_REQUEST ? Unparsed.noRequest : Unparsed.noTime;
    const second = this.#time.parse(block, open + 1);
    if (Number.isNaN(second)) return Unparsed.badTime;
    record.clearExtras(block, from);
    record.second = second;
    if (open !== plain && !splitClient(octets, from, open, record)) return Unparsed.noHost;

    const request = requestStart(octets, open, end);
    const closing = closingQuote(block, request, end);
    if (closing < 0) return requestFailure(octets, request, end);
    splitRequest(block, request, closing, record);

    let at = skipBlank(octets, closing + 1, end);
    if (octets[at] === MINUS) {
      record.status = 0;
      at += 1;
    } else {
      // three digits: closingQuote has looked
      record.status = octets[at]! * 100 + octets[at + 1]! * 10 + octets[at + 2]! - 5328;
      at += 3;
    }
    at = skipBlank(octets, at, end);
    const sizeEnd = wordEnd(octets, at, end);
    record.bytes = parseSize(octets, at, sizeEnd);
    if (record.bytes < 0) return Unparsed.badBytes;
    splitReferrerAndAgent(block, sizeEnd, end, record);
    return PARSED;
  }
}

/**
 * The quote that ends the request: the first one that no backslash escapes and that a status and a
 * size follow. Clients send bare quotes and some servers log them, so a quote alone does not end
 * it; and a request may end in a backslash that the server did not escape, so the second try
 * ignores escapes.
 */
function closingQuote(block: ByteBlock, start: number, end: number): number {
  const { octets } = block;
  for (let at = nextOf(block, start, end, QUOTE, BACKSLASH); at < end;) {
    if (octets[at] === BACKSLASH) at++;
    else if (statusAndSizeFollow(octets, at + 1, end)) return at;
    at = nextOf(block, at + 1, end, QUOTE, BACKSLASH);
  }
  for (let at = start; at < end; at++) {
    if (octets[at] === QUOTE && statusAndSizeFollow(octets, at + 1, end)) return at;
  }
  return -1;
}

function statusAndSizeFollow(octets: Uint8Array, start: number, end: number): boolean {
  const status = skipBlank(octets, start, end);
  if (status === start || !isStatus(octets, status, wordEnd(octets, status, end))) return false;
  const size = skipBlank(octets, wordEnd(octets, status, end), end);
  return size < end && (isDigit(octets[size]!) || octets[size] === MINUS); // size < end
}

/**
 * Says what is wrong behind the first closing quote of a request that no status and size follow.
 */
function requestFailure(octets: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end && octets[at] !== QUOTE) at += octets[at] === BACKSLASH ? 2 : 1;
  if (at >= end) return Unparsed.noRequest;
  const status = skipBlank(octets, at + 1, end);
  return isStatus(octets, status, wordEnd(octets, status, end))
    ? Unparsed.badBytes
    : Unparsed.badStatus;
}

function isStatus(octets: Uint8Array, start: number, end: number): boolean {
  if (isDash(octets, start, end)) return true;
  const first = octets[start]!; // compared only when start < end
  return (
    end - start === 3 &&
    first >= 49 &&
    first <= 57 &&
    isDigit(octets[start + 1]!) && // end - start === 3
    isDigit(octets[start + 2]!) // end - start === 3
  );
}

/** The number, 0 for `-`, or -1 for anything else. */
function parseSize(octets: Uint8Array, start: number, end: number): number {
  if (isDash(octets, start, end)) return 0;
  if (end === start || end - start > SIZE_DIGITS_MAX) return -1;
  let size = 0;
  for (let at = start; at < end; at++) {
    const octet = octets[at]!; // at < end
    if (!isDigit(octet)) return -1;
    size = size * 10 + octet - 48;
  }
  return size;
}

/**
 * Referrer and agent are the first quoted field after the size and the one right behind it; numbers
 * that a server logs before them are passed over. A single quoted field is a referrer only where
 * the Combined format has it, right after the size; right after a bare `-` there, as Traefik 1
 * writes for an absent referrer, it is the agent.
 */
function splitReferrerAndAgent(block: ByteBlock, start: number, end: number, record: AccessRecord) {
  const { octets } = block;
  record.referrerStart = record.referrerEnd = end;
  record.agentStart = record.agentEnd = end;
  let at = skipBlank(octets, start, end);
  const direct = at < end && octets[at] === QUOTE;
  const dash = at;
  while (at < end && octets[at] !== QUOTE) {
    at = skipBlank(octets, wordEnd(octets, at, end), end);
  }
  if (at >= end) return;
  const referrerEnd = quotedEnd(block, at + 1, end);
  const next = skipBlank(octets, referrerEnd + 1, end);
  const paired = next < end && octets[next] === QUOTE;
  if (!paired && !direct) {
    if (skipBlank(octets, dash + 1, end) !== at || octets[dash] !== MINUS) return;
    record.referrerStart = dash;
    record.referrerEnd = dash + 1;
    record.agentStart = at + 1;
    record.agentEnd = referrerEnd;
    return;
  }
  record.referrerStart = at + 1;
  record.referrerEnd = referrerEnd;
  if (!paired) return;
  record.agentStart = next + 1;
  record.agentEnd = quotedEnd(block, next + 1, end);
}

/**
 * The quote that ends a quoted field: unescaped, with a blank or the end behind it; else the end.
 */
function quotedEnd(block: ByteBlock, start: number, end: number): number {
  const { octets } = block;
  for (let at = nextOf(block, start, end, QUOTE, BACKSLASH); at < end;) {
    if (octets[at] === BACKSLASH) at++;
    else if (at + 1 === end || isBlank(octets[at + 1]!)) return at; // at + 1 < end
    at = nextOf(block, at + 1, end, QUOTE, BACKSLASH);
  }
  return end;
}
