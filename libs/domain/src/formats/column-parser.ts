import type { ByteBlock } from '../bytes/byte-block.ts';
import type { AccessRecord } from '../parser/access-record.ts';
import { DIRECTIVE, PARSED, Unparsed } from '../parser/unparsed-reason.ts';
import { ColumnScan } from './column-scan.ts';
import { Field } from './field.ts';
import type { FormatParser } from './format-parser.ts';
import { RecordFields } from './record-fields.ts';

export interface ColumnLayout {
  /** One of `Separator`. */
  readonly separator: number;
  /** A field for each column from the first; `Field.ignored` for those of no use here. */
  readonly columns: readonly number[];
  /** Columns that every line of the format has; more than the layout names are passed over. */
  readonly columnsMin: number;
  /** The first column of a line that names the columns and is no hit. */
  readonly header?: string;
  /**
   * What tells a line of this format early, by a column: it has to begin with one of these. Formats
   * of plain columns would otherwise read each other's lines.
   */
  readonly marks?: readonly { readonly column: number; readonly oneOf: readonly string[] }[];
}

/** A format whose fields are known by their place in the line. */
export class ColumnParser implements FormatParser {
  failedAt = 0;
  readonly fields = new RecordFields();
  readonly #layout: ColumnLayout;
  readonly #columns: Uint8Array;
  readonly #scan: ColumnScan;

  constructor(layout: ColumnLayout) {
    this.#layout = layout;
    this.#columns = Uint8Array.from(layout.columns);
    this.#scan = new ColumnScan(layout.separator);
  }

  parse(block: ByteBlock, start: number, end: number, record: AccessRecord): number {
    const { octets } = block;
    const { header, columnsMin, marks } = this.#layout;
    if (start === end) return this.#fail(start, Unparsed.empty);
    const scan = this.#scan;
    const { fields } = this;
    fields.begin(block, start, record);
    scan.at = start;
    let column = 0;
    for (; column < this.#columns.length && scan.next(octets, end); column++) {
      if (column === 0 && header !== undefined && equals(octets, scan.start, scan.end, header)) {
        return DIRECTIVE;
      }
      if (marks !== undefined && !this.#isMarked(octets, column)) {
        return this.#fail(scan.start, Unparsed.noFit);
      }
      const field = this.#columns[column]!; // column < length
      if (field === Field.ignored) continue;
      const reason = fields.set(field, block, scan.start, scan.end, record);
      if (reason !== PARSED) return this.#fail(scan.start, reason);
    }
    if (column < columnsMin) return this.#fail(end, Unparsed.noFit);
    const reason = fields.finish(record);
    return reason === PARSED ? PARSED : this.#fail(end, reason);
  }

  #isMarked(octets: Uint8Array, column: number): boolean {
    for (const mark of this.#layout.marks ?? []) {
      if (mark.column !== column) continue;
      const { start, end } = this.#scan;
      if (!mark.oneOf.some((text) => beginsWith(octets, start, end, text))) return false;
    }
    return true;
  }

  #fail(at: number, reason: number): number {
    this.failedAt = at;
    return reason;
  }
}

export function equals(octets: Uint8Array, start: number, end: number, text: string): boolean {
  return end - start === text.length && beginsWith(octets, start, end, text);
}

/** Whether the bytes begin with an ASCII text. */
export function beginsWith(octets: Uint8Array, start: number, end: number, text: string): boolean {
  if (end - start < text.length) return false;
  for (let index = 0; index < text.length; index++) {
    if (octets[start + index] !== text.charCodeAt(index)) return false;
  }
  return true;
}
