import {
  ByteBlock,
  CLF_TIME_BYTES,
  ClfTime,
  hasClfTimeShape,
  LINE_BYTES_MAX,
  type LineSink,
  LineSplitter,
} from '@hitwatch/domain';

const LF = 10;
const CR = 13;
const OPENING_BRACKET = 91;
const CLOSING_BRACKET = 93;

/**
 * The lines of a log one by one, each with the place and the value of its time. Blocks go in, lines
 * come out; what is held is one block and the line that it began in.
 */
export class TimedLines implements LineSink {
  /** Holds the current line, from `start` to `end`, without its LF. */
  text = new ByteBlock(new Uint8Array(0));
  start = 0;
  end = 0;
  /** Where the 26 bytes of the time begin, or -1 for a line that has none. */
  timeAt = -1;
  /** Epoch second; undefined value when there is no time. */
  second = 0;
  /** Lines that were passed over because they are longer than the splitter's limit. */
  tooLongLines = 0;
  readonly #splitter = new LineSplitter();
  readonly #time = new ClfTime();
  #textBytes = 0;
  /** Ends of the lines that wait, in order; the current one is at `#at` - 1. */
  #ends: number[] = [];
  #at = 0;

  /** Takes in a block, once `next` has said that no line is left. */
  push(block: ByteBlock): void {
    this.#clear();
    this.#splitter.push(block, 0, this); // nobody asks where in the log a line stands
  }

  /** The log is at its end: a last line without LF is a line too. */
  finish(): void {
    this.#clear();
    this.#splitter.finish(this);
  }

  /** Moves to the next line, or says that there is none before the next block. */
  next(): boolean {
    const end = this.#ends[this.#at];
    if (end === undefined) return false;
    this.start = this.#at === 0 ? 0 : this.end;
    this.end = end;
    this.#at++;
    this.#findTime();
    return true;
  }

  lines(block: ByteBlock, start: number, end: number): void {
    for (let at = start; at < end;) {
      const found = block.octets.indexOf(LF, at);
      const lineEnd = found < 0 || found >= end ? end : found;
      const bare = lineEnd > at && block.octets[lineEnd - 1] === CR ? lineEnd - 1 : lineEnd;
      if (lineEnd - at > LINE_BYTES_MAX) this.tooLong();
      else this.#keep(block.octets.subarray(at, bare));
      at = lineEnd + 1;
    }
  }

  tooLong(): void {
    this.tooLongLines++;
  }

  #keep(line: Uint8Array): void {
    const end = this.#textBytes + line.length;
    if (end > this.text.length) {
      const grown = new Uint8Array(Math.max(end, this.text.length * 2, 1 << 16));
      grown.set(this.text.octets.subarray(0, this.#textBytes));
      this.text = new ByteBlock(grown);
    }
    this.text.octets.set(line, this.#textBytes);
    this.#textBytes = end;
    this.#ends.push(end);
  }

  #clear(): void {
    this.#textBytes = 0;
    this.#ends = [];
    this.#at = 0;
  }

  /** The first [..] that holds a time which exists. */
  #findTime(): void {
    const { octets } = this.text;
    const last = this.end - CLF_TIME_BYTES - 2;
    this.timeAt = -1;
    for (let open = this.start; ; open++) {
      open = octets.indexOf(OPENING_BRACKET, open);
      if (open < 0 || open > last) return;
      if (octets[open + CLF_TIME_BYTES + 1] !== CLOSING_BRACKET) continue;
      if (!hasClfTimeShape(octets, open + 1)) continue;
      this.second = this.#time.parse(this.text, open + 1);
      if (Number.isNaN(this.second)) continue;
      this.timeAt = open + 1;
      return;
    }
  }
}
