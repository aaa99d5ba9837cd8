const LF = 10;
const SPACE = 32;
const ZERO = 48;
const NINE = 57;
const LESS = 60;
/** Digits of a length that is believed; the longest message has five. */
const LENGTH_DIGITS_MAX = 9;
const ROOM_BYTES = 2048;

/** What is longer is cut, as RFC 5424, section 6.1 has it. */
export const MESSAGE_BYTES_MAX = 64 * 1024;

/**
 * Finds the messages in the bytes of one connection, by either framing of RFC 6587: a length in
 * front, or LF behind. A message with a length is told by the `<` that follows it, since a line
 * without a syslog header may begin with a digit too. Holds at most one message.
 */
export class SyslogFrames {
  readonly #onMessage: (octets: Uint8Array) => void;
  #room = new Uint8Array(ROOM_BYTES);
  #length = 0;
  /** Bytes of the message that have not come, or undefined when its end is an LF. */
  #missing: number | undefined;
  #begun = false;

  /** The octets of `onMessage` are valid until it returns. */
  constructor(onMessage: (octets: Uint8Array) => void) {
    this.#onMessage = onMessage;
  }

  push(chunk: Uint8Array): void {
    for (let at = 0; at < chunk.length;) {
      if (!this.#begun) at = this.#begin(chunk, at);
      else if (this.#missing === undefined) at = this.#line(chunk, at);
      else at = this.#counted(chunk, at, this.#missing);
    }
  }

  /** No more will come: what is held is a message. */
  end(): void {
    if (this.#length > 0) this.#give();
  }

  /** One byte of what may be a length. */
  #begin(chunk: Uint8Array, at: number): number {
    const octet = chunk[at] ?? 0;
    const digits = this.#room[this.#length - 1] === SPACE ? this.#length - 1 : this.#length;
    if (octet === LESS && digits > 0 && digits < this.#length) {
      const count = Number(Buffer.from(this.#room.subarray(0, digits)).toString());
      this.#begun = true;
      this.#length = 0;
      this.#missing = count;
      return at;
    }
    const isDigit = octet >= ZERO && octet <= NINE && !(octet === ZERO && this.#length === 0);
    const goesOn = isDigit && digits === this.#length && digits < LENGTH_DIGITS_MAX;
    const ends = octet === SPACE && digits > 0 && digits === this.#length;
    if (goesOn || ends) {
      this.#hold(chunk.subarray(at, at + 1));
      return at + 1;
    }
    this.#begun = true;
    this.#missing = undefined;
    return at;
  }

  #line(chunk: Uint8Array, at: number): number {
    const lf = chunk.indexOf(LF, at);
    this.#hold(chunk.subarray(at, lf < 0 ? chunk.length : lf));
    if (lf < 0) return chunk.length;
    this.#give();
    return lf + 1;
  }

  #counted(chunk: Uint8Array, at: number, missing: number): number {
    const end = Math.min(chunk.length, at + missing);
    this.#hold(chunk.subarray(at, end));
    this.#missing = missing - (end - at);
    if (this.#missing === 0) this.#give();
    return end;
  }

  #hold(octets: Uint8Array): void {
    const kept = octets.subarray(0, MESSAGE_BYTES_MAX - this.#length);
    const needed = this.#length + kept.length;
    if (needed > this.#room.length) {
      const larger = new Uint8Array(Math.min(2 * needed, MESSAGE_BYTES_MAX));
      larger.set(this.#room.subarray(0, this.#length));
      this.#room = larger;
    }
    this.#room.set(kept, this.#length);
    this.#length = needed;
  }

  #give(): void {
    const message = this.#room.subarray(0, this.#length);
    this.#length = 0;
    this.#begun = false;
    this.#missing = undefined;
    this.#onMessage(message);
  }
}
