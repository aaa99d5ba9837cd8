import { isBlank, isDigit, skipBlank, wordEnd } from '../bytes/ascii.ts';
import type { ByteBlock } from '../bytes/byte-block.ts';
import { nextOf } from '../bytes/scan.ts';
import { encodeText } from '../bytes/text.ts';
import type { AccessRecord } from '../parser/access-record.ts';
import { PARSED, Unparsed } from '../parser/unparsed-reason.ts';
import { Field, isTime } from './field.ts';
import type { FormatParser } from './format-parser.ts';
import type { FormatPlan } from './format-plan.ts';
import type { PatternTime } from './pattern-time.ts';
import { RecordFields } from './record-fields.ts';

const SPACE = 32;
const QUOTE = 34;
const MINUS = 45;
const SLASH = 47;
const BACKSLASH = 92;

/** How a field ends. */
const Ending = {
  /** With the line. */
  rest: 0,
  /** With the word: the last field of an open plan. */
  word: 1,
  /** Where its own grammar ends: a time. */
  itself: 2,
  /** With the line, but for the literal that is the end of the line. */
  lastLiteral: 3,
  /** At the first blank behind which the rest of the literal stands. */
  blank: 4,
  /** At the first quote behind which it stands; one behind a backslash does not count. */
  quote: 5,
  /** At the first other octet behind which it stands. */
  octet: 6,
  /** In front of a slash, with which the next field begins. */
  slash: 7,
} as const;

/** What must stand behind the literal for it to end the field: clients send literals as well. */
const Behind = { anything: 0, number: 1, status: 2 } as const;

/** A field as the parser goes over it. */
interface Step {
  readonly field: number;
  readonly ending: number;
  readonly literal: Uint8Array;
  readonly behind: number;
  readonly pattern: PatternTime | undefined;
}

/**
 * Runs a plan over the bytes of a line: one switch a field, no string and no closure. A space of
 * the definition stands for a run of blanks; other text has to be there to the letter. Nothing but
 * blanks may follow the last field.
 */
export class PlanParser implements FormatParser {
  failedAt = 0;
  readonly fields = new RecordFields();
  readonly #isOpen: boolean;
  readonly #lead: Uint8Array;
  readonly #steps: readonly Step[];
  /** Where the literal ends that the last field was found to end with. */
  #next = 0;

  constructor({ lead, fields, isOpen = false }: FormatPlan) {
    this.#isOpen = isOpen;
    this.#lead = literalBytes(lead);
    this.#steps = fields.map(({ field, literal, pattern }, index) => ({
      field,
      ending: endingOf(field, literal, index === fields.length - 1, isOpen),
      literal: literalBytes(literal),
      behind: behindOf(field, fields[index + 1]?.field),
      pattern,
    }));
  }

  parse(block: ByteBlock, start: number, end: number, record: AccessRecord): number {
    const { octets } = block;
    let at = start;
    // A file cut short under a writer without O_APPEND has a hole of NULs before its next line.
    while (at < end && octets[at] === 0) at++;
    if (at === end) return this.#fail(at, at === start ? Unparsed.empty : Unparsed.nul);
    const { fields } = this;
    fields.begin(block, at, record);
    const from = matchEnd(octets, at, end, this.#lead);
    if (from < 0) return this.#fail(at, Unparsed.noFit);
    at = from;
    for (const step of this.#steps) {
      let reason: number;
      if (step.ending === Ending.itself) {
        reason = fields.setTime(step.field, block, at, end, step.pattern);
        if (reason !== PARSED) return this.#fail(at, reason);
        at = matchEnd(octets, fields.time.end, end, step.literal);
        if (at < 0) return this.#fail(fields.time.end, Unparsed.noFit);
        continue;
      }
      const fieldEnd = this.#fieldEnd(block, at, end, step);
      if (fieldEnd < 0) return this.#fail(at, Unparsed.noFit);
      reason = fields.set(step.field, block, at, fieldEnd, record);
      if (reason !== PARSED) return this.#fail(at, reason);
      at = this.#next;
    }
    at = skipBlank(octets, at, end);
    if (at < end && !this.#isOpen) return this.#fail(at, Unparsed.noFit);
    const reason = fields.finish(record);
    return reason === PARSED ? PARSED : this.#fail(end, reason);
  }

  #fail(at: number, reason: number): number {
    this.failedAt = at;
    return reason;
  }

  /** Where the field that begins at `at` ends, or -1; `#next` is then where the next one begins. */
  #fieldEnd(block: ByteBlock, at: number, end: number, step: Step): number {
    switch (step.ending) {
      case Ending.blank:
        return this.#findBlank(block.octets, at, end, step);
      case Ending.quote: {
        const found = this.#findQuote(block, at, end, step, BACKSLASH);
        // A field may end in a backslash that the server did not escape.
        return found < 0 ? this.#findQuote(block, at, end, step, QUOTE) : found;
      }
      case Ending.octet:
        return this.#findOctet(block.octets, at, end, step);
      case Ending.slash:
        return this.#findSlash(block.octets, at, end);
      case Ending.lastLiteral:
        return this.#beforeLast(block.octets, at, end, step.literal);
      case Ending.word:
        return (this.#next = wordEnd(block.octets, at, end));
      default:
        return (this.#next = end);
    }
  }

  #findBlank(octets: Uint8Array, at: number, end: number, step: Step): number {
    let found = at;
    for (;;) {
      while (found < end && !isBlank(octets[found]!)) found++; // found < end
      if (found >= end) return -1;
      if (this.#fits(octets, found, end, step)) return found;
      // A run of blanks stands for one space: what does not fit behind it fits behind none of them.
      found = skipBlank(octets, found + 1, end);
    }
  }

  /** With the quote itself as `escape`, backslashes mean nothing. */
  #findQuote(block: ByteBlock, at: number, end: number, step: Step, escape: number): number {
    const { octets } = block;
    let found = nextOf(block, at, end, QUOTE, escape);
    while (found < end) {
      if (octets[found] !== QUOTE) found++;
      else if (this.#fits(octets, found, end, step)) return found;
      found = nextOf(block, found + 1, end, QUOTE, escape);
    }
    return -1;
  }

  #findOctet(octets: Uint8Array, at: number, end: number, step: Step): number {
    const first = step.literal[0];
    for (let found = at; found < end; found++) {
      if (octets[found] === first && this.#fits(octets, found, end, step)) return found;
    }
    return -1;
  }

  #findSlash(octets: Uint8Array, at: number, end: number): number {
    let found = at;
    while (found < end && octets[found] !== SLASH && !isBlank(octets[found]!)) found++; // < end
    this.#next = found;
    return found < end && octets[found] === SLASH ? found : -1;
  }

  /** Whether the literal of the step stands at `at`, and behind it what has to. */
  #fits(octets: Uint8Array, at: number, end: number, { literal, behind }: Step): boolean {
    const next = matchEnd(octets, at, end, literal);
    this.#next = next;
    return next >= 0 && (behind === Behind.anything || stands(behind, octets, next, end));
  }

  #beforeLast(octets: Uint8Array, at: number, end: number, literal: Uint8Array): number {
    let last = end;
    while (last > at && isBlank(octets[last - 1]!)) last--; // last > at >= 0
    let size = literal.length;
    while (size > 0 && literal[size - 1] === SPACE) size--;
    const from = last - size;
    if (from < at) return -1;
    this.#next = end;
    for (let offset = 0; offset < size; offset++) {
      if (octets[from + offset] === literal[offset]) continue;
      // A line that was cut off in its last quoted field is a hit all the same.
      return literal[0] === QUOTE && isFree(octets, at, end, QUOTE) ? end : -1;
    }
    return from;
  }
}

function endingOf(field: number, literal: string, isLast: boolean, isOpen: boolean): number {
  if (isTime(field)) return Ending.itself;
  if (isLast && isOpen && literal === '') return Ending.word;
  if (isLast) return literal.trim() === '' ? Ending.rest : Ending.lastLiteral;
  if (literal.startsWith(' ')) return Ending.blank;
  if (literal === '') return Ending.slash;
  return literal.startsWith('"') ? Ending.quote : Ending.octet;
}

/** A number holds no literal, so that only other fields have to look further. */
function behindOf(field: number, next: number | undefined): number {
  if (isNumber(field)) return Behind.anything;
  if (next === Field.status) return Behind.status;
  return next !== undefined && isNumber(next) ? Behind.number : Behind.anything;
}

function isNumber(field: number): boolean {
  return field === Field.status || field === Field.bytes || field === Field.requestBytes;
}

/** Where the literal at `at` ends, or -1. A space in it stands for any run of blanks. */
function matchEnd(octets: Uint8Array, at: number, end: number, literal: Uint8Array): number {
  let next = at;
  for (const wanted of literal) {
    if (next >= end) return -1;
    const octet = octets[next++]!; // next < end
    if (octet === wanted) {
      if (wanted === SPACE) while (next < end && isBlank(octets[next]!)) next++; // next < end
    } else {
      if (wanted !== SPACE || !isBlank(octet)) return -1;
      while (next < end && isBlank(octets[next]!)) next++; // next < end
    }
  }
  return next;
}

/** Bytes of a literal in which a run of spaces is one, since one stands for any run. */
function literalBytes(text: string): Uint8Array {
  return encodeText(text.replaceAll(/ +/g, ' '));
}

function isFree(octets: Uint8Array, start: number, end: number, octet: number): boolean {
  let at = start;
  while (at < end && octets[at] !== octet) at++;
  return at === end;
}

function stands(behind: number, octets: Uint8Array, at: number, end: number): boolean {
  if (at >= end) return false;
  if (octets[at] === MINUS) return true;
  if (!isDigit(octets[at]!)) return false; // at < end
  if (behind === Behind.number) return true;
  return at + 3 <= end && isDigit(octets[at + 1]!) && isDigit(octets[at + 2]!); // at + 3 <= end
}
