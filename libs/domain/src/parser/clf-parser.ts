import type { ByteBlock } from '../bytes/byte-block.ts';
import { nextQuoteOrEscape } from '../bytes/scan.ts';
import type { AccessRecord } from './access-record.ts';
import { CLF_TIME_BYTES, ClfTime, hasClfTimeShape } from './clf-time.ts';
import type { LineParser } from './line-parser.ts';
import { splitRequest } from './request.ts';
import { PARSED, Unparsed } from './unparsed-reason.ts';

const TAB = 9;
const SPACE = 32;
const QUOTE = 34;
const COMMA = 44;
const MINUS = 45;
const DOT = 46;
const COLON = 58;
const BRACKET = 91;
const BACKSLASH = 92;
const CLOSING_BRACKET = 93;

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

    // The time is the first [..] of its shape that a quote follows: a user name may hold a bracket,
    // but servers escape the quote in it.
    let open = from;
    let request = -1;
    let timeSeen = false;
    for (const last = end - CLF_TIME_BYTES - 2; open <= last; open++) {
      if (octets[open] !== BRACKET) continue;
      const shaped =
        octets[open + CLF_TIME_BYTES + 1] === CLOSING_BRACKET && hasClfTimeShape(octets, open + 1);
      if (!shaped) continue;
      timeSeen = true;
      const next = skipBlank(octets, open + CLF_TIME_BYTES + 2, end);
      if (next < end && octets[next] === QUOTE) {
        request = next + 1;
        break;
      }
    }
    if (request < 0) return timeSeen ? Unparsed.noRequest : Unparsed.noTime;

    const second = this.#time.parse(block, open + 1);
    if (Number.isNaN(second)) return Unparsed.badTime;
    record.second = second;
    if (!splitClient(octets, from, open, record)) return Unparsed.noHost;

    const closing = closingQuote(block, request, end);
    if (closing < 0) return requestFailure(octets, request, end);
    splitRequest(octets, request, closing, record);

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
 * Splits `[vhost] host ident user` and says whether there were three fields at least. With more
 * than three, either a virtual host stands in front or the user name has spaces. The ident is `-`
 * on nearly every server, so where it stands decides; without it, an address or the beginning of a
 * forwarded chain in second place does.
 */
function splitClient(
  octets: Uint8Array,
  start: number,
  end: number,
  record: AccessRecord,
): boolean {
  const first = skipBlank(octets, start, end);
  const firstEnd = wordEnd(octets, first, end);
  const second = skipBlank(octets, firstEnd, end);
  const secondEnd = wordEnd(octets, second, end);
  const third = skipBlank(octets, secondEnd, end);
  if (third === end) return false;
  const thirdEnd = wordEnd(octets, third, end);
  const fourth = skipBlank(octets, thirdEnd, end);
  let last = end;
  while (last > third && isBlank(octets[last - 1]!)) last--; // last > third >= 0

  // `client, proxy, proxy - -`: a forwarded chain in place of the address; the client is its first.
  const chained = octets[firstEnd - 1] === COMMA;
  const hasVhost =
    fourth < end &&
    !chained &&
    !isDash(octets, second, secondEnd) &&
    (isDash(octets, third, thirdEnd) ||
      octets[secondEnd - 1] === COMMA ||
      isAddress(octets, second, secondEnd));
  const hostEnd = hasVhost ? secondEnd : firstEnd;
  record.vhostStart = first;
  record.vhostEnd = hasVhost ? firstEnd : first;
  record.hostStart = hasVhost ? second : first;
  record.hostEnd = octets[hostEnd - 1] === COMMA ? hostEnd - 1 : hostEnd;
  record.userStart = hasVhost ? fourth : third;
  record.userEnd = last;
  return record.hostEnd > record.hostStart;
}

/**
 * Digits and dots, or hexadecimal digits with at least two colons: near enough to tell it from a
 * name.
 */
function isAddress(octets: Uint8Array, start: number, end: number): boolean {
  let colons = 0;
  let dots = 0;
  let letters = 0;
  for (let at = start; at < end; at++) {
    const octet = octets[at]!; // at < end
    if (octet === COLON) colons++;
    else if (octet === DOT) dots++;
    else if (!isDigit(octet)) {
      const letter = octet | 32;
      if (letter < 97 || letter > 102) return false;
      letters++;
    }
  }
  return colons >= 2 || (dots === 3 && letters === 0 && colons === 0);
}

/**
 * The quote that ends the request: the first one that no backslash escapes and that a status and a
 * size follow. Clients send bare quotes and some servers log them, so a quote alone does not end
 * it; and a request may end in a backslash that the server did not escape, so the second try
 * ignores escapes.
 */
function closingQuote(block: ByteBlock, start: number, end: number): number {
  const { octets } = block;
  for (let at = nextQuoteOrEscape(block, start, end); at < end;) {
    if (octets[at] === BACKSLASH) at++;
    else if (statusAndSizeFollow(octets, at + 1, end)) return at;
    at = nextQuoteOrEscape(block, at + 1, end);
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
  for (let at = nextQuoteOrEscape(block, start, end); at < end;) {
    if (octets[at] === BACKSLASH) at++;
    else if (at + 1 === end || isBlank(octets[at + 1]!)) return at; // at + 1 < end
    at = nextQuoteOrEscape(block, at + 1, end);
  }
  return end;
}

function skipBlank(octets: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end && isBlank(octets[at]!)) at++; // at < end
  return at;
}

function wordEnd(octets: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end && !isBlank(octets[at]!)) at++; // at < end
  return at;
}

function isBlank(octet: number): boolean {
  return octet === SPACE || octet === TAB;
}

function isDigit(octet: number): boolean {
  return octet >= 48 && octet <= 57;
}

function isDash(octets: Uint8Array, start: number, end: number): boolean {
  return end === start + 1 && octets[start] === MINUS;
}
