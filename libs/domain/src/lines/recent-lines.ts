const LF = 0x0a;
const CR = 0x0d;

export interface RecentLinesLimits {
  /** Bytes of the ring. */
  readonly bytesMax: number;
  /** Lines that are taken of one block: the last ones. A burst costs no more than this. */
  readonly linesPerBlockMax: number;
  /** Bytes that are kept of one line: the first ones. */
  readonly lineBytesMax: number;
}

export const RECENT_LINES_DEFAULTS: RecentLinesLimits = {
  bytesMax: 1 << 20,
  linesPerBlockMax: 100,
  lineBytesMax: 4096,
};

export interface RecentLine {
  readonly stream: number;
  /** Without its line end. */
  readonly bytes: Uint8Array;
}

interface Kept {
  readonly stream: number;
  readonly at: number;
  readonly length: number;
}

/**
 * The last raw lines of some streams, in the order in which they ended, in a ring of bytes. Only
 * the last lines of a block are looked at, from its end backwards, so what a block costs does not
 * grow with its size. The bytes are hostile: whoever shows them decodes and sanitises them.
 */
export class RecentLines {
  readonly #limits: RecentLinesLimits;
  readonly #ring: Uint8Array;
  /** Oldest first, from `#first` on; what is before that is gone. */
  #lines: Kept[] = [];
  #first = 0;
  #at = 0;
  /** The beginning of the line that each stream has not ended yet. */
  readonly #open = new Map<number, Uint8Array>();

  constructor(limits: RecentLinesLimits = RECENT_LINES_DEFAULTS) {
    const { bytesMax, lineBytesMax } = limits;
    if (lineBytesMax > bytesMax) throw new RangeError('a line must fit into the ring');
    this.#limits = limits;
    this.#ring = new Uint8Array(bytesMax);
  }

  /** Takes the lines that end in these bytes of a stream. The bytes are copied. */
  push(stream: number, bytes: Uint8Array): void {
    const { linesPerBlockMax, lineBytesMax } = this.#limits;
    const lastEnd = bytes.lastIndexOf(LF);
    const open = this.#open.get(stream);
    if (lastEnd < 0) {
      this.#hold(stream, joined(open, bytes, lineBytesMax));
      return;
    }
    const ends: number[] = [];
    let end = lastEnd;
    while (end >= 0 && ends.length < linesPerBlockMax) {
      ends.push(end);
      end = end === 0 ? -1 : bytes.lastIndexOf(LF, end - 1);
    }
    let start = end + 1;
    for (const lineEnd of ends.reverse()) {
      const line = bytes.subarray(start, lineEnd);
      // Only the first line of a block can have begun in one before.
      this.add(stream, start === 0 ? joined(open, line, lineBytesMax) : line);
      start = lineEnd + 1;
    }
    this.#open.delete(stream);
    this.#hold(stream, bytes.subarray(start));
  }

  /** No more bytes of this stream will come: what is held of a last line is one. */
  finish(stream: number): void {
    const open = this.#open.get(stream);
    this.#open.delete(stream);
    if (open !== undefined) this.add(stream, open);
  }

  /** How many lines are held. */
  get size(): number {
    return this.#lines.length - this.#first;
  }

  /** At most the last `count` lines, oldest first, without their line ends. Copies. */
  last(count: number): Uint8Array[] {
    return this.lines(count).map(({ bytes }) => bytes);
  }

  /** The same, each with the stream that it came from. */
  lines(count: number): RecentLine[] {
    const from = Math.max(this.#first, this.#lines.length - count);
    return this.#lines
      .slice(from)
      .map(({ stream, at, length }) => ({ stream, bytes: this.#ring.slice(at, at + length) }));
  }

  /** Takes one whole line, with or without the CR of its end. The bytes are copied. */
  add(stream: number, bytes: Uint8Array): void {
    const whole = bytes.at(-1) === CR ? bytes.subarray(0, -1) : bytes;
    const line = whole.subarray(0, this.#limits.lineBytesMax);
    if (line.length === 0) return;
    const isAround = this.#at + line.length > this.#ring.length;
    const at = isAround ? 0 : this.#at;
    const end = at + line.length;
    // The oldest lines lie ahead of where is written: first those to the end, then from the start.
    for (; this.#first < this.#lines.length; this.#first++) {
      const kept = this.#lines[this.#first];
      const inTail = isAround && kept !== undefined && kept.at >= this.#at;
      const underneath = kept !== undefined && kept.at < end && kept.at + kept.length > at;
      if (!inTail && !underneath) break;
    }
    // Seldom, for it copies all that are left.
    if (this.#first > 1024 && this.#first > this.size) {
      this.#lines = this.#lines.slice(this.#first);
      this.#first = 0;
    }
    this.#ring.set(line, at);
    this.#lines.push({ stream, at, length: line.length });
    this.#at = end;
  }

  #hold(stream: number, bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    this.#open.set(stream, bytes.slice(0, this.#limits.lineBytesMax));
  }
}

function joined(open: Uint8Array | undefined, bytes: Uint8Array, bytesMax: number): Uint8Array {
  if (open === undefined) return bytes;
  const room = Math.max(0, bytesMax - open.length);
  const rest = bytes.subarray(0, room);
  const line = new Uint8Array(open.length + rest.length);
  line.set(open);
  line.set(rest, open.length);
  return line;
}
