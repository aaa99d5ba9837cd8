import type { ByteBlock } from '../bytes/byte-block.ts';
import { nextOf } from '../bytes/scan.ts';
import { type AccessRecord, TargetKind } from './access-record.ts';

const SPACE = 32;
const HASH = 35;
const STAR = 42;
const MINUS = 45;
const SLASH = 47;
const COLON = 58;
const QUESTION = 63;

/** Longest method that is believed; registered ones have at most 17 letters. */
const METHOD_BYTES_MAX = 32;

/**
 * Splits a request line, `METHOD target PROTOCOL`, into the record. The target is everything
 * between the first space and a last token `HTTP/...`, spaces included, as clients do send them. A
 * request whose first token is no method (TLS bytes, `-`, nothing) has no method and no target, and
 * still is a hit.
 */
export function splitRequest(block: ByteBlock, start: number, end: number, record: AccessRecord) {
  const { octets } = block;
  let from = start;
  let to = end;
  while (from < to && octets[from] === SPACE) from++;
  while (to > from && octets[to - 1] === SPACE) to--;

  let methodEnd = from;
  while (methodEnd < to && octets[methodEnd] !== SPACE) methodEnd++;
  if (methodEnd === to || !isMethod(octets, from, methodEnd)) {
    record.methodStart = record.methodEnd = start;
    record.protocolStart = record.protocolEnd = start;
    setNoTarget(record, start);
    return;
  }
  record.methodStart = from;
  record.methodEnd = methodEnd;

  let lastSpace = to - 1;
  while (octets[lastSpace] !== SPACE) lastSpace--; // stops at methodEnd at the latest
  let targetEnd = to;
  if (isProtocol(octets, lastSpace + 1, to)) {
    record.protocolStart = lastSpace + 1;
    record.protocolEnd = to;
    targetEnd = lastSpace;
  } else {
    record.protocolStart = record.protocolEnd = to;
  }
  let targetStart = methodEnd;
  while (targetStart < targetEnd && octets[targetStart] === SPACE) targetStart++;
  while (targetEnd > targetStart && octets[targetEnd - 1] === SPACE) targetEnd--;
  splitTarget(block, targetStart, targetEnd, record);
}

/**
 * Finds url and section of a request target. The section is what stands before the second `/` of
 * the path, query and fragment cut first; the origin of an absolute URL stays.
 */
export function splitTarget(block: ByteBlock, start: number, end: number, record: AccessRecord) {
  const { octets } = block;
  if (start === end) {
    setNoTarget(record, start);
    return;
  }
  record.targetStart = start;
  record.targetEnd = end;
  let pathStart = start;
  let kind: number = TargetKind.path;
  if (octets[start] !== SLASH) {
    const authority = authorityStart(octets, start, end);
    if (authority > 0) {
      kind = TargetKind.absolute;
      pathStart = authority;
      while (pathStart < end && !endsSegment(octets[pathStart])) pathStart++;
      if (pathStart === end || octets[pathStart] !== SLASH) {
        record.targetKind = TargetKind.bareOrigin;
        record.urlEnd = record.sectionEnd = pathStart;
        return;
      }
    } else {
      // `*`, `host:443` of a CONNECT, or a path that lacks its slash: the first segment stands for
      // it.
      kind = TargetKind.other;
      pathStart = start - 1;
      if (octets[start] === STAR && end === start + 1) pathStart = start;
    }
  }
  let at = pathStart + 1;
  while (at < end && !endsSegment(octets[at])) at++;
  record.sectionEnd = at;
  record.urlEnd = nextOf(block, at, end, QUESTION, HASH);
  if (record.urlEnd === start) setNoTarget(record, start);
  else record.targetKind = kind;
}

function setNoTarget(record: AccessRecord, at: number) {
  record.targetStart = record.targetEnd = record.urlEnd = record.sectionEnd = at;
  record.targetKind = TargetKind.none;
}

function endsSegment(octet: number | undefined): boolean {
  return octet === SLASH || octet === QUESTION || octet === HASH;
}

/** Where the authority begins behind `scheme://`, or 0 where there is none. */
function authorityStart(octets: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end && at - start < 16 && isSchemeOctet(octets[at]!)) at++; // at < end
  const slashes = octets[at + 1] === SLASH && octets[at + 2] === SLASH;
  return at > start && at + 3 <= end && octets[at] === COLON && slashes ? at + 3 : 0;
}

function isSchemeOctet(octet: number): boolean {
  const letter = octet | 32;
  return (letter >= 97 && letter <= 122) || (octet >= 48 && octet <= 57) || octet === 43;
}

/** RFC 9110 `token`, less the characters that no method has and that junk begins with. */
function isMethod(octets: Uint8Array, start: number, end: number): boolean {
  if (end === start || end - start > METHOD_BYTES_MAX) return false;
  for (let at = start; at < end; at++) {
    const octet = octets[at]!; // at < end
    if (octet >= 65 && octet <= 90) continue;
    const inner = octet === MINUS || octet === 95 || (octet >= 48 && octet <= 57);
    if (octet >= 97 && octet <= 122) continue;
    if (!inner || at === start) return false;
  }
  return true;
}

function isProtocol(octets: Uint8Array, start: number, end: number): boolean {
  return (
    end - start > 5 &&
    octets[start] === 72 && // H
    octets[start + 1] === 84 && // T
    octets[start + 2] === 84 && // T
    octets[start + 3] === 80 && // P
    octets[start + 4] === SLASH
  );
}
