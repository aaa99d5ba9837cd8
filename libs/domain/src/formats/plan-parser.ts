import { isBlank, isDigit, skipBlank, wordEnd } from '../bytes/ascii.ts';
import type { ByteBlock } from '../bytes/byte-block.ts';
import { nextOf } from '../bytes/scan.ts';
import { encodeText } from '../bytes/text.ts';
import type { AccessRecord } from '../parser/access-record.ts';
import { PARSED, Unparsed } from '../parser/unparsed-reason.ts';
import { Field, isTime } from './field.ts';
import type { FormatParser } from './format-parser.ts';
import type { FormatPlan } from './format-plan.ts';
import { RecordFields } from './record-fields.ts';

const SPACE = 32;
const QUOTE = 34;
const MINUS = 45;
const BACKSLASH = 92;

/** How a field ends. */
const Ending = {
  /** With the line. */
  rest: 0,
  /** At the first place where the literal behind it stands. */
  literal: 1,
  /** The same, and a quote behind a backslash does not count. */
  quote: 2,
  /** Where its own grammar ends: a time. */
  itself: 3,
  /** With the line, but for the literal that is the end of the line. */
  lastLiteral: 4,
  /** With the word: the last field of an open plan. */
  word: 5,
} as const;

/** What must stand behind the literal for it to end the field: clients send literals as well. */
const Behind = { anything: 0, number: 1, status: 2 } as const;

/**
 * Runs a plan over the bytes of a line: one switch a field, no string and no closure. A space of
 * the definition stands for a run of blanks; other text has to be there to the letter. Nothing but
 * blanks may follow the last field.
 */
export class PlanParser implements FormatParser {
  failedAt = 0;
  readonly fields = new RecordFields();
  readonly #plan: FormatPlan;
  readonly #lead: Uint8Array;
  readonly #kinds: Uint8Array;
  readonly #endings: Uint8Array;
  readonly #behind: Uint8Array;
  readonly #literals: readonly Uint8Array[];
  /** Where the literal ends that the last field was found to end with. */
  #next = 0;

  constructor(plan: FormatPlan) {
    const { lead, fields } = plan;
    this.#plan = plan;
    this.#lead = encodeText(lead);
    this.#kinds = Uint8Array.from(fields, ({ field }) => field);
    this.#literals = fields.map(({ literal }) => encodeText(literal));
    this.#endings = Uint8Array.from(fields, ({ field, literal }, index) =>
      endingOf(field, literal, index === fields.length - 1, plan.isOpen === true),
    );
    this.#behind = Uint8Array.from(fields, (_, index) => behindOf(fields[index + 1]?.field));
  }

  parse(block: ByteBlock, start: number, end: number, record: AccessRecord): number {
    const { octets } = block;
    let at = start;
    // A file cut short under a writer without O_APPEND has a hole of NULs before its next line.
    while (at < end && octets[at] === 0) at++;
    if (at === end) return this.#fail(at, at === start ? Unparsed.empty : Unparsed.nul);
    const { fields } = this;
    const kinds = this.#kinds;
    fields.begin(block, at, record);
    const from = matchEnd(octets, at, end, this.#lead);
    if (from < 0) return this.#fail(at, Unparsed.noFit);
    at = from;
    for (let index = 0; index < kinds.length; index++) {
      const kind = kinds[index]!; // index < kinds.length
      let reason: number;
      if (this.#endings[index] === Ending.itself) {
        reason = fields.setTime(kind, block, at, end, this.#plan.fields[index]?.pattern);
        if (reason !== PARSED) return this.#fail(at, reason);
        at = matchEnd(octets, fields.time.end, end, this.#literals[index]!); // one a field
        if (at < 0) return this.#fail(fields.time.end, Unparsed.noFit);
        continue;
      }
      const fieldEnd = this.#fieldEnd(block, at, end, index);
      if (fieldEnd < 0) return this.#fail(at, Unparsed.noFit);
      reason = fields.set(kind, block, at, fieldEnd, record);
      if (reason !== PARSED) return this.#fail(at, reason);
      at = this.#next;
    }
    at = skipBlank(octets, at, end);
    if (at < end && this.#plan.isOpen !== true) return this.#fail(at, Unparsed.noFit);
    const reason = fields.finish(record);
    return reason === PARSED ? PARSED : this.#fail(end, reason);
  }

  #fail(at: number, reason: number): number {
    this.failedAt = at;
    return reason;
  }

  /** Where the field that begins at `at` ends, or -1; `#next` is then where the next one begins. */
  #fieldEnd(block: ByteBlock, at: number, end: number, index: number): number {
    const literal = this.#literals[index]!; // one a field
    switch (this.#endings[index]) {
      case Ending.rest:
        return (this.#next = end);
      case Ending.word:
        return (this.#next = wordEnd(block.octets, at, end));
      case Ending.lastLiteral:
        return this.#beforeLast(block.octets, at, end, literal);
      case Ending.quote: {
        const found = this.#find(block, at, end, index, BACKSLASH);
        // A field may end in a backslash that the server did not escape.
        return found < 0 ? this.#find(block, at, end, index, QUOTE) : found;
      }
      default:
        return this.#find(block, at, end, index, literal[0]!); // no literal is empty here
    }
  }

  /** `escape` is an octet that takes the next one with it, or the first one of the literal. */
  #find(block: ByteBlock, at: number, end: number, index: number, escape: number): number {
    const { octets } = block;
    const literal = this.#literals[index]!; // one a field
    const first = literal[0]!; // no literal is empty here
    const behind = this.#behind[index]!; // one a field
    const isSpace = first === SPACE;
    let found = at;
    for (;;) {
      if (isSpace)
        while (found < end && !isBlank(octets[found]!)) found++; // found < end
      else if (first === QUOTE) found = nextOf(block, found, end, QUOTE, escape);
      else while (found < end && octets[found] !== first) found++;
      if (found >= end) return -1;
      if (octets[found] !== first && !isSpace) {
        found += 2;
        continue;
      }
      const next = matchEnd(octets, found, end, literal);
      if (next >= 0 && (behind === Behind.anything || stands(behind, octets, next, end))) {
        this.#next = next;
        return found;
      }
      found++;
    }
  }

  #beforeLast(octets: Uint8Array, at: number, end: number, literal: Uint8Array): number {
    let last = end;
    while (last > at && isBlank(octets[last - 1]!)) last--; // last > at >= 0
    let size = literal.length;
    while (size > 0 && literal[size - 1] === SPACE) size--;
    const from = last - size;
    if (from < at) return -1;
    for (let offset = 0; offset < size; offset++) {
      if (octets[from + offset] !== literal[offset]) return -1;
    }
    this.#next = end;
    return from;
  }
}

function endingOf(field: number, literal: string, isLast: boolean, isOpen: boolean): number {
  if (isTime(field)) return Ending.itself;
  if (isLast && isOpen && literal === '') return Ending.word;
  if (isLast) return literal.trim() === '' ? Ending.rest : Ending.lastLiteral;
  return literal.startsWith('"') ? Ending.quote : Ending.literal;
}

function behindOf(field: number | undefined): number {
  if (field === Field.status) return Behind.status;
  return field === Field.bytes || field === Field.requestBytes ? Behind.number : Behind.anything;
}

/** Where the literal at `at` ends, or -1. A space in it stands for any run of blanks. */
function matchEnd(octets: Uint8Array, at: number, end: number, literal: Uint8Array): number {
  let next = at;
  for (let index = 0; index < literal.length; index++) {
    const wanted = literal[index]!; // index < literal.length
    if (wanted === SPACE) {
      if (index > 0 && literal[index - 1] === SPACE) continue;
      if (next >= end || !isBlank(octets[next]!)) return -1; // next < end
      next = skipBlank(octets, next + 1, end);
    } else {
      if (next >= end || octets[next] !== wanted) return -1;
      next++;
    }
  }
  return next;
}

function stands(behind: number, octets: Uint8Array, at: number, end: number): boolean {
  if (at >= end) return false;
  if (octets[at] === MINUS) return true;
  if (!isDigit(octets[at]!)) return false; // at < end
  if (behind === Behind.number) return true;
  return at + 3 <= end && isDigit(octets[at + 1]!) && isDigit(octets[at + 2]!); // at + 3 <= end
}
