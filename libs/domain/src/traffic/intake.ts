import { ByteBlock } from '../bytes/byte-block.ts';
import { behindMark } from '../bytes/byte-order-mark.ts';
import { decodeText } from '../bytes/text.ts';
import { type LineSink, LineSplitter } from '../lines/line-splitter.ts';
import type { LineScanner } from '../parser/line-scanner.ts';
import {
  LINE_END,
  LINE_START,
  REASON,
  RECORD_INTS,
  type RecordBatch,
} from '../parser/record-batch.ts';
import { DIRECTIVE, PARSED, Unparsed, UNPARSED_REASONS } from '../parser/unparsed-reason.ts';
import type { WatchedLog } from '../rules/live-alerts.ts';
import type { Misplaced } from '../rules/rule-watch.ts';
import { FileAccount } from './file-account.ts';
import type { LineTable } from './line-table.ts';

const EXAMPLE_BYTES_MAX = 200;

/**
 * The way of the lines of one file generation: split, parse, count. Everything that a line can be
 * ends in one of the file's line counts.
 */
export class Intake implements LineSink {
  /** What became of the lines of this file. */
  readonly account: FileAccount;
  readonly #scanner: LineScanner;
  readonly #table: LineTable;
  readonly #watched: WatchedLog | undefined;
  readonly #splitter: LineSplitter;

  /** As a log that is watched, hits are placed by the event clock; else each is as it says. */
  constructor(
    scanner: LineScanner,
    table: LineTable,
    watched?: WatchedLog,
    splitter: LineSplitter = new LineSplitter(),
  ) {
    this.#scanner = scanner;
    this.account = new FileAccount(scanner.looks);
    this.#table = table;
    this.#watched = watched;
    this.#splitter = splitter;
  }

  /** Bytes of a line whose end has not been read. */
  get heldBytes(): number {
    return this.#splitter.heldBytes;
  }

  /** Offset of the first byte that is not counted: that of the line that is held, or the end. */
  get uncountedOffset(): number {
    return this.#splitter.uncountedOffset;
  }

  /** `offset` is where the block begins in the file. */
  push(block: ByteBlock, offset: number): void {
    const from = offset === 0 ? behindMark(block.octets) : 0;
    const text = from === 0 ? block : new ByteBlock(block.octets.subarray(from));
    this.#telling(() => {
      this.#splitter.push(text, offset + from, this);
    });
  }

  /** The file is finished: a last line without LF is a record too. */
  finish(): void {
    this.#telling(() => {
      this.#splitter.finish(this);
    });
  }

  lines(block: ByteBlock, start: number, end: number): void {
    const { batch } = this.#scanner;
    for (let at = start; at < end;) {
      at = this.#scanner.scan(block, at, end);
      const counted = this.#account(batch);
      if (this.#watched) this.#misplaced(this.#watched.observe(batch, counted));
      this.account.lines.counted += counted;
      this.#table.add(batch, counted, this.#splitter.blockOffset);
    }
  }

  tooLong(): void {
    this.#unparsed(Unparsed.tooLong);
    this.account.addExample({ reason: 'too_long', offset: this.#splitter.blockOffset, text: '' });
  }

  /** Says how many lines of the batch are hits, and keeps account of the others. */
  #account(batch: RecordBatch): number {
    const { ints, size } = batch;
    if (batch.unparsed === 0) return size;
    let hits = 0;
    for (let line = 0, at = 0; line < size; line++, at += RECORD_INTS) {
      const reason = ints[at + REASON]!; // the batch has its places, here and below
      if (reason === PARSED) {
        hits++;
      } else if (reason === DIRECTIVE) {
        this.account.lines.filtered++;
        this.#table.lines.filtered++;
      } else {
        this.#unparsed(reason);
        this.#keepExample(reason, batch, line);
      }
    }
    return hits;
  }

  /** Lets who watches know how many lines were read of what kind. */
  #telling(read: () => void): void {
    const { lines, looks } = this.account;
    const watched = this.#watched;
    const { counted } = lines;
    const unparsed = watched === undefined ? 0 : lines.unparsed;
    read();
    watched?.read(lines.counted - counted, lines.unparsed - unparsed, () => looks.counts);
  }

  #unparsed(reason: number): void {
    this.account.lines.addUnparsed(reason);
    this.#table.lines.addUnparsed(reason);
  }

  #misplaced({ late, future }: Misplaced): void {
    for (const lines of [this.account.lines, this.#table.lines]) {
      lines.late += late;
      lines.future += future;
    }
  }

  #keepExample(reason: number, batch: RecordBatch, line: number): void {
    const name = UNPARSED_REASONS[reason];
    if (!this.account.wantsExample(reason) || name === undefined || name === 'parsed') return;
    const start = batch.ints[line * RECORD_INTS + LINE_START]!;
    const end = batch.ints[line * RECORD_INTS + LINE_END]!;
    const shown = reason === Unparsed.tooLong ? start : Math.min(end, start + EXAMPLE_BYTES_MAX);
    const text = decodeText(batch.lines.octets.subarray(start, shown));
    const offset = this.#splitter.blockOffset + batch.lineOffset(line);
    this.account.addExample({ reason: name, offset, text });
  }
}
