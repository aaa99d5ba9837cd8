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

  /**
   * Copies the bytes [start, end) of another block to `at`. For keys of some bytes: a view of them
   * for `Uint8Array.set` would cost more than the copy.
   */
  copy(from: ByteBlock, start: number, end: number, at: number): void {
    let source = start;
    let target = at;
    for (; source + 4 <= end; source += 4, target += 4) {
      this.words.setInt32(target, from.words.getInt32(source, true), true);
    }
    for (; source < end; source++, target++) {
      this.octets[target] = from.octets[source]!; // source < end
    }
  }

  /** Whether the bytes [start, end) of another block stand here at `at`. */
  holds(at: number, other: ByteBlock, start: number, end: number): boolean {
    let ours = at;
    let theirs = start;
    for (; theirs + 8 <= end; theirs += 8, ours += 8) {
      const difference =
        (this.words.getInt32(ours, true) ^ other.words.getInt32(theirs, true)) |
        (this.words.getInt32(ours + 4, true) ^ other.words.getInt32(theirs + 4, true));
      if (difference !== 0) return false;
    }
    for (; theirs < end; theirs++, ours++) {
      if (this.octets[ours] !== other.octets[theirs]) return false;
    }
    return true;
  }

  get length(): number {
    return this.octets.length;
  }
}
