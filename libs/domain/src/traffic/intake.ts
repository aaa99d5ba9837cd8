import { type AlertWatch, Placement } from '../alert/alert-watch.ts';
import type { ByteBlock } from '../bytes/byte-block.ts';
import { decodeText } from '../bytes/text.ts';
import { LineCounts } from '../lines/line-counts.ts';
import { type LineSink, LineSplitter } from '../lines/line-splitter.ts';
import { AccessRecord } from '../parser/access-record.ts';
import type { LineParser } from '../parser/line-parser.ts';
import {
  PARSED,
  Unparsed,
  UNPARSED_REASONS,
  type UnparsedReason,
} from '../parser/unparsed-reason.ts';
import type { Rollup } from './rollup.ts';

/** Lines that are kept to show why lines of a file are not parsed. */
const EXAMPLES_MAX = 3;
const EXAMPLE_BYTES_MAX = 200;

/** A line that was not parsed. The text is hostile: whoever shows it sanitises it. */
export interface UnparsedExample {
  readonly reason: UnparsedReason;
  /** Byte offset of the line in its file. */
  readonly offset: number;
  readonly text: string;
}

export type ClfVariant = 'common' | 'combined' | 'vhost_common' | 'vhost_combined' | 'unknown';

/**
 * The way of the lines of one file generation: split, parse, count. Everything that a line can be
 * ends in one of the file's line counts.
 */
export class Intake implements LineSink {
  /** What became of the lines of this file. */
  readonly lines = new LineCounts();
  /** The first unparsed lines. */
  readonly examples: UnparsedExample[] = [];
  readonly #parser: LineParser;
  readonly #rollup: Rollup;
  readonly #watch: AlertWatch | undefined;
  readonly #splitter: LineSplitter;
  readonly #record = new AccessRecord();
  #hasAgents = false;
  #hasVhosts = false;

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

  /** What the parsed lines of this file look like, `unknown` when there is none. */
  get format(): ClfVariant {
    if (this.lines.counted === 0) return 'unknown';
    const common = this.#hasAgents ? 'combined' : 'common';
    return this.#hasVhosts ? `vhost_${common}` : common;
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
    if (record.agentEnd > record.agentStart) this.#hasAgents = true;
    if (record.vhostEnd > record.vhostStart) this.#hasVhosts = true;
    this.lines.counted++;
    this.#rollup.add(block, record, second);
  }

  tooLong(): void {
    this.#unparsed(Unparsed.tooLong);
  }

  #unparsed(reason: number): void {
    this.lines.addUnparsed(reason);
    this.#rollup.lines.addUnparsed(reason);
  }

  #misplaced(placement: number): void {
    const field = placement === Placement.late ? 'late' : 'future';
    this.lines[field]++;
    this.#rollup.lines[field]++;
  }

  #keepExample(reason: number, octets: Uint8Array, start: number, end: number): void {
    const name = UNPARSED_REASONS[reason];
    if (this.examples.length === EXAMPLES_MAX || name === undefined || name === 'parsed') return;
    const text = decodeText(octets.subarray(start, Math.min(end, start + EXAMPLE_BYTES_MAX)));
    this.examples.push({ reason: name, offset: this.#splitter.blockOffset + start, text });
  }
}
