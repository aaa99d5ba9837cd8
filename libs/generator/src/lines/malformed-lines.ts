import { type ByteBlock, encodeText } from '@hitwatch/domain';

import type { Random } from '../random/random.ts';
import type { Hit } from '../traffic/hit.ts';
import { writeTwoDigits } from './decimal.ts';
import type { LineWriter } from './line-writer.ts';

const LF = 10;
const OPENING_BRACKET = 91;
const JUNK_BYTES_MAX = 200;

/** The start of a TLS handshake sent to a plain port, escaped as Apache and nginx log it. */
const TLS_HANDSHAKE = encodeText(
  String.raw`\x16\x03\x01\x02\x00\x01\x00\x01\xFC\x03\x03\x9E\xA7\x1B\xC4`,
);
const BAD_REQUEST_BYTES = 157;

export const MALFORMED_KINDS = ['truncated', 'tls', 'binary', 'bad time', 'empty'] as const;

/**
 * Lines as logs have them when something went wrong: cut off in the request, a TLS handshake as
 * request, binary junk, a day that does not exist, nothing at all. All but the handshake are no
 * hits for any parser.
 */
export class MalformedLines {
  readonly #writer: LineWriter;
  readonly #random: Random;

  constructor(writer: LineWriter, random: Random) {
    this.#writer = writer;
    this.#random = random;
  }

  /**
   * Writes a line in place of the one that `hit` would have been; returns where it ends, behind its
   * LF.
   */
  write(hit: Hit, second: number, to: ByteBlock, at: number): number {
    const kind = MALFORMED_KINDS[this.#random.below(MALFORMED_KINDS.length)];
    let end = at;
    switch (kind) {
      case 'truncated':
        this.#writer.write(hit, second, to, at);
        end += 1 + this.#random.below(this.#writer.requestEnd - at);
        break;
      case 'tls':
        hit.status = 400;
        hit.bytes = BAD_REQUEST_BYTES;
        hit.user = hit.referrer = 0;
        return this.#writer.write(hit, second, to, at, TLS_HANDSHAKE);
      case 'bad time':
        end = this.#writer.write(hit, second, to, at);
        writeTwoDigits(32 + this.#random.below(68), to.octets, this.#writer.timeStart);
        return end;
      case 'binary':
        end = this.#writeJunk(to.octets, at);
        break;
      default:
    }
    to.octets[end] = LF;
    return end + 1;
  }

  /** Bytes of any value but those that would end the line or begin a time. */
  #writeJunk(to: Uint8Array, at: number): number {
    const end = at + 1 + this.#random.below(JUNK_BYTES_MAX);
    for (let place = at; place < end; place++) {
      const octet = this.#random.below(256);
      to[place] = octet === LF || octet === OPENING_BRACKET ? 0 : octet;
    }
    return end;
  }
}
