// Lines of a format that was given as a definition: the steps of its plan, one behind the other.
import { splitRequest } from './clf';
import { octetEnd, quotedEnd, wordEnd } from './find';
import { bareAt, epochAt, isFraction, isoAt, T, timeEnd } from './line-time';
import { PLAN_AT } from './memory';
import { DIGITS_MAX, numberEnd, spanAt, wholeAt } from './number';
import { BLANK, CR, LF, MINUS, QUOTE } from './octets';
import { isDash, setFirstHost, setName, setTarget } from './plan-texts';
import {
  AGENT,
  BYTES,
  CACHE,
  clearTexts,
  EXTRAS,
  HOST,
  METHOD,
  PROTOCOL,
  REFERRER,
  REQUEST_BYTES,
  RESPONSE_MICROS,
  SCHEME,
  SECOND,
  setRange,
  STATUS,
  TARGET_KIND,
  TLS,
  UPSTREAM_MICROS,
  VHOST,
} from './record';
import { NO_TIME, timeAt } from './time';

/** What a step reads: the numbers of `kernel-plan.ts`. Texts come first, then what has an end. */
const IGNORED: i32 = 0;
const HOST_FIELD: i32 = 1;
const HOST_LIST: i32 = 2;
const VHOST_FIELD: i32 = 3;
const REFERRER_FIELD: i32 = 4;
const AGENT_FIELD: i32 = 5;
const METHOD_FIELD: i32 = 6;
const TARGET: i32 = 7;
const PROTOCOL_FIELD: i32 = 8;
const CACHE_FIELD: i32 = 9;
const TLS_FIELD: i32 = 10;
const SCHEME_FIELD: i32 = 11;
const LAST_TEXT: i32 = 11;
const REQUEST_SIZE: i32 = 12;
const UPSTREAM_SECONDS: i32 = 13;
const RESPONSE_SECONDS: i32 = 14;
const RESPONSE_MILLIS: i32 = 15;
const RESPONSE_MICRO: i32 = 16;
const RESPONSE_NANOS: i32 = 17;
const REQUEST: i32 = 18;
const STATUS_FIELD: i32 = 19;
const SIZE: i32 = 20;
const TIME: i32 = 21;
const TIME_ISO: i32 = 22;
const TIME_SECONDS: i32 = 23;
const TIME_MILLIS: i32 = 24;
const TIME_MICROS: i32 = 25;
const BARE_REQUEST: i32 = 26;
const TIME_ZONED: i32 = 27;
const TIME_BARE: i32 = 28;
const TIME_SPACED: i32 = 29;

/**
 * Of the plan: its steps, whether it has extras, the literal before the first step, and the keys
 * that no step sets, a bit each in the order of the record.
 */
const EXTRAS_OF_PLAN: i32 = 4;
const LEAD: i32 = 8;
const ABSENT: i32 = 60;
const STEPS: i32 = 64;
/** A step: its field, then the literal behind it. */
const STEP_BYTES: i32 = 56;
const LITERAL: i32 = 4;

const KEY_BYTES: i32 = METHOD - HOST;

/** Where the line ends whose record was written last. */
export let planEnd: i32 = 0;

/** Parses the line at `start` into the record at `to`, as `parse` of clf.ts does its own. */
export function parsePlanned(start: i32, to: i32): bool {
  const count = load<i32>(PLAN_AT);
  // The plain parser passes over what a file that was cut short under its writer begins with.
  if (load<u8>(start) == 0) return false;
  clear(start, to);
  let at = matchEnd(start, PLAN_AT + LEAD);
  let step = PLAN_AT + STEPS;
  for (let index = 0; index < count; index++) {
    if (at < 0) return false;
    const field = load<i32>(step);
    const end =
      field <= LAST_TEXT
        ? readText(field, at, endOf(step, at), to)
        : readOther(field, at, load<u8>(step, LITERAL + 4), to);
    if (end < 0) return false;
    at = matchEnd(end, step + LITERAL);
    step += STEP_BYTES;
  }
  if (at < 0) return false;
  const next = load<u8>(at);
  if (next != LF && (next != CR || load<u8>(at, 1) != LF)) return false;
  planEnd = next == LF ? at : at + 1;
  return true;
}

/** Makes every field absent, but the keys that steps set. */
function clear(start: i32, to: i32): void {
  store<f64>(to + BYTES, 0);
  store<i32>(to + STATUS, 0);
  store<i32>(to + TARGET_KIND, 0);
  store<i32>(to + EXTRAS, load<i32>(PLAN_AT, EXTRAS_OF_PLAN));
  setRange(to + VHOST, start, start);
  for (let absent = load<i32>(PLAN_AT, ABSENT); absent != 0; absent &= absent - 1) {
    setRange(to + HOST + ctz(absent) * KEY_BYTES, start, start);
  }
  clearTexts(to);
  if (load<i32>(PLAN_AT, EXTRAS_OF_PLAN) == 0) return;
  store<f64>(to + RESPONSE_MICROS, -1);
  store<f64>(to + UPSTREAM_MICROS, -1);
  store<f64>(to + REQUEST_BYTES, -1);
}

/** Where a text ends whose step this is: at the first octet of its literal, or what is odd. */
function endOf(step: i32, at: i32): i32 {
  if (load<u8>(step, LITERAL) == 0) {
    const end = octetEnd(at, LF);
    return end > at && load<u8>(end - 1) == CR ? end - 1 : end;
  }
  const first = load<u8>(step, LITERAL + 4);
  if (first == BLANK) return wordEnd(at);
  return first == QUOTE ? quotedEnd(at) : octetEnd(at, first);
}

/** Where the field ends that is a text up to `end`, or -1 for what the plain parser looks at. */
function readText(field: i32, at: i32, end: i32, to: i32): i32 {
  switch (field) {
    case IGNORED:
      return end;
    case HOST_FIELD:
      setRange(to + HOST, at, end);
      return end > at ? end : -1;
    case HOST_LIST:
      return setFirstHost(at, end, to) ? end : -1;
    case VHOST_FIELD:
      if (!isDash(at, end)) setRange(to + VHOST, at, end);
      return end > at ? end : -1;
    case REFERRER_FIELD:
      setRange(to + REFERRER, at, end);
      return end;
    case AGENT_FIELD:
      setRange(to + AGENT, at, end);
      return end;
    case METHOD_FIELD:
      setRange(to + METHOD, at, isDash(at, end) ? at : end);
      return end;
    case TARGET:
      return setTarget(at, end, to) ? end : -1;
    case PROTOCOL_FIELD:
      setRange(to + PROTOCOL, at, isDash(at, end) ? at : end);
      return end;
    case CACHE_FIELD:
      return setName(to + CACHE, at, end);
    case TLS_FIELD:
      return setName(to + TLS, at, end);
    default:
      return setName(to + SCHEME, at, end);
  }
}

/** Where the field ends that says itself where it does, or -1. `next` begins its literal. */
function readOther(field: i32, at: i32, next: i32, to: i32): i32 {
  switch (field) {
    case REQUEST: {
      const closing = splitRequest(at, to, QUOTE);
      return closing == 0 ? -1 : closing;
    }
    case BARE_REQUEST: {
      const closing = splitRequest(at, to, next);
      // Between its blanks it must not hold what ends it, unless that is a blank as well.
      return closing == 0 || (next != BLANK && octetEnd(at, next) != closing) ? -1 : closing;
    }
    case STATUS_FIELD: {
      const status = wholeAt(at);
      store<i32>(to + STATUS, <i32>status);
      return numberEnd == at + 3 && status >= 100 ? numberEnd : -1;
    }
    case SIZE:
      return setSize(to + BYTES, at);
    case REQUEST_SIZE:
      return setSize(to + REQUEST_BYTES, at);
    case UPSTREAM_SECONDS:
      return setSpan(to + UPSTREAM_MICROS, at, 1e6);
    case RESPONSE_SECONDS:
      return setSpan(to + RESPONSE_MICROS, at, 1e6);
    case RESPONSE_MILLIS:
      return setSpan(to + RESPONSE_MICROS, at, 1e3);
    case RESPONSE_MICRO:
      return setSpan(to + RESPONSE_MICROS, at, 1);
    case RESPONSE_NANOS:
      return setSpan(to + RESPONSE_MICROS, at, 1e-3);
    case TIME:
      return setSecond(to, timeAt(at), at + 26);
    case TIME_ZONED: {
      const second = isoAt(at);
      const isWhole = load<u8>(at, 10) != BLANK && timeEnd > at + 19 && !isFraction(at + 19);
      return setSecond(to, isWhole ? second : NO_TIME, timeEnd);
    }
    case TIME_BARE:
      return setSecond(to, bareAt(at, T), at + 19);
    case TIME_SPACED:
      return setSecond(to, bareAt(at, BLANK), at + 19);
    case TIME_ISO: {
      const second = isoAt(at);
      return setSecond(to, second, timeEnd);
    }
    default: {
      const unit: f64 = field == TIME_SECONDS ? 1 : field == TIME_MILLIS ? 1e3 : 1e6;
      const second = epochAt(at, unit);
      return setSecond(to, second, timeEnd);
    }
  }
}

function setSecond(to: i32, second: i64, end: i32): i32 {
  store<f64>(to + SECOND, <f64>second);
  return second < 0 ? -1 : end;
}

/** A dash leaves absent what is. */
function setSize(to: i32, at: i32): i32 {
  if (load<u8>(at) == MINUS) return at + 1;
  const size = wholeAt(at);
  store<f64>(to, <f64>size);
  return numberEnd > at && numberEnd - at <= DIGITS_MAX ? numberEnd : -1;
}

function setSpan(to: i32, at: i32, unit: f64): i32 {
  const micros = spanAt(at, unit);
  store<f64>(to, micros);
  return isNaN(micros) ? -1 : numberEnd;
}

/** Where the literal ends that stands at `at`, or -1. One blank of it is one blank of the line. */
function matchEnd(at: i32, literal: i32): i32 {
  const length = load<i32>(literal);
  if (length == 0) return at;
  for (let from = 0; from < length; from += 16) {
    const same = v128.eq<i8>(v128.load(at + from), v128.load(literal + 4 + from));
    const wanted = length - from < 16 ? (1 << (length - from)) - 1 : 0xffff;
    if ((~v128.bitmask<i8>(same) & wanted) != 0) return -1;
  }
  const end = at + length;
  // Behind a blank another one would belong to it.
  return load<u8>(literal + 3 + length) == BLANK && <i32>load<u8>(end) <= BLANK ? -1 : end;
}
