import type { ByteBlock } from '../bytes/byte-block.ts';
import { nextOf } from '../bytes/scan.ts';

const QUOTE = 34;
const BACKSLASH = 92;

/** Finds where strings of JSON end. */
export class JsonString {
  /** Whether the last string that was found has escapes. */
  hasEscape = false;

  /** Where the quote stands that ends the string whose text begins at `start`, or `end`. */
  end(block: ByteBlock, start: number, end: number): number {
    this.hasEscape = false;
    let at = nextOf(block, start, end, QUOTE, BACKSLASH);
    while (at < end && block.octets[at] === BACKSLASH) {
      this.hasEscape = true;
      at = at + 2 < end ? nextOf(block, at + 2, end, QUOTE, BACKSLASH) : end;
    }
    return at;
  }
}
