import { octetEnd, pathEnd, quotedEnd, segmentEnd, targetEnd, wordEnd } from './find';
import { BLANK, CLOSING_BRACKET, COMMA, CR, LF, MINUS, QUOTE, SLASH } from './octets';
import {
  AGENT,
  BYTES,
  clearTexts,
  EXTRAS,
  HOST,
  METHOD,
  PROTOCOL,
  REFERRER,
  SECOND,
  SECTION,
  setRange,
  STATUS,
  TARGET_KIND,
  URL,
  VHOST,
} from './record';
import { parseTail } from './tail';
import { tailEnd } from './tail-tokens';
import { NO_TIME, timeAt } from './time';

/** ` - - [` without its bracket, ` - ` alone in three bytes, and ` [`, as little-endian words. */
const NO_IDENT_NO_USER: u32 = 0x2d202d20;
const NO_IDENT: u32 = 0x202d20;
const BLANK_BRACKET: u32 = 0x5b20;
const BLANK_QUOTE: u32 = 0x2220;
const HTTP: u32 = 0x50545448;

const PATH: i32 = 1;
const SIZE_DIGITS_MAX: i32 = 15;

/** Where the line ends whose record was written last. */
export let end: i32 = 0;

/**
 * Parses the line at `start` into the record at `to` when it has the shape that nearly every line
 * of Common and Combined logs has, and says whether it did. What it takes, it takes as the plain
 * parser does; anything else it leaves to that one: also a quote in front, which may stand around
 * all of the line. Lines that are `tailed` may have more behind the agent.
 */
export function parse(start: i32, to: i32, tailed: bool): bool {
  if (load<u8>(start) == QUOTE) return false;
  let open = splitClient(start, to);
  if (open == 0) return false;
  const second = timeAt(open + 1);
  if (second == NO_TIME || load<u8>(open, 27) != CLOSING_BRACKET) return false;
  if (load<u16>(open, 28) != BLANK_QUOTE) return false;
  store<f64>(to + SECOND, <f64>second);
  store<i32>(to + EXTRAS, 0);
  clearTexts(to);

  const closing = splitRequest(open + 30, to, QUOTE);
  if (closing == 0) return false;
  const status = statusAt(closing + 1);
  if (status == 0) return false;
  store<i32>(to + STATUS, status);

  let at = closing + 6;
  let size: u64 = 0;
  if (load<u8>(at) == MINUS) {
    at++;
  } else {
    const first = at;
    for (;;) {
      const digit: u32 = <u32>load<u8>(at) - 48;
      if (digit > 9) break;
      size = size * 10 + digit;
      at++;
    }
    if (at == first || at - first > SIZE_DIGITS_MAX) return false;
  }
  store<f64>(to + BYTES, <f64>size);
  return splitReferrerAndAgent(at, to, tailed);
}

/** `[vhost] host - user [`: where the bracket stands, or 0. */
function splitClient(start: i32, to: i32): i32 {
  let host = start;
  let hostEnd = wordEnd(start);
  setRange(to + VHOST, start, start);
  if (hostEnd == start || load<u8>(hostEnd - 1) == COMMA) return 0;
  let open = userEnd(hostEnd);
  if (open == 0) {
    // A virtual host, if the rest is as it should be behind the second word.
    if (load<u8>(hostEnd) != BLANK) return 0;
    host = hostEnd + 1;
    setRange(to + VHOST, start, hostEnd);
    hostEnd = wordEnd(host);
    if (hostEnd == host || load<u8>(hostEnd - 1) == COMMA) return 0;
    if (hostEnd == host + 1 && load<u8>(host) == MINUS) return 0;
    open = userEnd(hostEnd);
    if (open == 0) return 0;
  }
  setRange(to + HOST, host, hostEnd);
  return open;
}

/** Where the bracket stands behind ` - user `, or 0. */
function userEnd(at: i32): i32 {
  if (load<u32>(at) == NO_IDENT_NO_USER && load<u16>(at, 4) == BLANK_BRACKET) return at + 5;
  if ((load<u32>(at) & 0xffffff) != NO_IDENT) return 0;
  const end = wordEnd(at + 3);
  return end > at + 3 && load<u16>(end) == BLANK_BRACKET ? end + 1 : 0;
}

/** `GET /path?query HTTP/1.1"`: where the quote stands, or what else is its `closer`, or 0. */
export function splitRequest(start: i32, to: i32, closer: i32): i32 {
  let at = start;
  // Capital letters and the blank behind them.
  while (<u32>load<u8>(at) - 65 < 26) at++;
  const target = at + 1;
  if (at == start || at - start > 32 || load<u16>(at) != ((SLASH << 8) | BLANK)) return 0;
  setRange(to + METHOD, start, at);

  const section = segmentEnd(target + 1);
  const url = pathEnd(section);
  const end = targetEnd(url);
  if (load<u8>(end) != BLANK || load<u32>(end, 1) != HTTP || load<u8>(end, 5) != SLASH) return 0;
  let closing = targetEnd(end + 6);
  if (closer != QUOTE && closer != BLANK) closing = min(closing, octetEnd(end + 6, closer));
  if (load<u8>(closing) != closer || closing == end + 6) return 0;
  setRange(to + SECTION, target, section);
  setRange(to + URL, target, url);
  setRange(to + PROTOCOL, end + 1, closing);
  store<i32>(to + TARGET_KIND, PATH);
  return closing;
}

/** Three digits between blanks, or 0. */
function statusAt(at: i32): i32 {
  const hundreds: u32 = <u32>load<u8>(at, 1) - 48;
  const tens: u32 = <u32>load<u8>(at, 2) - 48;
  const ones: u32 = <u32>load<u8>(at, 3) - 48;
  if (load<u8>(at) != BLANK || load<u8>(at, 4) != BLANK) return 0;
  if (hundreds < 1 || hundreds > 9 || tens > 9 || ones > 9) return 0;
  return hundreds * 100 + tens * 10 + ones;
}

function splitReferrerAndAgent(sizeEnd: i32, to: i32, tailed: bool): bool {
  if (load<u16>(sizeEnd) != BLANK_QUOTE) {
    // Common Log Format ends here.
    const next = load<u8>(sizeEnd);
    if (next != LF && (next != CR || load<u8>(sizeEnd, 1) != LF)) return false;
    setRange(to + REFERRER, sizeEnd, sizeEnd);
    setRange(to + AGENT, sizeEnd, sizeEnd);
    end = next == CR ? sizeEnd + 1 : sizeEnd;
    return true;
  }
  const referrer = sizeEnd + 2;
  const referrerEnd = quotedEnd(referrer);
  if (load<u8>(referrerEnd) != QUOTE || load<u16>(referrerEnd, 1) != BLANK_QUOTE) return false;
  const agent = referrerEnd + 3;
  const agentEnd = quotedEnd(agent);
  if (load<u8>(agentEnd) != QUOTE) return false;
  const next = load<u8>(agentEnd, 1);
  if (next == LF) end = agentEnd + 1;
  else if (next == CR && load<u8>(agentEnd, 2) == LF) end = agentEnd + 2;
  else if (tailed && agentEnd > agent && parseTail(agentEnd + 1, to)) end = tailEnd;
  else return false;
  setRange(to + REFERRER, referrer, referrerEnd);
  setRange(to + AGENT, agent, agentEnd);
  return true;
}
