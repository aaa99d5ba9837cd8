import { ByteBlock, decodeText, encodeText } from '@hitwatch/domain';

const WORD_BYTES = 4;

/** Texts that lines are put together from, encoded once and laid end to end. */
export class TextPool {
  #block = new ByteBlock(new Uint8Array(1024));
  /** Where each text begins; one more entry than there are texts. */
  readonly #starts: number[] = [0];

  constructor(texts: readonly string[] = []) {
    for (const text of texts) this.add(text);
  }

  get size(): number {
    return this.#starts.length - 1;
  }

  /** Returns the index of the new text. */
  add(text: string): number {
    const bytes = encodeText(text);
    const start = this.#start(this.size);
    const wanted = start + bytes.length + WORD_BYTES;
    if (wanted > this.#block.length) {
      const grown = new Uint8Array(Math.max(this.#block.length * 2, wanted));
      grown.set(this.#block.octets);
      this.#block = new ByteBlock(grown);
    }
    this.#block.octets.set(bytes, start);
    this.#starts.push(start + bytes.length);
    return this.size - 1;
  }

  text(index: number): string {
    return decodeText(this.#block.octets.subarray(this.#start(index), this.#start(index + 1)));
  }

  /**
   * Copies a text and returns where it ends. Whole words are copied, so up to three bytes behind
   * the end are overwritten: what follows in a line is written later, and there is room behind the
   * last.
   */
  copy(index: number, to: ByteBlock, at: number): number {
    const { words } = this.#block;
    const start = this.#start(index);
    const end = this.#start(index + 1);
    for (let from = start, place = at; from < end; from += WORD_BYTES, place += WORD_BYTES) {
      to.words.setInt32(place, words.getInt32(from, true), true);
    }
    return at + end - start;
  }

  #start(index: number): number {
    const start = this.#starts[index];
    if (start === undefined) throw new RangeError(`no text ${index}`);
    return start;
  }
}
