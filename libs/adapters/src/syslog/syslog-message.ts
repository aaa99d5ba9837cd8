import { behindMark } from '@hitwatch/domain';

const SPACE = 32;
const QUOTE = 34;
const DASH = 45;
const COLON = 58;
const LESS = 60;
const MORE = 62;
const ONE = 49;
const UPPER_T = 84;
const OPEN = 91;
const BACKSLASH = 92;
const CLOSE = 93;
/** `<191>` is the highest priority. */
const PRIORITY_BYTES_MAX = 5;
/** Words in front of the structured data: time, host, application, process, message. */
const WORDS_5424 = 5;

/**
 * Where the line begins that a syslog message carries: behind the header of RFC 5424, or of RFC
 * 3164 as servers write it (`<190>Oct 11 22:14:15 web1 nginx: `; host, process number and time may
 * be missing, the time may be that of RFC 3339). What has no priority in front is a line as it is,
 * and so is what stands behind a header that breaks off.
 */
export function lineStart(octets: Uint8Array): number {
  const from = behindPriority(octets);
  if (from === 0) return 0;
  if (octets[from] === ONE && octets[from + 1] === SPACE)
    return behind5424(octets, from + 2) ?? from;
  return behind3164(octets, from);
}

function behindPriority(octets: Uint8Array): number {
  if (octets[0] !== LESS) return 0;
  const end = octets.subarray(0, PRIORITY_BYTES_MAX).indexOf(MORE);
  for (let at = 1; at < end; at++) if (!isDigit(octets[at])) return 0;
  return end > 1 ? end + 1 : 0;
}

function behind5424(octets: Uint8Array, from: number): number | undefined {
  let at = from;
  for (let word = 0; word < WORDS_5424; word++) {
    const end = octets.indexOf(SPACE, at);
    if (end < 0) return undefined;
    at = end + 1;
  }
  if (octets[at] === DASH) at++;
  else {
    const start = at;
    while (octets[at] === OPEN) {
      const end = behindElement(octets, at + 1);
      if (end === undefined) return undefined;
      at = end;
    }
    if (at === start) return undefined;
  }
  if (at < octets.length && octets[at] !== SPACE) return undefined;
  return behindMark(octets, Math.min(at + 1, octets.length));
}

/** Behind the bracket that ends an element of the structured data. */
function behindElement(octets: Uint8Array, from: number): number | undefined {
  let quoted = false;
  for (let at = from; at < octets.length; at++) {
    const octet = octets[at];
    if (octet === QUOTE) quoted = !quoted;
    else if (octet === BACKSLASH && quoted) at++;
    else if (octet === CLOSE && !quoted) return at + 1;
  }
  return undefined;
}

function behind3164(octets: Uint8Array, from: number): number {
  const behindTime = behindTimestamp(octets, from);
  const first = behindWord(octets, behindTime);
  if (isTag(octets, behindTime, first)) return first;
  // Without a time nobody says that there is a host.
  if (behindTime === from) return from;
  const second = behindWord(octets, first);
  return isTag(octets, first, second) ? second : first;
}

/** Behind `Oct 11 22:14:15 ` or `2026-10-11T22:14:15.003Z `, or `from` when there is none. */
function behindTimestamp(octets: Uint8Array, from: number): number {
  const is = (at: number, octet: number) => octets[from + at] === octet;
  if (is(3, SPACE) && is(6, SPACE) && is(9, COLON) && is(12, COLON) && is(15, SPACE)) {
    return from + 16;
  }
  if (is(4, DASH) && is(7, DASH) && is(10, UPPER_T)) return behindWord(octets, from);
  return from;
}

/** Behind the blank that ends a word. */
function behindWord(octets: Uint8Array, from: number): number {
  const end = octets.indexOf(SPACE, from);
  return end < 0 ? octets.length : end + 1;
}

/** Whether the word is `nginx:` or `nginx[123]:`; an IPv6 address may end in a colon too. */
function isTag(octets: Uint8Array, from: number, end: number): boolean {
  const colon = octets[end - 1] === SPACE ? end - 2 : end - 1;
  if (colon <= from || octets[colon] !== COLON) return false;
  for (let at = from; at < colon; at++) {
    const octet = octets[at];
    if (octet === COLON || octet === QUOTE || octet === CLOSE) {
      return octet === CLOSE && at === colon - 1;
    }
    if (octet === OPEN && at === from) return false;
  }
  return true;
}

function isDigit(octet: number | undefined): boolean {
  return octet !== undefined && octet >= 48 && octet <= 57;
}
