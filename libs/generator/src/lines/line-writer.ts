import type { ByteBlock } from '@hitwatch/domain';

import type { Site } from '../site/site.ts';
import type { Hit } from '../traffic/hit.ts';
import { ClfTimeWriter } from './clf-time-writer.ts';
import { writeDecimal } from './decimal.ts';

const LF = 10;
const SPACE = 32;
const QUOTE = 34;
const MINUS = 45;
const OPENING_BRACKET = 91;
const CLOSING_BRACKET = 93;

/** Room that any line that is written here fits in; the longest is near 500 bytes. */
export const INVENTED_LINE_BYTES_MAX = 2048;

/**
 * Common and Combined Log Format, and Combined after `host:port` as Debian's vhost_combined has it.
 */
export type LogFormat = 'common' | 'combined' | 'vhost';

export const LOG_FORMATS: readonly LogFormat[] = ['common', 'combined', 'vhost'];

/** Writes hits as lines, each with its LF, straight into the bytes that leave the process. */
export class LineWriter {
  readonly #site: Site;
  readonly #format: LogFormat;
  readonly #time = new ClfTimeWriter();
  #timeStart = 0;
  #requestEnd = 0;

  constructor(site: Site, format: LogFormat) {
    this.#site = site;
    this.#format = format;
  }

  /** Where the 26 bytes of the time of the last line begin. */
  get timeStart(): number {
    return this.#timeStart;
  }

  /** Where the quote behind the request of the last line stands. */
  get requestEnd(): number {
    return this.#requestEnd;
  }

  /**
   * Writes at `at`, where there is room, and returns the end. `request` stands in for the hit's
   * own.
   */
  write(hit: Hit, second: number, to: ByteBlock, at: number, request?: Uint8Array): number {
    const { clients, users, referrers, agents } = this.#site;
    const { octets } = to;
    let end = at;
    if (this.#format === 'vhost') {
      end = this.#site.hosts.copy(hit.host, to, end);
      octets[end++] = SPACE;
    }
    end = clients.addresses.copy(hit.client, to, end);
    octets[end++] = SPACE;
    octets[end++] = MINUS;
    octets[end++] = SPACE;
    end = users.copy(hit.user, to, end);
    octets[end++] = SPACE;
    octets[end++] = OPENING_BRACKET;
    this.#timeStart = end;
    end = this.#time.write(second, octets, end);
    octets[end++] = CLOSING_BRACKET;
    octets[end++] = SPACE;
    octets[end++] = QUOTE;
    end =
      request === undefined ? this.#writeRequest(hit, to, end) : writeBytes(request, octets, end);
    this.#requestEnd = end;
    octets[end++] = QUOTE;
    octets[end++] = SPACE;
    end = writeDecimal(hit.status, octets, end);
    octets[end++] = SPACE;
    if (hit.bytes > 0) end = writeDecimal(hit.bytes, octets, end);
    else octets[end++] = MINUS;
    if (this.#format !== 'common') {
      end = writeQuoted(referrers.texts.copy(hit.referrer, to, end + 2), octets, end);
      end = writeQuoted(agents.copy(hit.agent, to, end + 2), octets, end);
    }
    octets[end++] = LF;
    return end;
  }

  #writeRequest(hit: Hit, to: ByteBlock, at: number): number {
    const { methods, sections, queries, protocols } = this.#site;
    let end = methods.copy(hit.method, to, at);
    to.octets[end++] = SPACE;
    end = sections.urls.copy(hit.url, to, end);
    end = queries.copy(hit.query, to, end);
    to.octets[end++] = SPACE;
    return protocols.copy(hit.protocol, to, end);
  }
}

function writeBytes(bytes: Uint8Array, to: Uint8Array, at: number): number {
  to.set(bytes, at);
  return at + bytes.length;
}

/** Puts ` "` and `"` around a text that stands at `at` + 2 to `textEnd`. */
function writeQuoted(textEnd: number, to: Uint8Array, at: number): number {
  to[at] = SPACE;
  to[at + 1] = QUOTE;
  to[textEnd] = QUOTE;
  return textEnd + 1;
}
