import { isDigit, skipBlank, wordEnd } from '../bytes/ascii.ts';
import { ByteBlock } from '../bytes/byte-block.ts';
import { behindMark } from '../bytes/byte-order-mark.ts';
import type { AccessRecord } from '../parser/access-record.ts';
import { Unparsed } from '../parser/unparsed-reason.ts';
import { dayStart, fixedDigits, monthNumber, yearless } from './calendar.ts';
import { beginsWith } from './column-parser.ts';
import { DockerLine } from './docker-line.ts';
import type { FormatParser } from './format-parser.ts';
import { IsoTime } from './iso-time.ts';
import { unescapeJson } from './json-escapes.ts';
import type { RecordFields } from './record-fields.ts';

/** What may stand around an access line. */
export type EnvelopeKind = 'docker' | 'syslog' | 'cri' | 'compose' | 'quotes';

/** Those first whose lines look like those of the others. */
export const ENVELOPE_KINDS: readonly EnvelopeKind[] = [
  'docker',
  'cri',
  'syslog',
  'compose',
  'quotes',
];

const QUOTE = 34;
const COLON = 58;
const LESS = 60;
const GREATER = 62;
const BACKSLASH = 92;
const BRACKET = 91;
const CLOSING_BRACKET = 93;
const BAR = 124;

/** A line that has to be copied to undo its escapes is cut off here. Docker cuts at 16 KiB. */
const COPY_BYTES_MAX = 1 << 16;
/** Longest name of a service in front of ` | `. */
const SERVICE_BYTES_MAX = 64;

/**
 * Takes what stands around a line away and gives the line within to another parser, with the time
 * of the wrapper for lines that have none of their own.
 */
export class EnvelopeParser implements FormatParser {
  failedAt = 0;
  readonly fields: RecordFields;
  readonly #kind: EnvelopeKind;
  readonly #inner: FormatParser;
  readonly #reference: number;
  readonly #iso = new IsoTime();
  readonly #docker = new DockerLine();
  /** The line within, in `#block`. */
  #block = EMPTY;
  #start = 0;
  #end = 0;
  #second = NaN;
  #scratch: ByteBlock | undefined;

  constructor(kind: EnvelopeKind, inner: FormatParser, reference: number) {
    this.#kind = kind;
    this.#inner = inner;
    this.#reference = reference;
    this.fields = inner.fields;
  }

  get looksLike(): string | undefined {
    return this.#inner.looksLike;
  }

  parse(block: ByteBlock, start: number, end: number, record: AccessRecord): number {
    if (start === end) return Unparsed.empty;
    if (!this.opens(block, start, end)) {
      this.failedAt = start;
      return Unparsed.noFit;
    }
    this.#inner.fields.outerSecond = this.#second;
    const reason = this.#inner.parse(this.#block, this.#start, this.#end, record);
    const isCopy = this.#block !== block;
    if (reason > 0) this.failedAt = isCopy ? start : this.#inner.failedAt;
    return reason;
  }

  /** Whether the line is wrapped in this way. */
  opens(block: ByteBlock, start: number, end: number): boolean {
    this.#block = block;
    this.#end = end;
    this.#second = NaN;
    switch (this.#kind) {
      case 'docker':
        return this.#openDocker(block, start, end);
      case 'syslog':
        return this.#openSyslog(block.octets, start, end);
      case 'cri':
        return this.#openCri(block.octets, start, end);
      case 'compose':
        return this.#openCompose(block.octets, start, end);
      case 'quotes':
        return this.#openQuotes(block, start, end);
    }
  }

  #openDocker(block: ByteBlock, start: number, end: number): boolean {
    const line = this.#docker;
    if (!line.find(block, start, end)) return false;
    if (line.timeAt >= 0) this.#second = this.#iso.read(block.octets, line.timeAt, end);
    this.#start = line.start;
    this.#end = line.end;
    if (line.isEscaped) this.#copy(block, line.start, line.end);
    return true;
  }

  /** RFC 3164 and RFC 5424, with and without `<PRI>`, and rsyslog's ISO times. */
  #openSyslog(octets: Uint8Array, start: number, end: number): boolean {
    let at = start;
    if (octets[at] === LESS) {
      do at++;
      while (at < end && isDigit(octets[at]!)); // at < end
      if (at >= end || octets[at] !== GREATER || at - start > 4) return false;
      at++;
    }
    if (octets[at] === 49 && octets[at + 1] === 32) return this.#open5424(octets, at + 2, end);
    if (octets[at] !== undefined && isDigit(octets[at]!)) {
      this.#second = this.#iso.read(octets, at, end);
      at = this.#iso.end;
    } else {
      this.#second = this.#legacySecond(octets, at, end);
      at += 15;
    }
    if (Number.isNaN(this.#second) || at >= end || octets[at] !== 32) return false;
    const host = skipBlank(octets, at, end);
    const tag = skipBlank(octets, wordEnd(octets, host, end), end);
    const tagEnd = wordEnd(octets, tag, end);
    // Without a tag, what is behind the host is the line.
    this.#start =
      octets[tagEnd - 1] === COLON && tagEnd > tag ? skipBlank(octets, tagEnd, end) : tag;
    return this.#start < end;
  }

  /** `2003-10-11T22:14:15.003Z host app procid msgid [data] line`. */
  #open5424(octets: Uint8Array, start: number, end: number): boolean {
    this.#second = this.#iso.read(octets, start, end);
    let at = start;
    for (let word = 0; word < 5; word++) at = skipBlank(octets, wordEnd(octets, at, end), end);
    if (at >= end) return false;
    while (at < end && octets[at] === BRACKET) {
      while (at < end && octets[at] !== CLOSING_BRACKET) at += octets[at] === BACKSLASH ? 2 : 1;
      at++;
    }
    if (octets[at] === 45 && at < end) at++;
    this.#start = behindMark(octets, skipBlank(octets, at, end));
    return this.#start < end;
  }

  /** `Jan  3 09:47:02`: the year is the last one in which that was not in the future. */
  #legacySecond(octets: Uint8Array, at: number, end: number): number {
    if (at + 15 > end || octets[at + 3] !== 32 || octets[at + 9] !== COLON) return NaN;
    const month = monthNumber(octets, at, end);
    const dayAt = octets[at + 4] === 32 ? at + 5 : at + 4;
    const day = fixedDigits(octets, dayAt, at + 6 - dayAt, end);
    const ofDay = this.#iso.readClock(octets, at + 7, at + 15);
    if (Number.isNaN(dayStart(2000, month, day) + ofDay)) return NaN;
    return yearless(month, day, ofDay, this.#reference);
  }

  /** `2016-10-06T00:17:09.669794202Z stdout F line` of a container runtime. */
  #openCri(octets: Uint8Array, start: number, end: number): boolean {
    this.#second = this.#iso.read(octets, start, end);
    const stream = this.#iso.end + 1;
    const isStream =
      beginsWith(octets, stream, end, 'stdout ') || beginsWith(octets, stream, end, 'stderr ');
    if (Number.isNaN(this.#second) || !isStream || octets[stream + 8] !== 32) return false;
    this.#start = stream + 9;
    return this.#start < end;
  }

  /** `web-1  | line` of docker compose. */
  #openCompose(octets: Uint8Array, start: number, end: number): boolean {
    const limit = Math.min(end, start + SERVICE_BYTES_MAX);
    let at = wordEnd(octets, start, limit);
    if (at === start || octets[start] === QUOTE || octets[start] === 123) return false;
    at = skipBlank(octets, at, limit);
    if (at >= limit || octets[at] !== BAR || octets[at + 1] !== 32) return false;
    this.#start = at + 2;
    return this.#start < end;
  }

  /** The whole line in quotes, the quotes in it escaped or doubled. */
  #openQuotes(block: ByteBlock, start: number, end: number): boolean {
    const { octets } = block;
    if (end - start < 3 || octets[start] !== QUOTE || octets[end - 1] !== QUOTE) return false;
    if (!isOuterQuote(octets, start, end)) return false;
    this.#start = start + 1;
    this.#end = end - 1;
    const doubled = findText(octets, start + 1, end - 1, '""') < end - 1;
    if (doubled) this.#copyUndoubled(block, start + 1, end - 1);
    else if (findText(octets, start + 1, end - 1, '\\"') < end - 1) {
      this.#copy(block, start + 1, end - 1);
    }
    return true;
  }

  #copy(block: ByteBlock, start: number, end: number): void {
    const copy = (this.#scratch ??= new ByteBlock(new Uint8Array(COPY_BYTES_MAX)));
    this.#end = unescapeJson(block.octets, start, end, copy.octets, 0, COPY_BYTES_MAX, true);
    this.#start = 0;
    this.#block = copy;
  }

  #copyUndoubled(block: ByteBlock, start: number, end: number): void {
    const copy = (this.#scratch ??= new ByteBlock(new Uint8Array(COPY_BYTES_MAX)));
    let to = 0;
    for (let at = start; at < end && to < COPY_BYTES_MAX; at++) {
      copy.octets[to++] = block.octets[at]!; // at < end
      if (block.octets[at] === QUOTE && block.octets[at + 1] === QUOTE && at + 1 < end) at++;
    }
    this.#start = 0;
    this.#end = to;
    this.#block = copy;
  }
}

const EMPTY = ByteBlock.ofAscii('');

/**
 * Whether the quote that begins a line is one around all of it: the next one is escaped, doubled,
 * or opens a field, while that of a quoted first field would close it.
 */
function isOuterQuote(octets: Uint8Array, start: number, end: number): boolean {
  let at = start + 1;
  while (at < end - 1 && octets[at] !== QUOTE) at++;
  const before = octets[at - 1];
  return at === end - 1 || octets[at + 1] === QUOTE || before === BACKSLASH || opens(before);
}

/** A blank or a bracket, behind which no quote closes. */
function opens(octet: number | undefined): boolean {
  return octet === 32 || octet === 9 || octet === 123 || octet === BRACKET;
}

/** Where the text stands first, or the end. */
function findText(octets: Uint8Array, start: number, end: number, text: string): number {
  for (let at = start; at + text.length <= end; at++) {
    if (beginsWith(octets, at, end, text)) return at;
  }
  return end;
}
