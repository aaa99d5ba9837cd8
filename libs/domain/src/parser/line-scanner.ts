import type { ByteBlock } from '../bytes/byte-block.ts';
import { nextOf } from '../bytes/scan.ts';
import { LINE_BYTES_MAX } from '../lines/line-splitter.ts';
import { LookCounts } from '../formats/look-counts.ts';
import { AccessRecord } from './access-record.ts';
import { DecodedTexts } from './decoded-texts.ts';
import type { LineParser } from './line-parser.ts';
import { BATCH_BYTES, BATCH_LINES, type RecordBatch } from './record-batch.ts';
import { PARSED, Unparsed } from './unparsed-reason.ts';

const LF = 10;
const CR = 13;

/** Finds and parses the lines of a block, many at a time. Bad input is data: it never throws. */
export interface LineScanner {
  /** What the last scan has found. */
  readonly batch: RecordBatch;
  /** What the parsed lines looked like. */
  readonly looks: LookCounts;
  /** Memory, if any, in which blocks are scanned sooner than in any other. */
  readonly input?: Uint8Array;
  /**
   * Parses lines of [start, end), of which the last may lack its LF: those of the first
   * `BATCH_BYTES`, one at least, as far as the batch has room. Returns where the first line begins
   * that was not taken. The batch is valid as long as the block, and until the next scan.
   */
  scan(block: ByteBlock, start: number, end: number): number;
}

/** What is done to each record that a parser has filled, before it is counted. */
export type Amend = (record: AccessRecord) => void;

export interface PlainScannerOptions {
  /** Longest line that is parsed, in bytes. */
  readonly lineBytesMax?: number;
  readonly amend?: Amend | undefined;
}

/** Line by line, with any parser. */
export class PlainScanner implements LineScanner {
  readonly batch: RecordBatch;
  readonly looks = new LookCounts();
  readonly #parser: LineParser;
  readonly #lineBytesMax: number;
  readonly #record = new AccessRecord();
  readonly #amend: Amend | undefined;
  /** Made when the first line is met whose fields are not where the line is. */
  #texts: DecodedTexts | undefined;

  constructor(
    parser: LineParser,
    batch: RecordBatch,
    { lineBytesMax = LINE_BYTES_MAX, amend }: PlainScannerOptions = {},
  ) {
    this.#parser = parser;
    this.batch = batch;
    this.#lineBytesMax = lineBytesMax;
    this.#amend = amend;
  }

  scan(block: ByteBlock, start: number, end: number): number {
    const { batch } = this;
    batch.begin(block, 0);
    let at = start;
    const limit = start + BATCH_BYTES;
    while (at < end && batch.size < BATCH_LINES) {
      const lineEnd = nextOf(block, at, end, LF, LF);
      if (lineEnd >= limit && end > limit && batch.size > 0) break;
      if (!this.read(batch.size, at, lineEnd)) {
        // Its fields are elsewhere: so are those of all lines of a batch, or none.
        if (batch.size > 0) return at;
        this.#scanDecoded(block);
        if (!this.read(0, at, lineEnd)) this.#readAlone(block, at, lineEnd);
      }
      batch.size++;
      at = lineEnd + 1;
    }
    return Math.min(at, end);
  }

  /**
   * Parses one line [start, end) into a record of the batch. Returns false where its fields are not
   * in the batch's block, or have no room there.
   */
  read(line: number, start: number, end: number): boolean {
    const { batch } = this;
    const record = this.#record;
    const { octets } = batch.lines;
    const lineEnd = end > start && octets[end - 1] === CR ? end - 1 : end;
    const reason = this.#parse(start, end, lineEnd);
    if (reason === PARSED) {
      this.#amend?.(record);
      const decoded = batch.block !== batch.lines;
      if (!decoded && record.block !== batch.block) return false;
      if (decoded && this.#texts?.take(record) !== true) return false;
      this.looks.add(this.#parser.looksLike ?? 'custom');
    }
    batch.set(line, start, lineEnd, reason, record);
    return true;
  }

  #parse(start: number, end: number, lineEnd: number): number {
    if (end - start > this.#lineBytesMax) return Unparsed.tooLong;
    return this.#parser.parse(this.batch.lines, start, lineEnd, this.#record);
  }

  /** Begins a batch whose fields are copies. */
  #scanDecoded(block: ByteBlock): void {
    this.#texts ??= new DecodedTexts();
    this.#texts.clear();
    this.batch.begin(block, 0, this.#texts.block);
  }

  /** A line that has more text than there is room for is a batch of its own. */
  #readAlone(block: ByteBlock, start: number, end: number): void {
    const { batch } = this;
    const lineEnd = end > start && block.octets[end - 1] === CR ? end - 1 : end;
    batch.begin(block, 0);
    const reason = this.#parse(start, end, lineEnd);
    batch.begin(block, 0, this.#record.block);
    batch.set(0, start, lineEnd, reason, this.#record);
  }
}
