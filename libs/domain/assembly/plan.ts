// Lines of a format that was given as a definition: the steps of its plan, one behind the other.
import { splitRequest } from './clf';
import { octetEnd, quotedEnd, wordEnd } from './find';
import { PLAN_AT } from './memory';
import { BLANK, CR, DOT, LF, MINUS, QUOTE } from './octets';
import {
  AGENT,
  BYTES,
  CACHE,
  clearTexts,
  EXTRAS,
  HOST,
  PROTOCOL,
  REFERRER,
  REQUEST_BYTES,
  RESPONSE_MICROS,
  SCHEME,
  SECOND,
  setRange,
  STATUS,
  TLS,
  UPSTREAM_MICROS,
  VHOST,
} from './record';
import { NO_TIME, timeAt } from './time';

/** What a step reads: the numbers of `kernel-plan.ts`. */
const IGNORED: i32 = 0;
const HOST_FIELD: i32 = 1;
const VHOST_FIELD: i32 = 2;
const REQUEST: i32 = 3;
const STATUS_FIELD: i32 = 4;
const SIZE: i32 = 5;
const REFERRER_FIELD: i32 = 6;
const AGENT_FIELD: i32 = 7;
const TIME: i32 = 8;
const CACHE_FIELD: i32 = 9;
const TLS_FIELD: i32 = 10;
const SCHEME_FIELD: i32 = 11;
const REQUEST_SIZE: i32 = 12;
const RESPONSE_SECONDS: i32 = 13;
const UPSTREAM_SECONDS: i32 = 14;

/** Of the plan: its steps, whether it has extras, and the literal before the first step. */
const EXTRAS_OF_PLAN: i32 = 4;
const LEAD: i32 = 8;
const STEPS: i32 = 32;
/** A step: its field, then the literal behind it. */
const STEP_BYTES: i32 = 24;
const LITERAL: i32 = 4;

const SIZE_DIGITS_MAX: i32 = 15;
const SECONDS_DIGITS_MAX: i32 = 6;

/** Where the line ends whose record was written last. */
export let planEnd: i32 = 0;

/** Where the last number ended. */
let numberEnd: i32 = 0;

/** Parses the line at `start` into the record at `to`, as `parse` of clf.ts does its own. */
export function parsePlanned(start: i32, to: i32): bool {
  const count = load<i32>(PLAN_AT);
  clear(start, to);
  let at = matchEnd(start, PLAN_AT + LEAD);
  let step = PLAN_AT + STEPS;
  for (let index = 0; index < count; index++) {
    if (at < 0) return false;
    const end = readField(load<i32>(step), at, endOf(step, at), to);
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

/** Makes every field absent. */
function clear(start: i32, to: i32): void {
  store<f64>(to + BYTES, 0);
  store<i32>(to + STATUS, 0);
  store<i32>(to + EXTRAS, load<i32>(PLAN_AT, EXTRAS_OF_PLAN));
  setRange(to + VHOST, start, start);
  setRange(to + HOST, start, start);
  setRange(to + REFERRER, start, start);
  setRange(to + AGENT, start, start);
  clearTexts(to);
  if (load<i32>(PLAN_AT, EXTRAS_OF_PLAN) == 0) return;
  store<f64>(to + RESPONSE_MICROS, -1);
  store<f64>(to + UPSTREAM_MICROS, -1);
  store<f64>(to + REQUEST_BYTES, -1);
}

/** Where a text ends whose step this is: at the first octet of its literal, or what is odd. */
function endOf(step: i32, at: i32): i32 {
  if (load<u8>(step, LITERAL) == 0) return octetEnd(at, LF);
  const first = load<u8>(step, LITERAL + 4);
  if (first == BLANK) return wordEnd(at);
  return first == QUOTE ? quotedEnd(at) : octetEnd(at, first);
}

/** Where the field ends, or -1 for a line that the plain parser has to look at. */
function readField(field: i32, at: i32, textEnd: i32, to: i32): i32 {
  switch (field) {
    case IGNORED:
      return textEnd > at && load<u8>(textEnd - 1) == CR ? textEnd - 1 : textEnd;
    case HOST_FIELD:
      setRange(to + HOST, at, textEnd);
      return textEnd > at ? textEnd : -1;
    case VHOST_FIELD:
      if (!isDash(at, textEnd)) setRange(to + VHOST, at, textEnd);
      return textEnd > at ? textEnd : -1;
    case REQUEST: {
      const closing = splitRequest(at, to);
      return closing == 0 ? -1 : closing;
    }
    case REFERRER_FIELD:
      setRange(to + REFERRER, at, textEnd);
      return textEnd;
    case AGENT_FIELD:
      setRange(to + AGENT, at, textEnd);
      return textEnd;
    case TIME: {
      const second = timeAt(at);
      store<f64>(to + SECOND, <f64>second);
      return second == NO_TIME ? -1 : at + 26;
    }
    case CACHE_FIELD:
      return setName(to + CACHE, at, textEnd);
    case TLS_FIELD:
      return setName(to + TLS, at, textEnd);
    case SCHEME_FIELD:
      return setName(to + SCHEME, at, textEnd);
    default:
      return readNumber(field, at, to);
  }
}

function readNumber(field: i32, at: i32, to: i32): i32 {
  if (field == STATUS_FIELD) {
    const status = wholeAt(at);
    store<i32>(to + STATUS, <i32>status);
    return numberEnd == at + 3 && status >= 100 ? numberEnd : -1;
  }
  if (load<u8>(at) == MINUS) return at + 1;
  if (field == SIZE || field == REQUEST_SIZE) {
    const size = wholeAt(at);
    store<f64>(to + (field == SIZE ? BYTES : REQUEST_BYTES), <f64>size);
    return numberEnd > at && numberEnd - at <= SIZE_DIGITS_MAX ? numberEnd : -1;
  }
  const micros = microsAt(at);
  store<f64>(to + (field == RESPONSE_SECONDS ? RESPONSE_MICROS : UPSTREAM_MICROS), <f64>micros);
  return micros < 0 ? -1 : numberEnd;
}

/** The digits at `at`, which `numberEnd` says the end of. More than 15 are too many for anybody. */
function wholeAt(at: i32): u64 {
  let number: u64 = 0;
  let end = at;
  for (;;) {
    const digit: u32 = <u32>load<u8>(end) - 48;
    if (digit > 9 || end - at > SIZE_DIGITS_MAX) break;
    number = number * 10 + digit;
    end++;
  }
  numberEnd = end;
  return number;
}

/** Microseconds of `12` or `0.123`, six digits at most on both sides; -1 for anything else. */
function microsAt(at: i32): i64 {
  const whole = wholeAt(at);
  if (numberEnd == at || numberEnd - at > SECONDS_DIGITS_MAX) return -1;
  if (load<u8>(numberEnd) != DOT) return <i64>whole * 1000000;
  const from = numberEnd + 1;
  let fraction = wholeAt(from);
  const digits = numberEnd - from;
  if (digits < 1 || digits > SECONDS_DIGITS_MAX) return -1;
  for (let digit = digits; digit < SECONDS_DIGITS_MAX; digit++) fraction *= 10;
  return <i64>(whole * 1000000 + fraction);
}

/** A text of which a dash is nothing. */
function setName(to: i32, at: i32, end: i32): i32 {
  if (!isDash(at, end)) setRange(to, at, end);
  return end;
}

function isDash(at: i32, end: i32): bool {
  return end == at + 1 && load<u8>(at) == MINUS;
}

/** Where the literal ends that stands at `at`, or -1. One blank of it is one blank of the line. */
function matchEnd(at: i32, literal: i32): i32 {
  const length = load<i32>(literal);
  if (length == 0) return at;
  const same = v128.bitmask<i8>(v128.eq<i8>(v128.load(at), v128.load(literal, 4)));
  if ((~same & ((1 << length) - 1)) != 0) return -1;
  const end = at + length;
  // Behind a blank another one would belong to it.
  return load<u8>(literal + 3 + length) == BLANK && <i32>load<u8>(end) <= BLANK ? -1 : end;
}
