import { wordEnd } from '../bytes/ascii.ts';
import type { ByteBlock } from '../bytes/byte-block.ts';
import type { AccessRecord } from '../parser/access-record.ts';
import { Unparsed } from '../parser/unparsed-reason.ts';
import type { FormatParser } from './format-parser.ts';
import { PlanParser } from './plan-parser.ts';
import { NO_IDENT_PLAN } from './server-lines.ts';

const SPACE = 32;
const BRACKET = 91;

/**
 * Common Log Format without ident and user, whatever stands behind the size. The client is one
 * word: with more in front of the time the line is of another format.
 */
export class CommonShortParser implements FormatParser {
  failedAt = 0;
  readonly #plan = new PlanParser(NO_IDENT_PLAN);
  readonly fields = this.#plan.fields;

  parse(block: ByteBlock, start: number, end: number, record: AccessRecord): number {
    const { octets } = block;
    const word = wordEnd(octets, start, end);
    if (octets[word] !== SPACE || octets[word + 1] !== BRACKET || word + 1 >= end) {
      this.failedAt = Math.min(word + 1, end);
      return start === end ? Unparsed.empty : Unparsed.noFit;
    }
    const reason = this.#plan.parse(block, start, end, record);
    this.failedAt = this.#plan.failedAt;
    return reason;
  }
}
