import { closeSync, openSync, readSync } from 'node:fs';

import { isDirective, LASTING_DIRECTIVES } from '@hitwatch/domain';

import { readFailure } from './read-failure.ts';

const BLOCK_BYTES = 1 << 20;
/** Of a directive; its name stands in the first ones. */
const DIRECTIVE_BYTES_MAX = 8192;
const NAME_BYTES_MAX = 16;
const LF = 10;
const MARK = Buffer.from('\n#');

/**
 * For each of the offsets, in ascending order, the last directives of a W3C log whose lines begin
 * in [from, offset): what the lines from there on mean. One pass, which reads up to the last of
 * the offsets and is far faster than parsing. Throws an `EnvironmentFailure` when the file cannot
 * be read.
 */
export function directivesBefore(
  path: string,
  offsets: readonly number[],
  from = 0,
): readonly Uint8Array[] {
  try {
    const fd = openSync(path, 'r');
    try {
      return new DirectiveSearch(fd, from).before(offsets);
    } finally {
      closeSync(fd);
    }
  } catch (error) {
    throw readFailure(path, error);
  }
}

class DirectiveSearch {
  readonly #fd: number;
  readonly #block = Buffer.alloc(BLOCK_BYTES);
  /** Where the last directive of each name stands. */
  readonly #places = new Map<string, number>();
  #at: number;

  constructor(fd: number, from: number) {
    this.#fd = fd;
    this.#at = from;
  }

  before(offsets: readonly number[]): readonly Uint8Array[] {
    return offsets.map((offset) => {
      this.#searchTo(offset);
      const places = [...this.#places.values()].sort((one, other) => one - other);
      return Buffer.concat(places.map((place) => this.#line(place)));
    });
  }

  /** Goes over the lines that begin before `offset`, but for the first of the file. */
  #searchTo(offset: number): void {
    while (this.#at + 1 < offset) {
      const length = readSync(this.#fd, this.#block, 0, BLOCK_BYTES, this.#at);
      const isEnd = length < BLOCK_BYTES;
      // A name that the block cuts off is in the next one as a whole.
      const limit = isEnd ? length : length - NAME_BYTES_MAX;
      const octets = this.#block.subarray(0, length);
      for (
        let lf = octets.indexOf(MARK);
        lf >= 0 && lf < limit;
        lf = octets.indexOf(MARK, lf + 1)
      ) {
        if (this.#at + lf + 1 >= offset) break;
        const name = LASTING_DIRECTIVES.find((each) => isDirective(octets, lf + 1, length, each));
        if (name !== undefined) this.#places.set(name, this.#at + lf + 1);
      }
      // The file may have become shorter.
      if (isEnd && this.#at + length < offset) return;
      this.#at = Math.min(this.#at + limit, offset - 1);
    }
  }

  #line(place: number): Uint8Array {
    const octets = new Uint8Array(DIRECTIVE_BYTES_MAX + 1);
    const length = readSync(this.#fd, octets, 0, DIRECTIVE_BYTES_MAX, place);
    // Of a longer one no more is read by whoever parses it.
    octets[length] = LF;
    return octets.subarray(0, octets.indexOf(LF) + 1);
  }
}
