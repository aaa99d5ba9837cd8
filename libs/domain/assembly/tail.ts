// What servers add behind the user agent, by its shapes: as `ClfTail` of the plain parser has them.
import { octetEnd } from './find';
import { KEYS_AT } from './memory';
import { DIGITS_MAX, numberEnd, spanAt, wholeAt } from './number';
import {
  BLANK,
  BRACKET,
  CLOSING_BRACKET,
  COLON,
  COMMA,
  DOT,
  EQUALS,
  MINUS,
  QUOTE,
  TAB,
} from './octets';
import {
  CACHE,
  EXTRAS,
  REQUEST_BYTES,
  RESPONSE_MICROS,
  SCHEME,
  setRange,
  TLS,
  UPSTREAM_MICROS,
} from './record';
import {
  BRACKETED,
  DASH,
  DURATION,
  endOf,
  INTEGER,
  isDigit,
  NAMED,
  OTHER,
  QUOTED,
  SECONDS,
  shapeAt,
  splitTail,
  startOf,
  tokens,
} from './tail-tokens';

/** Kinds of tails. */
export const NO_TAIL: i32 = 0;
const EXTENDED: i32 = 1;
const TRAEFIK: i32 = 2;
const INGRESS: i32 = 3;

/** A key: its length, what it means, and its bytes. */
const KEY_BYTES: i32 = 32;
const MEANING: i32 = 4;
const NAME: i32 = 8;
const NAME_BYTES_MAX: i32 = 24;
/** What keys mean: the numbers of `tail-keys.ts`. */
const NOTHING: i32 = 0;
const RESPONSE: i32 = 1;
const UPSTREAM: i32 = 2;
const REQUEST: i32 = 3;
const OF_CACHE: i32 = 4;
const OF_TLS: i32 = 5;
const OF_SCHEME: i32 = 6;
const FORWARDED: i32 = 7;
/** A word that is no key. */
const CACHE_STATUS: i32 = 8;

/** Of the last line that was taken: the kind of its tail. */
export let tailKind: i32 = NO_TAIL;

export function forgetTail(): void {
  tailKind = NO_TAIL;
}

/** Reads the fields from the blank at `at` to the end of the line, or says that they are odd. */
export function parseTail(at: i32, to: i32): bool {
  if (!splitTail(at)) return false;
  store<f64>(to + RESPONSE_MICROS, -1);
  store<f64>(to + UPSTREAM_MICROS, -1);
  store<f64>(to + REQUEST_BYTES, -1);
  setRange(to + CACHE, at, at);
  setRange(to + TLS, at, at);
  setRange(to + SCHEME, at, at);
  if (!mapFields(to)) return false;
  store<i32>(to + EXTRAS, hasExtras(to) ? 1 : 0);
  return true;
}

function hasExtras(to: i32): bool {
  return (
    load<f64>(to + RESPONSE_MICROS) >= 0 ||
    load<f64>(to + UPSTREAM_MICROS) >= 0 ||
    load<f64>(to + REQUEST_BYTES) >= 0 ||
    load<i32>(to + CACHE, 4) > load<i32>(to + CACHE) ||
    load<i32>(to + TLS, 4) > load<i32>(to + TLS) ||
    load<i32>(to + SCHEME, 4) > load<i32>(to + SCHEME)
  );
}

/** Sets the fields of the record and `tailKind`; false where a number is odd. */
function mapFields(to: i32): bool {
  if (tokens >= 4 && shapeAt(1) == QUOTED && shapeAt(2) == QUOTED && shapeAt(3) == DURATION) {
    if ((shapeAt(0) & (INTEGER | DASH)) != 0) {
      tailKind = TRAEFIK;
      return setDuration(to, 3);
    }
  }
  if (tokens >= 7 && shapeAt(0) == INTEGER && shapeAt(1) == SECONDS && shapeAt(2) == BRACKETED) {
    const shift = tokens >= 8 && shapeAt(3) == BRACKETED && isIngress(4) ? 4 : isIngress(3) ? 3 : 0;
    if (shift != 0) {
      tailKind = INGRESS;
      return (
        setSize(to, startOf(0), endOf(0)) &&
        setSpan(to + RESPONSE_MICROS, startOf(1), endOf(1)) &&
        setSpan(to + UPSTREAM_MICROS, startOf(shift + 2), endOf(shift + 2))
      );
    }
  }
  return mapEach(to);
}

/** Whether behind the address at `index` stand the length, the time and the status. */
function isIngress(index: i32): bool {
  return (
    tokens >= index + 4 &&
    (shapeAt(index + 1) & (INTEGER | DASH | OTHER)) != 0 &&
    (shapeAt(index + 2) & (SECONDS | DASH)) != 0
  );
}

function mapEach(to: i32): bool {
  let kind = NO_TAIL;
  let times = 0;
  for (let index = 0; index < tokens; index++) {
    const shape = shapeAt(index);
    if (shape == NAMED) {
      const found = setNamed(to, startOf(index), endOf(index));
      if (found < 0) return false;
      kind |= found;
    } else if (shape == DURATION) {
      if (!setDuration(to, index)) return false;
      kind = EXTENDED;
    } else if (shape == SECONDS || (shape == DASH && times == 1)) {
      const field = times == 0 ? RESPONSE_MICROS : UPSTREAM_MICROS;
      if (times < 2 && !setSpan(to + field, startOf(index), endOf(index))) return false;
      kind = EXTENDED;
      times++;
    } else if (shape == QUOTED && index == 0 && isForwarded(startOf(0), endOf(0))) {
      kind = EXTENDED;
    } else if (meaningOf(startOf(index), endOf(index)) == CACHE_STATUS) {
      setRange(to + CACHE, startOf(index), endOf(index));
      kind = EXTENDED;
    }
  }
  tailKind = kind;
  return true;
}

/** EXTENDED for a key that means something, NO_TAIL for one that does not, -1 for an odd one. */
function setNamed(to: i32, start: i32, end: i32): i32 {
  const equals = octetEnd(start, EQUALS);
  const meaning = meaningOf(start, equals);
  const isQuoted = load<u8>(equals, 1) == QUOTE;
  const from = isQuoted ? equals + 2 : equals + 1;
  const last = isQuoted ? end - 1 : end;
  switch (meaning) {
    case NOTHING:
      return NO_TAIL;
    case RESPONSE:
      return setSpan(to + RESPONSE_MICROS, from, last) ? EXTENDED : -1;
    case UPSTREAM:
      return setSpan(to + UPSTREAM_MICROS, from, last) ? EXTENDED : -1;
    case REQUEST:
      return setSize(to, from, last) ? EXTENDED : -1;
    case OF_CACHE:
      return setName(to + CACHE, from, last);
    case OF_TLS:
      return setName(to + TLS, from, last);
    case OF_SCHEME:
      return setName(to + SCHEME, from, last);
    case FORWARDED:
      return EXTENDED;
    default:
      return -1;
  }
}

/** What the table of keys says, or -1 for a key that is not in it. */
function meaningOf(start: i32, end: i32): i32 {
  const length = end - start;
  if (length > NAME_BYTES_MAX) return -1;
  const wanted = (1 << length) - 1;
  for (let key = KEYS_AT; load<i32>(key) != 0; key += KEY_BYTES) {
    if (load<i32>(key) != length) continue;
    const same = sameOctets(start, key + NAME) | (sameOctets(start + 16, key + NAME + 16) << 16);
    if ((same & wanted) == wanted) return load<i32>(key, MEANING);
  }
  return -1;
}

/** A bit for each of sixteen. */
function sameOctets(one: i32, other: i32): i32 {
  return v128.bitmask<i8>(v128.eq<i8>(v128.load(one), v128.load(other)));
}

function setSpan(to: i32, start: i32, end: i32): bool {
  const micros = spanAt(start, 1e6);
  store<f64>(to, micros);
  return !isNaN(micros) && numberEnd == end;
}

function setDuration(to: i32, index: i32): bool {
  const start = startOf(index);
  const end = endOf(index);
  const unit = load<u8>(end - 2);
  const micros = spanAt(start, unit == 109 ? 1e3 : unit == 117 ? 1 : 1e6);
  store<f64>(to + RESPONSE_MICROS, micros);
  return !isNaN(micros) && numberEnd == (unit == 109 || unit == 117 ? end - 2 : end - 1);
}

function setSize(to: i32, start: i32, end: i32): bool {
  if (load<u8>(start) == MINUS && end == start + 1) {
    store<f64>(to + REQUEST_BYTES, -1);
    return true;
  }
  const size = wholeAt(start);
  store<f64>(to + REQUEST_BYTES, <f64>size);
  return numberEnd == end && end > start && end - start <= DIGITS_MAX;
}

function setName(to: i32, start: i32, end: i32): i32 {
  const isDash = end == start + 1 && load<u8>(start) == MINUS;
  setRange(to, start, isDash ? start : end);
  return EXTENDED;
}

/** Addresses, or names that look like them. */
function isForwarded(start: i32, end: i32): bool {
  let marks = 0;
  for (let at = start; at < end; at++) {
    const octet: i32 = load<u8>(at);
    if (octet == DOT || octet == COLON) marks++;
    else if (octet != BLANK && octet != TAB && octet != COMMA && !isAddressOctet(octet))
      return false;
  }
  return marks >= 2;
}

function isAddressOctet(octet: i32): bool {
  const isHex = isDigit(octet) || <u32>(octet | 32) - 97 < 6;
  return isHex || octet == BRACKET || octet == CLOSING_BRACKET;
}
