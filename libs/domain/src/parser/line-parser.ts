import type { ByteBlock } from '../bytes/byte-block.ts';
import type { AccessRecord } from './access-record.ts';

/** A log format. Bad input is data: a parser never throws. */
export interface LineParser {
  /** Of the last line that was parsed: the name of its format, where the parser tells several. */
  readonly looksLike?: string | undefined;
  /**
   * Parses the bytes [start, end) of one record (no LF) into `record`. Returns `PARSED` (0),
   * `DIRECTIVE` for a line of the format that is no hit, or the index of a reason in
   * `UNPARSED_REASONS`; for both the record is then undefined.
   */
  parse(block: ByteBlock, start: number, end: number, record: AccessRecord): number;
  /**
   * Shows lines of the same file that somebody else has parsed or will parse, to a parser that
   * goes by what it has seen. The record is undefined afterwards.
   */
  prime?(block: ByteBlock, start: number, end: number, record: AccessRecord): void;
  /**
   * Says in which format the lines of the file are that somebody else has parsed; false where the
   * parser does not know it, and has to be shown one.
   */
  assume?(format: string): boolean;
}
