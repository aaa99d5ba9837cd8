import type { ByteBlock } from '../bytes/byte-block.ts';
import type { AccessRecord } from './access-record.ts';

/** A log format. Bad input is data: a parser never throws. */
export interface LineParser {
  /**
   * Parses the bytes [start, end) of one record (no LF) into `record`. Returns `PARSED` (0), or the
   * index of a reason in `UNPARSED_REASONS`; the record is then undefined.
   */
  parse(block: ByteBlock, start: number, end: number, record: AccessRecord): number;
}
