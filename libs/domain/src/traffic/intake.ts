import { type AlertWatch, Placement } from '../alert/alert-watch.ts';
import type { ByteBlock } from '../bytes/byte-block.ts';
import { decodeText } from '../bytes/text.ts';
import { type LineSink, LineSplitter } from '../lines/line-splitter.ts';
import { AccessRecord } from '../parser/access-record.ts';
import type { LineParser } from '../parser/line-parser.ts';
import { PARSED, Unparsed, UNPARSED_REASONS } from '../parser/unparsed-reason.ts';
import { FileAccount } from './file-account.ts';
import type { Rollup } from './rollup.ts';

const EXAMPLE_BYTES_MAX = 200;

/**
 * The way of the lines of one file generation: split, parse, count. Everything that a line can be
 * ends in one of the file's line counts.
 */
export class Intake implements LineSink {
  /** What became of the lines of this file. */
  readonly account = new FileAccount();
  readonly #parser: LineParser;
  readonly #rollup: Rollup;
  readonly #watch: AlertWatch | undefined;
  readonly #splitter: LineSplitter;
  readonly #record = new AccessRecord();

  /** With `watch`, hits are placed by the event clock; without, each counts in its own second. */
  constructor(
    parser: LineParser,
    rollup: Rollup,
    watch?: AlertWatch,
    splitter: LineSplitter = new LineSplitter(),
  ) {
    this.#parser = parser;
    this.#rollup = rollup;
    this.#watch = watch;
    this.#splitter = splitter;
  }

  /** Bytes of a line whose end has not been read. */
  get heldBytes(): number {
    return this.#splitter.heldBytes;
  }

  /** `offset` is where the block begins in the file. */
  push(block: ByteBlock, offset: number): void {
    this.#splitter.push(block, offset, this);
  }

  /** The file is finished: a last line without LF is a record too. */
  finish(): void {
    this.#splitter.finish(this);
  }

  line(block: ByteBlock, start: number, end: number): void {
    const record = this.#record;
    const reason = this.#parser.parse(block, start, end, record);
    if (reason !== PARSED) {
      this.#unparsed(reason);
      this.#keepExample(reason, block.octets, start, end);
      return;
    }
    let { second } = record;
    if (this.#watch) {
      const placement = this.#watch.observe(second);
      if (placement !== Placement.onTime) {
        second = this.#watch.placedSecond;
        this.#misplaced(placement);
      }
    }
    const { account } = this;
    if (record.agentEnd > record.agentStart) account.hasAgents = true;
    if (record.vhostEnd > record.vhostStart) account.hasVhosts = true;
    account.lines.counted++;
    this.#rollup.add(block, record, second);
  }

  tooLong(start: number): void {
    this.#unparsed(Unparsed.tooLong);
    this.account.addExample({
      reason: 'too_long',
      offset: this.#splitter.blockOffset + start,
      text: '',
    });
  }

  #unparsed(reason: number): void {
    this.account.lines.addUnparsed(reason);
    this.#rollup.lines.addUnparsed(reason);
  }

  #misplaced(placement: number): void {
    const field = placement === Placement.late ? 'late' : 'future';
    this.account.lines[field]++;
    this.#rollup.lines[field]++;
  }

  #keepExample(reason: number, octets: Uint8Array, start: number, end: number): void {
    const name = UNPARSED_REASONS[reason];
    if (!this.account.wantsExample(reason) || name === undefined || name === 'parsed') return;
    const text = decodeText(octets.subarray(start, Math.min(end, start + EXAMPLE_BYTES_MAX)));
    const offset = this.#splitter.blockOffset + start;
    this.account.addExample({ reason: name, offset, text });
  }
}
