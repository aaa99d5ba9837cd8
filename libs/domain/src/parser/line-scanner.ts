import type { ByteBlock } from '../bytes/byte-block.ts';
import { nextOf } from '../bytes/scan.ts';
import { LINE_BYTES_MAX } from '../lines/line-splitter.ts';
import { AccessRecord } from './access-record.ts';
import type { LineParser } from './line-parser.ts';
import { BATCH_LINES, type RecordBatch } from './record-batch.ts';
import { Unparsed } from './unparsed-reason.ts';

const LF = 10;
const CR = 13;

/** Finds and parses the lines of a block, many at a time. Bad input is data: it never throws. */
export interface LineScanner {
  /** What the last scan has found. */
  readonly batch: RecordBatch;
  /**
   * Parses lines of [start, end), of which the last may lack its LF, as many as the batch has room
   * for. Returns where the first line begins that was not taken. The batch is valid as long as the
   * block, and until the next scan.
   */
  scan(block: ByteBlock, start: number, end: number): number;
}

/** Line by line, with any parser. */
export class PlainScanner implements LineScanner {
  readonly batch: RecordBatch;
  readonly #parser: LineParser;
  readonly #lineBytesMax: number;
  readonly #record = new AccessRecord();

  constructor(parser: LineParser, batch: RecordBatch, lineBytesMax = LINE_BYTES_MAX) {
    this.#parser = parser;
    this.batch = batch;
    this.#lineBytesMax = lineBytesMax;
  }

  scan(block: ByteBlock, start: number, end: number): number {
    this.batch.begin(block, 0);
    let at = start;
    while (at < end && this.batch.size < BATCH_LINES) {
      const lineEnd = nextOf(block, at, end, LF, LF);
      this.read(this.batch.size++, at, lineEnd);
      at = lineEnd + 1;
    }
    return Math.min(at, end);
  }

  /** Parses one line [start, end) of the batch's block into a record of it. */
  read(line: number, start: number, end: number): void {
    const { block } = this.batch;
    let reason: number = Unparsed.tooLong;
    let lineEnd = end;
    if (end - start <= this.#lineBytesMax) {
      if (end > start && block.octets[end - 1] === CR) lineEnd--;
      reason = this.#parser.parse(block, start, lineEnd, this.#record);
    }
    this.batch.set(line, start, lineEnd, reason, this.#record);
  }
}
