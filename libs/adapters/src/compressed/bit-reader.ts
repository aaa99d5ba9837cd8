/** Bits are looked up four bytes at a time, also the last ones. */
const PADDING_BYTES = 4;

/** There are fewer bits than were asked for. */
export class OutOfBits extends Error {}

/** Reads bits from the highest of a byte to its lowest. */
export class BitReader {
  /** Of the next bit. */
  position = 0;
  readonly #view: DataView;
  readonly #bits: number;

  constructor(...chunks: readonly Uint8Array[]) {
    const octets = Buffer.concat([...chunks, new Uint8Array(PADDING_BYTES)]);
    this.#view = new DataView(octets.buffer, octets.byteOffset, octets.length);
    this.#bits = (octets.length - PADDING_BYTES) * 8;
  }

  get bytesLeft(): number {
    return (this.#bits - this.position) >> 3;
  }

  /** What is left, from a whole byte on; whoever goes on with it keeps `position` & 7. */
  rest(): Uint8Array {
    const from = this.position >> 3;
    return new Uint8Array(
      this.#view.buffer,
      this.#view.byteOffset + from,
      this.#view.byteLength - PADDING_BYTES - from,
    );
  }

  /** The next 1 to 24 bits as a number. Throws `OutOfBits`. */
  take(count: number): number {
    const value = this.peek(count);
    this.skip(count);
    return value;
  }

  /** What `take` would give, with zeros for bits that there are not. */
  peek(count: number): number {
    const { position } = this;
    // Beyond the end nothing is skipped to, so this is inside the padding.
    return (this.#view.getUint32(position >> 3) << (position & 7)) >>> (32 - count);
  }

  skip(count: number): void {
    const next = this.position + count;
    if (next > this.#bits) throw new OutOfBits();
    this.position = next;
  }

  /** To the beginning of the next byte, if this is not one. */
  align(): void {
    this.position = (this.position + 7) & ~7;
  }
}
