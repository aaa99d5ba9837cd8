/**
 * A run of bytes that can be read as octets and as 32-bit words.
 * Made once for a block of input, never for a line: hashing and comparing four bytes at a time is
 * what makes the hot path fast, and a `DataView` is how JavaScript reads an unaligned word.
 */
export class ByteBlock {
  readonly octets: Uint8Array;
  readonly words: DataView;

  constructor(octets: Uint8Array) {
    // A Buffer is a Uint8Array of another shape; code that meets both is slower on either.
    this.octets =
      octets.constructor === Uint8Array
        ? octets
        : new Uint8Array(octets.buffer, octets.byteOffset, octets.byteLength);
    this.words = new DataView(octets.buffer, octets.byteOffset, octets.byteLength);
  }

  /** A block of ASCII text, for the fixed keys that no log states, such as `(none)`. */
  static ofAscii(text: string): ByteBlock {
    return new ByteBlock(Uint8Array.from(text, (char) => char.charCodeAt(0)));
  }

  get length(): number {
    return this.octets.length;
  }
}
