import { isBlank, isDigit, skipBlank } from '../bytes/ascii.ts';
import type { ByteBlock } from '../bytes/byte-block.ts';
import type { AccessRecord } from '../parser/access-record.ts';
import { PARSED } from '../parser/unparsed-reason.ts';
import { equals } from './column-parser.ts';
import { Field } from './field.ts';
import { KeyPath } from './key-lookup.ts';
import type { RecordFields } from './record-fields.ts';

const QUOTE = 34;
const COMMA = 44;
const DASH = 45;
const DOT = 46;
const COLON = 58;
const EQUALS = 61;
const BRACKET = 91;
const CLOSING_BRACKET = 93;
const BACKSLASH = 92;

const TOKENS_MAX = 16;
/** All that `$upstream_cache_status` of nginx may be. */
export const CACHE_STATUSES = [
  'HIT',
  'MISS',
  'BYPASS',
  'EXPIRED',
  'STALE',
  'UPDATING',
  'REVALIDATED',
] as const;

/** The shape of a field, which is all there is to go by where no definition is given. */
const Shape = {
  other: 0,
  quoted: 1,
  bracketed: 2,
  /** `0.123`, with three decimals as nginx writes seconds, or several: `0.123, 0.010`. */
  seconds: 3,
  integer: 4,
  /** `247ms` */
  duration: 5,
  dash: 6,
  /** `rt=0.123` */
  named: 7,
} as const;

export const TailKind = { none: 0, extended: 1, traefik: 2, ingress: 3 } as const;
/** What a line is called that has such a tail. */
export const TAIL_NAMES: readonly string[] = ['', 'combined_extended', 'traefik', 'nginx_ingress'];

/**
 * The fields that servers add behind the standard ones of the Combined Log Format, told by their
 * shapes. A lone integer is passed over: it may be microseconds, milliseconds, bytes or a port, and
 * only a definition tells.
 */
export class ClfTail {
  readonly #fields: RecordFields;
  readonly #path = new KeyPath();
  readonly #shapes = new Uint8Array(TOKENS_MAX);
  readonly #starts = new Int32Array(TOKENS_MAX);
  readonly #ends = new Int32Array(TOKENS_MAX);
  #count = 0;

  constructor(fields: RecordFields) {
    this.#fields = fields;
  }

  /** Maps the fields in [start, end) and says what they are: one of `TailKind`. */
  parse(block: ByteBlock, start: number, end: number, record: AccessRecord): number {
    this.#split(block.octets, start, end);
    if (this.#count === 0) return TailKind.none;
    if (this.#looks(TRAEFIK)) {
      this.#set(Field.responseUnit, 3, block, record);
      return TailKind.traefik;
    }
    const ingress = this.#looks(INGRESS) ? 4 : this.#looks(OLD_INGRESS) ? 3 : 0;
    if (ingress > 0) {
      this.#set(Field.requestBytes, 0, block, record);
      this.#set(Field.responseSeconds, 1, block, record);
      this.#set(Field.upstreamSeconds, ingress + 2, block, record);
      return TailKind.ingress;
    }
    return this.#mapEach(block, record);
  }

  #mapEach(block: ByteBlock, record: AccessRecord): number {
    let kind: number = TailKind.none;
    let times = 0;
    for (let index = 0; index < this.#count; index++) {
      const shape = this.#shapes[index];
      if (shape === Shape.named) {
        if (this.#setNamed(index, block, record)) kind = TailKind.extended;
      } else if (shape === Shape.duration) {
        this.#set(Field.responseUnit, index, block, record);
        kind = TailKind.extended;
      } else if (shape === Shape.seconds || (shape === Shape.dash && times === 1)) {
        if (times < 2) {
          const field = times === 0 ? Field.responseSeconds : Field.upstreamSeconds;
          this.#set(field, index, block, record);
          kind = TailKind.extended;
        }
        times++;
      } else if (shape === Shape.quoted && index === 0 && this.#isForwarded(block.octets)) {
        this.#set(Field.forwarded, index, block, record);
        if (record.forwardedEnd > record.forwardedStart) kind = TailKind.extended;
      } else if (this.#isCacheStatus(block.octets, index)) {
        this.#set(Field.cache, index, block, record);
        kind = TailKind.extended;
      }
    }
    return kind;
  }

  #looks(shapes: readonly number[]): boolean {
    if (this.#count < shapes.length) return false;
    for (let index = 0; index < shapes.length; index++) {
      const accepted = shapes[index]!; // index < shapes.length
      if ((accepted & (1 << this.#shapes[index]!)) === 0) return false; // index < count
    }
    return true;
  }

  #set(field: number, index: number, block: ByteBlock, record: AccessRecord): boolean {
    const start = this.#starts[index]!; // index < count
    const end = this.#ends[index]!; // index < count
    return this.#fields.set(field, block, start, end, record) === PARSED;
  }

  #setNamed(index: number, block: ByteBlock, record: AccessRecord): boolean {
    const { octets } = block;
    const start = this.#starts[index]!; // index < count
    let end = this.#ends[index]!; // index < count
    let equals = start;
    while (octets[equals] !== EQUALS) equals++; // it is there
    this.#path.clear();
    this.#path.push(octets, start, equals);
    const meaning = this.#path.meaning();
    let from = equals + 1;
    if (from < end && octets[from] === QUOTE) {
      from++;
      if (octets[end - 1] === QUOTE && end > from) end--;
    }
    const field = meaning?.field ?? Field.ignored;
    const isExtra = field >= Field.cache && field < Field.timeClf && field !== Field.hostOrVhost;
    const known = isExtra || field === Field.requestBytes || field === Field.vhost;
    if (!known || field === Field.responseUnstated) return false;
    return this.#fields.set(field, block, from, end, record) === PARSED;
  }

  #isCacheStatus(octets: Uint8Array, index: number): boolean {
    const start = this.#starts[index]!; // index < count
    const end = this.#ends[index]!; // index < count
    for (const status of CACHE_STATUSES) if (equals(octets, start, end, status)) return true;
    return false;
  }

  /** Whether the first token is a list of addresses or names of hosts, or the dash for none. */
  #isForwarded(octets: Uint8Array): boolean {
    const start = this.#starts[0]!; // there is a first token
    const end = this.#ends[0]!;
    let marks = 0;
    for (let at = start; at < end; at++) {
      const octet = octets[at]!; // at < end
      const letter = octet | 32;
      if (octet === DOT || octet === COLON) marks++;
      const isHex = isDigit(octet) || (letter >= 97 && letter <= 102);
      const isGap = isBlank(octet) || octet === COMMA || octet === DOT || octet === COLON;
      if (!isHex && !isGap && octet !== BRACKET && octet !== CLOSING_BRACKET) {
        return end === start + 1 && octet === DASH;
      }
    }
    return marks >= 2;
  }

  #split(octets: Uint8Array, start: number, end: number): void {
    this.#count = 0;
    let at = skipBlank(octets, start, end);
    while (at < end && this.#count < TOKENS_MAX) {
      const opening = octets[at]!; // at < end
      const closing = opening === QUOTE ? QUOTE : opening === BRACKET ? CLOSING_BRACKET : 0;
      const close = closing === 0 ? end : find(octets, at + 1, end, closing);
      if (close < end) {
        this.#add(closing === QUOTE ? Shape.quoted : Shape.bracketed, at + 1, close);
        at = skipBlank(octets, close + 1, end);
        continue;
      }
      const to = wordEnd(octets, at, end);
      this.#add(shapeOf(octets, at, to), at, to);
      at = skipBlank(octets, to, end);
    }
  }

  #add(shape: number, start: number, end: number): void {
    this.#shapes[this.#count] = shape;
    this.#starts[this.#count] = start;
    this.#ends[this.#count] = end;
    this.#count++;
  }
}

const bit = (...shapes: readonly number[]) => shapes.reduce((set, shape) => set | (1 << shape), 0);
const anyShape = 0xff;

/** Traefik's access logs: requests so far, router, server and duration. */
const TRAEFIK = [
  bit(Shape.integer, Shape.dash),
  bit(Shape.quoted),
  bit(Shape.quoted),
  bit(Shape.duration),
];
/** https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/log-format/ */
const INGRESS = [
  bit(Shape.integer),
  bit(Shape.seconds),
  bit(Shape.bracketed),
  bit(Shape.bracketed),
  anyShape,
  bit(Shape.integer, Shape.dash, Shape.other),
  bit(Shape.seconds, Shape.dash),
  anyShape,
];
/** Before 0.19 it had no alternative upstream. */
const OLD_INGRESS = INGRESS.toSpliced(3, 1);

/** A word ends at a blank that is not in quotes and has no comma before it. */
function wordEnd(octets: Uint8Array, start: number, end: number): number {
  let quoted = false;
  let at = start;
  for (; at < end; at++) {
    const octet = octets[at]!; // at < end
    if (octet === QUOTE) quoted = !quoted;
    if (isBlank(octet) && !quoted && (octets[at - 1] !== COMMA || at === start)) break;
  }
  return quoted ? firstBlank(octets, start, end) : at;
}

function firstBlank(octets: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end && !isBlank(octets[at]!)) at++; // at < end
  return at;
}

function find(octets: Uint8Array, start: number, end: number, octet: number): number {
  let at = start;
  while (at < end && octets[at] !== octet) at += octets[at] === BACKSLASH ? 2 : 1;
  return Math.min(at, end);
}

function shapeOf(octets: Uint8Array, start: number, end: number): number {
  if (end === start + 1 && octets[start] === DASH) return Shape.dash;
  let at = start;
  while (at < end && isDigit(octets[at]!)) at++; // at < end
  if (at === end) return Shape.integer;
  const first = octets[start]! | 32; // start < end
  if (first >= 97 && first <= 122) {
    while (at < end && octets[at] !== EQUALS && octets[at] !== QUOTE) at++;
    return at < end && octets[at] === EQUALS ? Shape.named : Shape.other;
  }
  if (at === start) return Shape.other;
  if (octets[at] === DOT && isSecondsEnd(octets, at + 1, end)) return Shape.seconds;
  return isDuration(octets, at, end) ? Shape.duration : Shape.other;
}

/** Three decimals, and nothing or a list behind them. */
function isSecondsEnd(octets: Uint8Array, at: number, end: number): boolean {
  for (let next = at; next < at + 3; next++) {
    if (next >= end || !isDigit(octets[next]!)) return false; // next < end
  }
  return at + 3 === end || octets[at + 3] === COMMA;
}

/** A unit behind the digits: `ms`, `s`, `us`, and a fraction between. */
function isDuration(octets: Uint8Array, start: number, end: number): boolean {
  let at = start;
  if (octets[at] === DOT) at++;
  while (at < end && isDigit(octets[at]!)) at++; // at < end
  const unit = octets[at];
  const isMilliOrMicro = (unit === 109 || unit === 117) && octets[at + 1] === 115;
  return isMilliOrMicro ? at + 2 === end : unit === 115 && at + 1 === end;
}
