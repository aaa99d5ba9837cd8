// Labeled Tab-separated Values: http://ltsv.org/
import type { ByteBlock } from '../bytes/byte-block.ts';
import type { AccessRecord } from '../parser/access-record.ts';
import { PARSED, Unparsed } from '../parser/unparsed-reason.ts';
import { Field } from './field.ts';
import type { FormatParser } from './format-parser.ts';
import { KeyedLine } from './keyed-line.ts';
import type { RecordFields } from './record-fields.ts';

const TAB = 9;
const COLON = 58;

/** `label:value`, separated by tabs. There are no escapes. A column without a label breaks it. */
export class LtsvParser implements FormatParser {
  failedAt = 0;
  readonly fields: RecordFields;
  readonly #line = new KeyedLine({ hostIs: Field.host });

  constructor() {
    this.fields = this.#line.fields;
  }

  parse(block: ByteBlock, start: number, end: number, record: AccessRecord): number {
    const { octets } = block;
    if (start === end) return this.#fail(start, Unparsed.empty);
    const line = this.#line;
    line.begin();
    for (let at = start; at < end;) {
      let colon = at;
      while (colon < end && octets[colon] !== COLON && octets[colon] !== TAB) colon++;
      let to = colon;
      while (to < end && octets[to] !== TAB) to++;
      const hasLabel = colon < to && colon > at;
      if (!hasLabel && to > at) return this.#fail(at, Unparsed.noFit);
      if (hasLabel) {
        line.path.clear();
        line.path.push(octets, at, colon);
        line.offer(colon + 1, to, false);
      }
      at = to + 1;
    }
    if (!line.isKnown) return this.#fail(start, Unparsed.noFit);
    const reason = line.apply(block, start, record);
    return reason === PARSED ? PARSED : this.#fail(end, reason);
  }

  #fail(at: number, reason: number): number {
    this.failedAt = at;
    return reason;
  }
}
