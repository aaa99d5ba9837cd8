const LF = 10;
const CR = 13;

/** One record: [start, end) of the octets, without its LF and a CR before that. */
export type OnRecord = (octets: Uint8Array, start: number, end: number) => void;

/**
 * Splits a stream into records the obvious way: what is left of the last piece and the next one are
 * put together, and each LF ends a record. Behind a record the octets hold what follows it, as far
 * as it has been read.
 */
export class SlowRecords {
  readonly #lineBytesMax: number;
  readonly #onRecord: OnRecord;
  readonly #onTooLong: () => void;
  #rest = new Uint8Array(0);
  #isTooLong = false;

  constructor(lineBytesMax: number, onRecord: OnRecord, onTooLong: () => void) {
    this.#lineBytesMax = lineBytesMax;
    this.#onRecord = onRecord;
    this.#onTooLong = onTooLong;
  }

  push(piece: Uint8Array): void {
    const octets = new Uint8Array(this.#rest.length + piece.length);
    octets.set(this.#rest);
    octets.set(piece, this.#rest.length);
    let start = 0;
    for (let lf = octets.indexOf(LF); lf >= 0; lf = octets.indexOf(LF, start)) {
      this.#end(octets, start, lf);
      start = lf + 1;
    }
    const isTooLong = octets.length - start > this.#lineBytesMax;
    this.#isTooLong ||= isTooLong;
    // Of a line that is too long nothing has to be kept but that it is.
    this.#rest = this.#isTooLong ? new Uint8Array(0) : octets.slice(start);
  }

  /** What stands behind the last LF is a record too. */
  finish(): void {
    if (this.#isTooLong || this.#rest.length > 0) this.#end(this.#rest, 0, this.#rest.length);
    this.#rest = new Uint8Array(0);
  }

  #end(octets: Uint8Array, start: number, end: number): void {
    if (this.#isTooLong || end - start > this.#lineBytesMax) this.#onTooLong();
    else this.#onRecord(octets, start, end > start && octets[end - 1] === CR ? end - 1 : end);
    this.#isTooLong = false;
  }
}
