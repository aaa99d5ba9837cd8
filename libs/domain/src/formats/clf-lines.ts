import { isBlank, isDash, skipBlank, wordEnd } from '../bytes/ascii.ts';
import type { ByteBlock } from '../bytes/byte-block.ts';
import type { AccessRecord } from '../parser/access-record.ts';
import { ClfParser } from '../parser/clf-parser.ts';
import { findTime, hasClfTimeShape } from '../parser/clf-time.ts';
import { PARSED, Unparsed } from '../parser/unparsed-reason.ts';
import { ClfTail, TAIL_NAMES, TailKind } from './clf-tail.ts';
import type { FormatParser } from './format-parser.ts';
import { readStatus } from './read-number.ts';
import { RecordFields } from './record-fields.ts';

const QUOTE = 34;
const DOT = 46;
const COLON = 58;

/**
 * Common and Combined Log Format with what servers add to them: the fields behind the user agent
 * by their shapes (`ClfTail`), and lighttpd's virtual host where the ident is. So one parser serves
 * a whole family, and a file that mixes its formats is parsed in full.
 */
export class ClfLines implements FormatParser {
  failedAt = 0;
  looksLike = 'common';
  readonly fields = new RecordFields();
  readonly #clf = new ClfParser();
  readonly #tail = new ClfTail(this.fields);

  parse(block: ByteBlock, start: number, end: number, record: AccessRecord): number {
    const reason = this.#clf.parse(block, start, end, record);
    if (reason !== PARSED) {
      this.failedAt = failureOf(block.octets, start, end, reason);
      return reason;
    }
    const hasVhost = record.vhostEnd > record.vhostStart;
    const isLighttpd = !hasVhost && takeVhost(block.octets, record);
    const hasAgent = record.agentEnd > record.agentStart;
    const tailStart = hasAgent ? record.agentEnd + 1 : this.#commonTail(block.octets, end, record);
    let tail: number = TailKind.none;
    // Most lines end with the quote behind the agent: looking further would be for nothing.
    if (tailStart < end) tail = this.#tail.parse(block, tailStart, end, record);
    if (isLighttpd) this.looksLike = 'lighttpd';
    else if (tail !== TailKind.none)
      this.looksLike = TAIL_NAMES[tail]!; // a name for each kind
    else if (hasVhost) this.looksLike = hasAgent ? 'vhost_combined' : 'vhost_common';
    else this.looksLike = hasAgent ? 'combined' : 'common';
    return PARSED;
  }

  /** Where the fields behind the size begin in a line that has no agent; else the end. */
  #commonTail(octets: Uint8Array, end: number, record: AccessRecord): number {
    if (record.referrerEnd > record.referrerStart) return record.referrerEnd + 1;
    let quote = Math.max(record.targetEnd, record.protocolEnd);
    while (quote < end && !closesRequest(octets, quote, end)) quote++;
    const status = skipBlank(octets, quote + 1, end);
    const size = skipBlank(octets, wordEnd(octets, status, end), end);
    return skipBlank(octets, wordEnd(octets, size, end), end);
  }
}

/** Whether a quote stands at `at` that a status follows, or the dash for none. */
function closesRequest(octets: Uint8Array, at: number, end: number): boolean {
  if (octets[at] !== QUOTE) return false;
  const status = skipBlank(octets, at + 1, end);
  const statusEnd = wordEnd(octets, status, end);
  return isDash(octets, status, statusEnd) || readStatus(octets, status, statusEnd) > 0;
}

/**
 * lighttpd logs the virtual host where others log the ident (`%h %V %u`), and a proxy's log may
 * have a dash where the forwarded client is absent. Whether the line has it.
 */
function takeVhost(octets: Uint8Array, record: AccessRecord): boolean {
  const start = skipBlank(octets, record.hostEnd, record.userStart);
  if (record.userStart === start + 2 && octets[start] === 45) return false; // an ident of `-`
  const end = wordEnd(octets, start, record.userStart);
  if (!isHostName(octets, start, end) || octets[record.hostEnd] !== 32) return false;
  if (isDash(octets, record.hostStart, record.hostEnd)) {
    record.hostStart = start;
    record.hostEnd = end;
  } else {
    record.vhostStart = start;
    record.vhostEnd = end;
  }
  return true;
}

/** A point or a colon between other things: an ident has none. */
function isHostName(octets: Uint8Array, start: number, end: number): boolean {
  for (let at = start + 1; at < end - 1; at++) {
    if (octets[at] === DOT || octets[at] === COLON) return true;
  }
  return false;
}

/** Where a line stopped being one: only for lines that failed, of which most files have few. */
function failureOf(octets: Uint8Array, start: number, end: number, reason: number): number {
  if (reason === Unparsed.empty || reason === Unparsed.nul) return start;
  const time = findTime(octets, start, end);
  if (time < 0) {
    let at = start;
    while (at < end && !(octets[at] === 91 && at + 28 <= end && hasClfTimeShape(octets, at + 1))) {
      at++;
    }
    return at < end ? at + 28 : fourthWord(octets, start, end);
  }
  if (reason === Unparsed.noHost) return time;
  if (reason === Unparsed.badTime) return time + 1;
  let at = skipBlank(octets, time + 28, end) + 1;
  while (at < end && octets[at] !== QUOTE) at++;
  const status = skipBlank(octets, at + 1, end);
  if (at >= end || reason === Unparsed.noRequest) return Math.min(at, end);
  if (reason === Unparsed.badStatus) return Math.min(status, end);
  return skipBlank(octets, wordEnd(octets, status, end), end);
}

/** Where the time should have been. */
function fourthWord(octets: Uint8Array, start: number, end: number): number {
  let at = start;
  for (let word = 0; word < 3; word++) {
    while (at < end && !isBlank(octets[at]!)) at++; // at < end
    at = skipBlank(octets, at, end);
  }
  return at;
}
