import { ByteBlock, type Clock } from '@hitwatch/domain';
import type { LogStream, SourceEvent } from '@hitwatch/ports';

import type { Followed } from '../files/followed.ts';
import { MESSAGE_BYTES_MAX } from './syslog-frames.ts';
import { lineStart } from './syslog-message.ts';

const NUL = 0;
const LF = 10;
const CR = 13;
const SPACE = 32;
const BLOCK_BYTES = 256 * 1024;
/** Blocks that may wait: 8 MiB of lines. */
const BLOCKS_MAX = 32;
/** Senders that can be held back are, from here on, until a quarter of it waits. */
const BLOCKS_HIGH = 16;
/**
 * A stream is finished when nothing has come for so long; what comes then is another one, whose
 * format is looked at anew.
 */
const QUIET_MS = 30_000;

/** What whoever polls gives to what is polled. */
export interface SyslogReader {
  readonly clock: Clock;
  /** A number for each new stream, unique in the run. */
  readonly nextStreamId: () => number;
  /** Called when a poll would find something, so that whoever sleeps can look. */
  readonly onReady: () => void;
}

interface Block {
  readonly octets: Uint8Array;
  length: number;
}

/**
 * The messages that have come to a listener, as lines of a log without their syslog headers, all
 * in one stream: a message is a whole line, so those of several senders do not meet in one.
 */
export class SyslogInbox implements Followed {
  /** It calls. */
  readonly pollMs = Infinity;
  readonly #path: string;
  readonly #blocks: Block[] = [];
  #reader: SyslogReader | undefined;
  /** What was given last: its octets are free again with the next poll. */
  #given: Block | undefined;
  #spare: Block | undefined;
  #stream: LogStream | undefined;
  #offset = 0;
  #lastMs = 0;
  #dropped = 0;

  /** `path` is how the listener is called, `syslog://127.0.0.1:5514`. */
  constructor(path: string) {
    this.#path = path;
  }

  /** Has to be told before the first poll; messages may come earlier. */
  readBy(reader: SyslogReader): void {
    this.#reader = reader;
  }

  /** Whether more waits than is good, so that senders had better wait. */
  get isCrowded(): boolean {
    return this.#blocks.length >= BLOCKS_HIGH;
  }

  /** Whether there is room again for senders that were held back. */
  get isCalm(): boolean {
    return this.#blocks.length <= BLOCKS_HIGH / 4;
  }

  /** Takes one message, and is done with its octets when it returns. */
  add(message: Uint8Array): void {
    let end = message.length;
    while (end > 0 && isLineEnd(message[end - 1])) end--;
    // Senders keep a connection alive with empty lines.
    if (end === 0) return;
    const whole = message.subarray(0, Math.min(end, MESSAGE_BYTES_MAX));
    const line = whole.subarray(lineStart(whole));
    let block = this.#blocks.at(-1);
    if (block === undefined || block.length + line.length >= BLOCK_BYTES) {
      if (this.#blocks.length === BLOCKS_MAX) {
        this.#dropped++;
        return;
      }
      block = this.#spare ?? { octets: new Uint8Array(BLOCK_BYTES), length: 0 };
      this.#spare = undefined;
      this.#blocks.push(block);
    }
    const place = block.octets.subarray(block.length, block.length + line.length);
    place.set(line);
    // A line inside a message must not become one of its own.
    for (let at = place.indexOf(LF); at >= 0; at = place.indexOf(LF, at)) place[at] = SPACE;
    block.length += line.length;
    block.octets[block.length++] = LF;
    this.#reader?.onReady();
  }

  poll(): SourceEvent | undefined {
    const reader = this.#reader;
    if (reader === undefined) throw new Error('nobody has said who reads this');
    if (this.#given !== undefined) this.#spare = { octets: this.#given.octets, length: 0 };
    this.#given = this.#blocks.shift();
    return this.#event(reader, reader.clock.nowMs());
  }

  #event({ nextStreamId }: SyslogReader, nowMs: number): SourceEvent | undefined {
    if (this.#given !== undefined) {
      const { octets, length } = this.#given;
      this.#lastMs = nowMs;
      this.#stream ??= { id: nextStreamId(), path: this.#path };
      const offset = this.#offset;
      this.#offset += length;
      const block = new ByteBlock(octets.subarray(0, length));
      return { kind: 'block', stream: this.#stream, offset, block };
    }
    if (this.#dropped > 0) return this.#tellDropped();
    if (this.#stream === undefined || nowMs - this.#lastMs < QUIET_MS) return undefined;
    const stream = this.#stream;
    this.#stream = undefined;
    this.#offset = 0;
    return { kind: 'finished', stream };
  }

  marks(): readonly [] {
    return [];
  }

  close(): void {
    this.#blocks.length = 0;
  }

  #tellDropped(): SourceEvent {
    const count = this.#dropped;
    this.#dropped = 0;
    const what = count === 1 ? '1 message was' : `${count} messages were`;
    const message = `${this.#path}: ${what} lost: more came than could be counted`;
    return { kind: 'notice', notice: { code: 'syslog_lost', message } };
  }
}

function isLineEnd(octet: number | undefined): boolean {
  return octet === LF || octet === CR || octet === NUL;
}
