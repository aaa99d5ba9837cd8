import { decodeText, encodeText } from '../bytes/text.ts';
import type { AccessRecord } from '../parser/access-record.ts';
import { TargetKind } from '../parser/access-record.ts';
import type { Reading, TargetKindName } from './reading.ts';

/** A hit with all that is counted of it; texts are strings of one character a byte. */
export type SlowHit = Omit<Reading, 'user' | 'target'> & SlowExtras;

/** What Common and Combined logs do not have. */
export interface SlowExtras {
  /** -1 where not logged, as in an `AccessRecord`. */
  readonly responseMicros: number;
  readonly upstreamMicros: number;
  readonly requestBytes: number;
  readonly cache: string;
  readonly tls: string;
  readonly scheme: string;
}

const KINDS = Object.keys(TargetKind) as TargetKindName[]; // a record of names has no other keys

/** The hit that a record holds. */
export function hitOf(record: AccessRecord): SlowHit {
  const text = (start: number, end: number) => latin1(record.block.octets, start, end);
  return {
    second: record.second,
    status: record.status,
    bytes: record.bytes,
    vhost: text(record.vhostStart, record.vhostEnd),
    host: text(record.hostStart, record.hostEnd),
    method: text(record.methodStart, record.methodEnd),
    protocol: text(record.protocolStart, record.protocolEnd),
    kind: KINDS.find((name) => TargetKind[name] === record.targetKind) ?? 'none',
    url: text(record.targetStart, record.urlEnd),
    section: text(record.targetStart, record.sectionEnd),
    referrer: text(record.referrerStart, record.referrerEnd),
    agent: text(record.agentStart, record.agentEnd),
    ...extrasOf(record),
  };
}

export function extrasOf(record: AccessRecord): SlowExtras {
  const text = (start: number, end: number) => latin1(record.block.octets, start, end);
  return {
    responseMicros: record.responseMicros,
    upstreamMicros: record.upstreamMicros,
    requestBytes: record.requestBytes,
    cache: text(record.cacheStart, record.cacheEnd),
    tls: text(record.tlsStart, record.tlsEnd),
    scheme: text(record.schemeStart, record.schemeEnd),
  };
}

/** Arguments that a call is given at the most. */
const PIECE = 4096;

/** Bytes as a string of one character each. */
export function latin1(octets: Uint8Array, start: number, end: number): string {
  let text = '';
  for (let at = start; at < end; at += PIECE) {
    const piece: unknown = octets.subarray(at, Math.min(end, at + PIECE));
    // Any list of numbers will do, and this one need not be made.
    text += String.fromCharCode.apply(null, piece as number[]);
  }
  return text;
}

/** Text as such a string. */
export function latin1Of(text: string): string {
  const octets = encodeText(text);
  return latin1(octets, 0, octets.length);
}

/** Such a string as a report shows it: what is no UTF-8 becomes U+FFFD. */
export function shownText(bytes: string): string {
  return decodeText(Uint8Array.from(bytes, (char) => char.charCodeAt(0)));
}
