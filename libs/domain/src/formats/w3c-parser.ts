import { skipBlank } from '../bytes/ascii.ts';
import type { ByteBlock } from '../bytes/byte-block.ts';
import { decodeText } from '../bytes/text.ts';
import type { AccessRecord } from '../parser/access-record.ts';
import { DIRECTIVE, PARSED, Unparsed } from '../parser/unparsed-reason.ts';
import { ColumnScan, Separator } from './column-scan.ts';
import { Field } from './field.ts';
import type { FormatParser } from './format-parser.ts';
import { guessIisColumns } from './iis-guess.ts';
import { readIsoDay, readOffset } from './iso-time.ts';
import { RecordFields } from './record-fields.ts';
import { CLOUDFRONT_COLUMNS, columnsOf } from './w3c-fields.ts';

const TAB = 9;
const HASH = 35;
const COLON = 58;
/** Longest name of a directive; another line that begins with `#` is a comment. */
const NAME_BYTES_MAX = 24;
const COLUMNS_MAX = 128;
const DIRECTIVE_BYTES_MAX = 8192;
/** Directives that hold for all lines behind them. */
export const LASTING_DIRECTIVES = ['#fields:', '#date:', '#gmt-offset:'] as const;
const [FIELDS, DATE, GMT_OFFSET] = LASTING_DIRECTIVES;
/** Lines without a `#Fields:` have these columns at least, from date to the status. */
const GUESSED_COLUMNS_MIN = 13;

/**
 * W3C Extended Log File Format: each `#Fields:` line says what the columns of the lines behind it
 * are, from there on. Directives are no hits (`DIRECTIVE`). Times are UTC, as IIS writes them, but
 * for a `#GMT-Offset:`; a log without dates has that of its last `#Date:`.
 */
export class W3cParser implements FormatParser {
  failedAt = 0;
  looksLike = 'w3c';
  readonly fields = new RecordFields();
  readonly #scans = { blank: new ColumnScan(Separator.blank), tab: new ColumnScan(Separator.tab) };
  readonly #spans = new Int32Array(COLUMNS_MAX * 2);
  /** Of the last `#Fields:`; undefined before the first one. */
  #columns: Uint8Array | undefined;
  #columnsLook = 'w3c';
  /** What the columns of lines that fit no `#Fields:` were found to be. */
  #guessed: Uint8Array | undefined;
  #offsetSeconds = 0;
  /** Epoch second of the day of the last `#Date:`, or NaN. */
  #dateDay = NaN;

  parse(block: ByteBlock, start: number, end: number, record: AccessRecord): number {
    const { octets } = block;
    if (start === end) return this.#fail(start, Unparsed.empty);
    if (octets[start] === HASH) return this.#readDirective(octets, start, end);
    const count = this.#split(octets, start, end);
    const stated = this.#columns;
    if (stated !== undefined && count >= stated.length) {
      this.looksLike = this.#columnsLook;
      return this.#fill(block, start, end, record, stated, stated.length);
    }
    return this.#fillGuessed(block, start, end, record, count);
  }

  #fill(
    block: ByteBlock,
    start: number,
    end: number,
    record: AccessRecord,
    columns: Uint8Array,
    count: number,
  ): number {
    const { fields } = this;
    const spans = this.#spans;
    fields.begin(block, start, record);
    for (let column = 0; column < count; column++) {
      const field = columns[column]!; // column < columns.length
      if (field === Field.ignored) continue;
      const from = spans[column * 2]!; // column < COLUMNS_MAX
      const to = spans[column * 2 + 1]!; // column < COLUMNS_MAX
      const reason = fields.set(field, block, from, to, record);
      if (reason !== PARSED) return this.#fail(from, reason);
    }
    const reason = fields.finish(record);
    if (reason !== PARSED) return this.#fail(end, reason);
    record.second -= this.#offsetSeconds;
    return PARSED;
  }

  #fillGuessed(
    block: ByteBlock,
    start: number,
    end: number,
    record: AccessRecord,
    count: number,
  ): number {
    if (count < GUESSED_COLUMNS_MIN || Number.isNaN(readIsoDay(block.octets, start, end))) {
      return this.#fail(start, Unparsed.noFit);
    }
    if (block.octets[start + 10] === TAB)
      return this.#fillCloudFront(block, start, end, record, count);
    this.looksLike = 'iis';
    if (this.#guessed?.length === count) {
      const reason = this.#fill(block, start, end, record, this.#guessed, count);
      if (reason === PARSED) return PARSED;
    }
    const guessed = guessIisColumns(block.octets, this.#spans, count);
    if (guessed === undefined) return this.#fail(start, Unparsed.noFit);
    this.#guessed = guessed;
    return this.#fill(block, start, end, record, guessed, count);
  }

  /** Of old logs the last columns are missing. */
  #fillCloudFront(
    block: ByteBlock,
    start: number,
    end: number,
    record: AccessRecord,
    count: number,
  ): number {
    this.looksLike = 'cloudfront';
    const columns = CLOUDFRONT_COLUMNS;
    return this.#fill(block, start, end, record, columns, Math.min(count, columns.length));
  }

  /** Finds the columns; CloudFront separates them with tabs, everybody else with blanks. */
  #split(octets: Uint8Array, start: number, end: number): number {
    const isTabbed = this.#columnsLook === 'cloudfront' || octets[start + 10] === TAB;
    const scan = isTabbed ? this.#scans.tab : this.#scans.blank;
    scan.at = start;
    let count = 0;
    for (; count < COLUMNS_MAX && scan.next(octets, end); count++) {
      this.#spans[count * 2] = scan.start;
      this.#spans[count * 2 + 1] = scan.end;
    }
    return count;
  }

  /** Takes in what a line that begins with `#` states. These are rare: strings are in order. */
  #readDirective(octets: Uint8Array, start: number, end: number): number {
    const limit = Math.min(end, start + DIRECTIVE_BYTES_MAX);
    let value = start;
    while (value < limit && octets[value] !== COLON) value++;
    if (value === limit || value - start > NAME_BYTES_MAX) return this.#fail(start, Unparsed.noFit);
    value = skipBlank(octets, value + 1, limit);
    if (isDirective(octets, start, end, FIELDS)) {
      const words = decodeText(octets.subarray(value, limit)).split(/[ \t]+/);
      const names = words.filter((name) => name !== '').slice(0, COLUMNS_MAX);
      const { columns, looksLike } = columnsOf(names);
      this.#columns = columns;
      this.#columnsLook = looksLike;
      this.fields.outerDay = columns.includes(Field.dayIso) ? NaN : this.#dateDay;
    } else if (isDirective(octets, start, end, DATE)) {
      this.#dateDay = readIsoDay(octets, value, limit);
      if (!this.#columns?.includes(Field.dayIso)) this.fields.outerDay = this.#dateDay;
    } else if (isDirective(octets, start, end, GMT_OFFSET)) {
      const offset = readOffset(octets, value, limit);
      this.#offsetSeconds = Number.isNaN(offset) ? 0 : offset;
    }
    return DIRECTIVE;
  }

  #fail(at: number, reason: number): number {
    this.failedAt = at;
    return reason;
  }
}

/** Whether a line begins with a directive, in any case. */
export function isDirective(octets: Uint8Array, start: number, end: number, name: string): boolean {
  if (end - start < name.length) return false;
  for (let index = 0; index < name.length; index++) {
    if ((octets[start + index]! | 32) !== (name.charCodeAt(index) | 32)) return false; // < end
  }
  return true;
}
