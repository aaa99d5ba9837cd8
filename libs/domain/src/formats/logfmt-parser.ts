import { isBlank, skipBlank } from '../bytes/ascii.ts';
import type { ByteBlock } from '../bytes/byte-block.ts';
import type { AccessRecord } from '../parser/access-record.ts';
import { PARSED, Unparsed } from '../parser/unparsed-reason.ts';
import { Field } from './field.ts';
import type { FormatParser } from './format-parser.ts';
import { KeyedLine } from './keyed-line.ts';
import type { RecordFields } from './record-fields.ts';

const QUOTE = 34;
const EQUALS = 61;
const BACKSLASH = 92;

/**
 * `key=value key="a value"`, as Go's loggers and Heroku write. A word without `=` is a flag; a line
 * that begins with one is none of these.
 */
export class LogfmtParser implements FormatParser {
  failedAt = 0;
  readonly fields: RecordFields;
  readonly #line = new KeyedLine({ hostIs: Field.vhost });

  constructor() {
    this.fields = this.#line.fields;
  }

  parse(block: ByteBlock, start: number, end: number, record: AccessRecord): number {
    const { octets } = block;
    const line = this.#line;
    line.begin();
    let at = skipBlank(octets, start, end);
    if (at === end) return this.#fail(start, Unparsed.empty);
    const first = at;
    while (at < end) {
      let to = at;
      while (to < end && octets[to] !== EQUALS && isKeyOctet(octets[to]!)) to++; // to < end
      const hasValue = to < end && octets[to] === EQUALS && to > at;
      if (!hasValue) {
        if (at === first || to === at) return this.#fail(to, Unparsed.noFit);
        at = skipBlank(octets, to, end);
        continue;
      }
      line.path.clear();
      line.path.push(octets, at, to);
      at = skipBlank(octets, this.#offerValue(octets, to + 1, end), end);
    }
    if (!line.isKnown) return this.#fail(start, Unparsed.noFit);
    const reason = line.apply(block, start, record);
    return reason === PARSED ? PARSED : this.#fail(end, reason);
  }

  /** Returns where the value ends. */
  #offerValue(octets: Uint8Array, start: number, end: number): number {
    let to = start;
    if (start >= end || octets[start] !== QUOTE) {
      while (to < end && !isBlank(octets[to]!)) to++; // to < end
      this.#line.offer(start, to, false);
      return to;
    }
    let isEscaped = false;
    for (to = start + 1; to < end && octets[to] !== QUOTE; to++) {
      if (octets[to] !== BACKSLASH) continue;
      isEscaped = true;
      to++;
    }
    this.#line.offer(start + 1, Math.min(to, end), isEscaped);
    return Math.min(to + 1, end);
  }

  #fail(at: number, reason: number): number {
    this.failedAt = at;
    return reason;
  }
}

function isKeyOctet(octet: number): boolean {
  return octet > 32 && octet !== QUOTE && octet !== 123 && octet !== 91;
}
