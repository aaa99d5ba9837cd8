import { decodeText, encodeText } from '../bytes/text.ts';
import type { AccessRecord } from '../parser/access-record.ts';

const SPACE = 32;
const QUOTE = 34;
const COMMA = 44;
const DOT = 46;
const COLON = 58;
const BRACKET = 91;
const CLOSING_BRACKET = 93;

const ADDRESS_BYTES = 16;
/** Addresses of a chain that are looked at; who writes more is no proxy of ours. */
const CHAIN_MAX = 16;

interface Network {
  readonly address: Uint8Array;
  readonly bits: number;
}

/**
 * The real client behind a proxy. X-Forwarded-For is what a client sends and proxies append to, so
 * only the part counts that a trusted proxy has written: from the end of the list, the first
 * address that is not one of a trusted proxy.
 */
export class TrustedProxies {
  readonly #networks: readonly Network[];
  readonly #address = new Uint8Array(ADDRESS_BYTES);

  /** Addresses and networks, `10.0.0.0/8`, `::1`. Throws a RangeError for what is neither. */
  constructor(networks: readonly string[]) {
    this.#networks = networks.map(networkOf);
  }

  /** Puts the client of the record in place of the proxy, when a trusted one has stated it. */
  apply(record: AccessRecord): void {
    const { octets } = record.block;
    if (record.forwardedEnd === record.forwardedStart) return;
    if (!this.isTrusted(octets, record.hostStart, record.hostEnd)) return;
    let end = record.forwardedEnd;
    for (let hop = 0; hop < CHAIN_MAX && end > record.forwardedStart; hop++) {
      let start = end;
      while (start > record.forwardedStart && octets[start - 1] !== COMMA) start--;
      const isFirst = start === record.forwardedStart;
      const from = skipMarks(octets, start, end);
      const to = skipMarksBack(octets, start, end);
      if (from >= to || !readAddress(octets, from, to, this.#address)) return;
      record.hostStart = from;
      record.hostEnd = to;
      if (isFirst || !this.#isInNetworks()) return;
      end = start - 1;
    }
  }

  /** Whether the bytes are an address in one of the networks. */
  isTrusted(octets: Uint8Array, start: number, end: number): boolean {
    return readAddress(octets, start, end, this.#address) && this.#isInNetworks();
  }

  #isInNetworks(): boolean {
    for (const { address, bits } of this.#networks) {
      if (agree(address, this.#address, bits)) return true;
    }
    return false;
  }
}

function networkOf(text: string): Network {
  const octets = encodeText(text);
  const slash = text.indexOf('/');
  const address = new Uint8Array(ADDRESS_BYTES);
  const isV4 = !text.includes(':');
  const size = isV4 ? 32 : 128;
  const bits = slash < 0 ? size : Number(decodeText(octets.subarray(slash + 1)));
  const end = slash < 0 ? octets.length : slash;
  const isSound = Number.isInteger(bits) && bits >= 0 && bits <= size && slash !== text.length - 1;
  if (!isSound || !readAddress(octets, 0, end, address)) {
    throw new RangeError(`${text} is no address and no network`);
  }
  return { address, bits: isV4 ? bits + 96 : bits };
}

function agree(one: Uint8Array, other: Uint8Array, bits: number): boolean {
  const whole = bits >> 3;
  for (let at = 0; at < whole; at++) if (one[at] !== other[at]) return false;
  const rest = bits & 7;
  return rest === 0 || (one[whole]! ^ other[whole]!) >> (8 - rest) === 0; // whole < 16
}

/** Reads an address into 16 bytes, one of IPv4 as `::ffff:0:0/96`; false for what is none. */
function readAddress(octets: Uint8Array, start: number, end: number, address: Uint8Array): boolean {
  address.fill(0);
  let colon = start;
  while (colon < end && octets[colon] !== COLON) colon++;
  if (colon < end) return readV6(octets, start, end, address);
  address[10] = address[11] = 255;
  return readV4(octets, start, end, address, 12);
}

function readV4(
  octets: Uint8Array,
  start: number,
  end: number,
  address: Uint8Array,
  offset: number,
): boolean {
  let part = 0;
  let number = -1;
  for (let at = start; at <= end; at++) {
    const octet = at < end ? octets[at]! : DOT; // at < end
    if (octet === DOT) {
      if (number < 0 || part === 4) return false;
      address[offset + part++] = number;
      number = -1;
    } else {
      if (octet < 48 || octet > 57) return false;
      number = Math.max(number, 0) * 10 + octet - 48;
      if (number > 255) return false;
    }
  }
  return part === 4;
}

function readV6(octets: Uint8Array, start: number, end: number, address: Uint8Array): boolean {
  let group = 0;
  let gap = -1;
  let at = start;
  if (octets[at] === COLON && octets[at + 1] === COLON && at + 1 < end) {
    gap = 0;
    at += 2;
  }
  while (at < end) {
    const from = at;
    let number = 0;
    while (at < end && hexDigit(octets[at]!) >= 0) number = number * 16 + hexDigit(octets[at++]!);
    if (octets[at] === DOT && at < end) {
      if (group > 6 || !readV4(octets, from, end, address, group * 2)) return false;
      group += 2;
      break;
    }
    if (at === from || at - from > 4 || group === 8) return false;
    address[group * 2] = number >> 8;
    address[group * 2 + 1] = number & 255;
    group++;
    if (at === end) break;
    if (octets[at] !== COLON || at + 1 === end) return false;
    at++;
    if (octets[at] === COLON) {
      if (gap >= 0) return false;
      gap = group;
      at++;
    }
  }
  if (gap < 0) return group === 8;
  if (group === 8) return false;
  address.copyWithin(16 - (group - gap) * 2, gap * 2, group * 2);
  address.fill(0, gap * 2, 16 - (group - gap) * 2);
  return true;
}

function hexDigit(octet: number): number {
  if (octet >= 48 && octet <= 57) return octet - 48;
  const letter = octet | 32;
  return letter >= 97 && letter <= 102 ? letter - 87 : -1;
}

function skipMarks(octets: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end && isMark(octets[at]!)) at++; // at < end
  return at;
}

function skipMarksBack(octets: Uint8Array, start: number, end: number): number {
  let at = end;
  while (at > start && isMark(octets[at - 1]!)) at--; // at > start
  return at;
}

/** What may stand around an address of the list. */
function isMark(octet: number): boolean {
  return octet === SPACE || octet === QUOTE || octet === BRACKET || octet === CLOSING_BRACKET;
}
