import { ByteBlock } from '../bytes/byte-block.ts';
import type { AccessRecord } from './access-record.ts';

const TEXTS_BYTES = 1 << 18;

/**
 * The fields of some lines that their parser had to decode, which keeps them only until its next
 * line.
 */
export class DecodedTexts {
  readonly block = new ByteBlock(new Uint8Array(TEXTS_BYTES));
  #used = 0;

  clear(): void {
    this.#used = 0;
  }

  /**
   * Copies the fields that are counted to here and makes the record refer to them. Returns false,
   * and leaves a record that is good for nothing, where there is not enough room.
   */
  take(record: AccessRecord): boolean {
    const from = record.block;
    record.vhostStart = this.#copy(from, record.vhostStart, record.vhostEnd);
    record.vhostEnd = this.#used;
    record.hostStart = this.#copy(from, record.hostStart, record.hostEnd);
    record.hostEnd = this.#used;
    record.methodStart = this.#copy(from, record.methodStart, record.methodEnd);
    record.methodEnd = this.#used;
    record.protocolStart = this.#copy(from, record.protocolStart, record.protocolEnd);
    record.protocolEnd = this.#used;
    record.referrerStart = this.#copy(from, record.referrerStart, record.referrerEnd);
    record.referrerEnd = this.#used;
    record.agentStart = this.#copy(from, record.agentStart, record.agentEnd);
    record.agentEnd = this.#used;
    record.cacheStart = this.#copy(from, record.cacheStart, record.cacheEnd);
    record.cacheEnd = this.#used;
    record.tlsStart = this.#copy(from, record.tlsStart, record.tlsEnd);
    record.tlsEnd = this.#used;
    record.schemeStart = this.#copy(from, record.schemeStart, record.schemeEnd);
    record.schemeEnd = this.#used;
    const section = record.sectionEnd - record.targetStart;
    record.targetStart = this.#copy(from, record.targetStart, record.urlEnd);
    record.targetEnd = record.urlEnd = this.#used;
    record.sectionEnd = record.targetStart + section;
    record.block = this.block;
    return this.#used <= TEXTS_BYTES;
  }

  /** Returns where the copy begins; without room nothing is copied. */
  #copy(from: ByteBlock, start: number, end: number): number {
    const at = this.#used;
    this.#used += end - start;
    if (this.#used <= TEXTS_BYTES) this.block.copy(from, start, end, at);
    return at;
  }
}
