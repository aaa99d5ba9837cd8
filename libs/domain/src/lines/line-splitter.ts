import { ByteBlock } from '../bytes/byte-block.ts';

const LF = 10;

/**
 * Default limit of one line; a longer one is a single unparsed line and is never held in memory.
 */
export const LINE_BYTES_MAX = 1 << 20;

export interface LineSink {
  /**
   * Whole records, each with its LF, which only the last one of a stream may lack. The bytes are
   * only valid during the call.
   */
  lines(block: ByteBlock, start: number, end: number): void;
  /** A record longer than the limit, which began at `blockOffset`, was passed over. */
  tooLong(): void;
}

/**
 * Cuts a stream of blocks where records end. A record is what ends in LF, and what `finish` finds
 * after the last one. Those inside a block are handed on in place and in one piece; only one that
 * spans two blocks is copied. A splitter serves one file generation, so that a half line never
 * meets another file's.
 */
export class LineSplitter {
  /** Of a line and its LF. */
  readonly #heldBytesMax: number;
  /** The beginning of a line whose end has not been read. */
  #held: Uint8Array = new Uint8Array(0);
  #heldBytes = 0;
  #heldOffset = 0;
  #skipping = false;
  #blockOffset = 0;
  /** Where the next block begins. */
  #end = 0;

  constructor(lineBytesMax = LINE_BYTES_MAX) {
    this.#heldBytesMax = lineBytesMax + 1;
  }

  /** Bytes read that do not make a whole line yet. */
  get heldBytes(): number {
    return this.#heldBytes;
  }

  /** Offset of the first byte of the stream that is in no record yet. */
  get uncountedOffset(): number {
    return this.#heldBytes > 0 || this.#skipping ? this.#heldOffset : this.#end;
  }

  /** Where the first octet of the block that a sink is being given stands in the stream. */
  get blockOffset(): number {
    return this.#blockOffset;
  }

  /** `offset` is where the block begins in the stream. */
  push(block: ByteBlock, offset: number, sink: LineSink): void {
    const { octets } = block;
    this.#end = offset + octets.length;
    let start = 0;
    if (this.#heldBytes > 0 || this.#skipping) {
      const end = octets.indexOf(LF);
      this.#hold(octets, 0, end < 0 ? octets.length : end + 1);
      if (end < 0) return;
      this.finish(sink);
      start = end + 1;
    }
    this.#blockOffset = offset;
    const end = octets.lastIndexOf(LF) + 1;
    if (end > start) {
      sink.lines(block, start, end);
      start = end;
    }
    if (start < octets.length) {
      this.#heldOffset = offset + start;
      this.#hold(octets, start, octets.length);
    }
  }

  /** No more bytes will come: what is held is the last record. */
  finish(sink: LineSink): void {
    this.#blockOffset = this.#heldOffset;
    if (this.#skipping) sink.tooLong();
    else if (this.#heldBytes > 0) sink.lines(new ByteBlock(this.#held), 0, this.#heldBytes);
    this.#heldBytes = 0;
    this.#skipping = false;
  }

  #hold(octets: Uint8Array, start: number, end: number): void {
    if (this.#skipping) return;
    const size = this.#heldBytes + end - start;
    if (size > this.#heldBytesMax) {
      this.#skipping = true;
      this.#heldBytes = 0;
      this.#held = new Uint8Array(0);
      return;
    }
    if (size > this.#held.length) {
      const grown = new Uint8Array(Math.min(Math.max(size * 2, 4096), this.#heldBytesMax));
      grown.set(this.#held.subarray(0, this.#heldBytes));
      this.#held = grown;
    }
    this.#held.set(octets.subarray(start, end), this.#heldBytes);
    this.#heldBytes = size;
  }
}
