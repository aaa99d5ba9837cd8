import type { ByteBlock } from '../bytes/byte-block.ts';
import type { AccessRecord } from '../parser/access-record.ts';
import { PARSED, Unparsed } from '../parser/unparsed-reason.ts';
import { Field } from './field.ts';
import type { FormatParser } from './format-parser.ts';
import { JsonString } from './json-string.ts';
import { Flavour } from './key-names.ts';
import { KeyedLine } from './keyed-line.ts';
import type { RecordFields } from './record-fields.ts';

const QUOTE = 34;
const COMMA = 44;
const COLON = 58;
const OPEN_ARRAY = 91;
const CLOSE_ARRAY = 93;
const OPEN_OBJECT = 123;
const CLOSE_OBJECT = 125;

/** Deeper lines are not parsed. Access logs have three levels, hostile lines a million. */
const DEPTH_MAX = 32;

const FLAVOUR_NAMES: readonly string[] = Object.assign(new Array<string>(10).fill('json'), {
  [Flavour.nginx]: 'nginx_json',
  [Flavour.pino]: 'pino_json',
  [Flavour.otel]: 'otel_json',
  [Flavour.envoy]: 'envoy_json',
  [Flavour.caddy]: 'caddy',
  [Flavour.ecs]: 'ecs_json',
  [Flavour.gcp]: 'gcp_lb_json',
  [Flavour.cloudflare]: 'cloudflare',
  [Flavour.traefik]: 'traefik_json',
});

/**
 * A JSON object a line. One pass over the bytes with a stack of fixed size, no tree and no key that
 * a line could name: `__proto__` is a key that means nothing. Of an array the first value counts.
 */
export class JsonParser implements FormatParser {
  failedAt = 0;
  looksLike = 'json';
  readonly fields: RecordFields;
  readonly #line = new KeyedLine({ hostIs: Field.vhost });
  /** For each level: the length of the path there, and whether it is an array. */
  readonly #lengths = new Int32Array(DEPTH_MAX);
  readonly #isArray = new Uint8Array(DEPTH_MAX);
  readonly #string = new JsonString();
  #end = 0;

  constructor() {
    this.fields = this.#line.fields;
  }

  parse(block: ByteBlock, start: number, end: number, record: AccessRecord): number {
    const { octets } = block;
    const from = skipSpace(octets, start, end);
    if (from === end) return this.#fail(start, Unparsed.empty);
    const line = this.#line;
    line.begin();
    this.#end = end;
    const behind = this.#scan(block, from);
    if (behind < 0) return Unparsed.badJson;
    const rest = skipSpace(octets, behind, end);
    if (rest < end) return this.#fail(rest, Unparsed.badJson);
    this.looksLike = FLAVOUR_NAMES[line.flavour] ?? 'json';
    const reason = line.apply(block, from, record);
    return reason === PARSED ? PARSED : this.#fail(end, reason);
  }

  /** Offers every value of the object at `start`; returns where it ends, or -1 (`failedAt`). */
  #scan(block: ByteBlock, start: number): number {
    const { octets } = block;
    const end = this.#end;
    const { path } = this.#line;
    if (octets[start] !== OPEN_OBJECT) return this.#broken(start);
    let depth = 0;
    let at = start + 1;
    this.#lengths[0] = 0;
    this.#isArray[0] = 0;
    for (;;) {
      at = skipSpace(octets, at, end);
      if (at >= end) return this.#broken(end);
      const isArray = this.#isArray[depth] === 1;
      if (octets[at] === (isArray ? CLOSE_ARRAY : CLOSE_OBJECT)) {
        if (depth-- === 0) return at + 1;
        at = this.#behindValue(octets, at + 1);
        if (at < 0) return -1;
        continue;
      }
      path.length = this.#lengths[depth]!; // depth < DEPTH_MAX
      if (!isArray) {
        const close = octets[at] === QUOTE ? this.#string.end(block, at + 1, end) : end;
        if (close >= end) return this.#broken(at);
        path.push(octets, at + 1, close);
        at = skipSpace(octets, close + 1, end);
        if (octets[at] !== COLON || at >= end) return this.#broken(at);
        at = skipSpace(octets, at + 1, end);
      }
      const opening = at < end ? octets[at] : 0;
      if (opening === OPEN_OBJECT || opening === OPEN_ARRAY) {
        if (++depth >= DEPTH_MAX) return this.#broken(at);
        this.#lengths[depth] = path.length;
        this.#isArray[depth] = opening === OPEN_ARRAY ? 1 : 0;
        at++;
        continue;
      }
      const behind = this.#offerScalar(block, at);
      if (behind < 0) return -1;
      at = this.#behindValue(octets, behind);
      if (at < 0) return -1;
    }
  }

  #offerScalar(block: ByteBlock, at: number): number {
    const { octets } = block;
    const end = this.#end;
    if (at < end && octets[at] === QUOTE) {
      const close = this.#string.end(block, at + 1, end);
      if (close >= end) return this.#broken(at);
      this.#line.offer(at + 1, close, this.#string.hasEscape);
      return close + 1;
    }
    let to = at;
    while (to < end && isLiteral(octets[to]!)) to++; // to < end
    if (to === at) return this.#broken(at);
    const isNull = to - at === 4 && octets[at] === 110;
    if (!isNull) this.#line.offer(at, to, false);
    return to;
  }

  /** Behind a value stands a comma or what closes its level. */
  #behindValue(octets: Uint8Array, start: number): number {
    const at = skipSpace(octets, start, this.#end);
    if (at >= this.#end) return at;
    if (octets[at] === COMMA) return at + 1;
    const closes = octets[at] === CLOSE_OBJECT || octets[at] === CLOSE_ARRAY;
    return closes ? at : this.#broken(at);
  }

  #broken(at: number): number {
    this.failedAt = at;
    return -1;
  }

  #fail(at: number, reason: number): number {
    this.failedAt = at;
    return reason;
  }
}

/** What numbers, `true`, `false` and `null` are made of. */
function isLiteral(octet: number): boolean {
  const letter = octet | 32;
  return (
    (octet >= 48 && octet <= 57) ||
    (letter >= 97 && letter <= 122) ||
    octet === 45 ||
    octet === 46 ||
    octet === 43
  );
}

function skipSpace(octets: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end && octets[at]! <= 32 && octets[at] !== 0) at++; // at < end
  return at;
}
