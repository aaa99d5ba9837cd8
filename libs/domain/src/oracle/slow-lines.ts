import { ByteBlock } from '../bytes/byte-block.ts';
import type { FormatFollower } from '../formats/format-follower.ts';
import { AccessRecord } from '../parser/access-record.ts';
import type { Amend } from '../parser/line-scanner.ts';
import { DIRECTIVE, PARSED, UNPARSED_REASONS } from '../parser/unparsed-reason.ts';
import type { Refusal } from './reading.ts';
import { extrasOf, hitOf, latin1, type SlowHit } from './slow-hit.ts';
import { slowParse } from './slow-parser.ts';

/** Formats of which the slow parser reads all that Common and Combined have. */
const SLOW_FORMATS = [
  'common',
  'combined',
  'vhost_common',
  'vhost_combined',
  'combined_extended',
  'traefik',
  'nginx_ingress',
];
/** The same parser refuses lines of this one, which has its virtual host in another place. */
const REFUSED_ALIKE = [...SLOW_FORMATS, 'lighttpd'];

/** What a line is: a hit, none of the log's hits, or why it is not read. */
export interface SlowLine {
  readonly found: SlowHit | Refusal | 'directive';
  /** Whether the slow parser has said so, and not the one that the report was made with. */
  readonly isIndependent: boolean;
}

/**
 * Reads the lines of one file one at a time. The parser of the report says which format a line has;
 * what a line of the Common family means, the slow parser says alone. Of what servers add behind
 * it, and of all other formats, there is no second parser.
 */
export class SlowLines {
  readonly #parser: FormatFollower;
  readonly #amend: Amend | undefined;
  readonly #record = new AccessRecord();
  #block = new ByteBlock(new Uint8Array(0));

  constructor(parser: FormatFollower, amend?: Amend) {
    this.#parser = parser;
    this.#amend = amend;
  }

  /** Of octets that hold what follows the line, as far as it is there: the format may need it. */
  read(octets: Uint8Array, start: number, end: number): SlowLine {
    if (this.#block.octets !== octets) this.#block = new ByteBlock(octets);
    const record = this.#record;
    const reason = this.#parser.parse(this.#block, start, end, record);
    if (reason === DIRECTIVE) return { found: 'directive', isIndependent: false };
    if (reason === PARSED) return this.#hit(octets, start, end);
    const name = UNPARSED_REASONS[reason];
    if (name === undefined || name === 'parsed') throw new RangeError(`no reason: ${reason}`);
    if (!this.#refusesAlike()) return { found: { reason: name }, isIndependent: false };
    const reading = slowParse(latin1(octets, start, end));
    const found = 'reason' in reading ? reading : { ...reading, ...extrasOf(new AccessRecord()) };
    return { found, isIndependent: true };
  }

  #hit(octets: Uint8Array, start: number, end: number): SlowLine {
    const record = this.#record;
    const isSlowParsers = this.#beginsWithClient(octets, start);
    const { hostStart } = record;
    this.#amend?.(record);
    if (!isSlowParsers) return { found: hitOf(record), isIndependent: false };
    const reading = slowParse(latin1(octets, start, end));
    if ('reason' in reading) return { found: reading, isIndependent: true };
    const host = record.hostStart === hostStart ? reading.host : hitOf(record).host;
    return { found: { ...reading, ...extrasOf(record), host }, isIndependent: true };
  }

  /** A line of the family without a wrapper around it, which the slow parser knows nothing of. */
  #beginsWithClient(octets: Uint8Array, start: number): boolean {
    const { block, vhostStart, vhostEnd, hostStart } = this.#record;
    if (block !== this.#block || !SLOW_FORMATS.includes(this.#parser.looksLike ?? '')) return false;
    const first = vhostEnd > vhostStart ? Math.min(vhostStart, hostStart) : hostStart;
    return octets.subarray(start, first).every((octet) => [0, 9, 32].includes(octet));
  }

  /** Whether the file has lines of the family and no others, so that its reasons are theirs. */
  #refusesAlike(): boolean {
    const { detection, formats } = this.#parser;
    const name = detection?.format;
    if (name === undefined || detection?.envelope !== undefined) return false;
    return [name, ...formats].every((format) => REFUSED_ALIKE.includes(format));
  }
}
