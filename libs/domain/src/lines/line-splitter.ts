import { ByteBlock } from '../bytes/byte-block.ts';
import { nextOf } from '../bytes/scan.ts';

const LF = 10;
const CR = 13;

/**
 * Default limit of one line; a longer one is a single unparsed line and is never held in memory.
 */
export const LINE_BYTES_MAX = 1 << 20;

export interface LineSink {
  /** One record, without its LF or CR LF. The bytes are only valid during the call. */
  line(block: ByteBlock, start: number, end: number): void;
  /** A record longer than the limit, which began at `start` of its block, was passed over. */
  tooLong(start: number): void;
}

/**
 * Cuts a stream of blocks into records. A record is what ends in LF, and what `finish` finds after
 * the last one. Lines inside a block are handed on in place; only a line that spans two blocks is
 * copied. One splitter serves one file generation, so that a half line never meets another file's.
 */
export class LineSplitter {
  readonly #lineBytesMax: number;
  /** The beginning of a line whose end has not been read. */
  #held: Uint8Array = new Uint8Array(0);
  #heldBytes = 0;
  #heldOffset = 0;
  #skipping = false;
  #blockOffset = 0;

  constructor(lineBytesMax = LINE_BYTES_MAX) {
    this.#lineBytesMax = lineBytesMax;
  }

  /** Bytes read that do not make a whole line yet. */
  get heldBytes(): number {
    return this.#heldBytes;
  }

  /** Where the first octet of the block that a sink is being given stands in the stream. */
  get blockOffset(): number {
    return this.#blockOffset;
  }

  /** `offset` is where the block begins in the stream. */
  push(block: ByteBlock, offset: number, sink: LineSink): void {
    const { octets } = block;
    let start = 0;
    if (this.#heldBytes > 0 || this.#skipping) {
      const end = octets.indexOf(LF);
      if (end < 0) {
        this.#hold(octets, 0, octets.length);
        return;
      }
      this.#hold(octets, 0, end);
      this.finish(sink);
      start = end + 1;
    }
    this.#blockOffset = offset;
    for (;;) {
      const end = nextOf(block, start, octets.length, LF, LF);
      if (end === octets.length) break;
      this.#emit(block, start, end, sink);
      start = end + 1;
    }
    if (start < octets.length) {
      this.#heldOffset = offset + start;
      this.#hold(octets, start, octets.length);
    }
  }

  /** No more bytes will come: what is held is the last record. */
  finish(sink: LineSink): void {
    this.#blockOffset = this.#heldOffset;
    if (this.#skipping) sink.tooLong(0);
    else if (this.#heldBytes > 0) this.#emit(new ByteBlock(this.#held), 0, this.#heldBytes, sink);
    this.#heldBytes = 0;
    this.#skipping = false;
  }

  #emit(block: ByteBlock, start: number, end: number, sink: LineSink): void {
    if (end - start > this.#lineBytesMax) sink.tooLong(start);
    else sink.line(block, start, end > start && block.octets[end - 1] === CR ? end - 1 : end);
  }

  #hold(octets: Uint8Array, start: number, end: number): void {
    if (this.#skipping) return;
    const size = this.#heldBytes + end - start;
    if (size > this.#lineBytesMax) {
      this.#skipping = true;
      this.#heldBytes = 0;
      this.#held = new Uint8Array(0);
      return;
    }
    if (size > this.#held.length) {
      const grown = new Uint8Array(Math.min(Math.max(size * 2, 4096), this.#lineBytesMax));
      grown.set(this.#held.subarray(0, this.#heldBytes));
      this.#held = grown;
    }
    this.#held.set(octets.subarray(start, end), this.#heldBytes);
    this.#heldBytes = size;
  }
}
