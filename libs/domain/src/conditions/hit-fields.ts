import { isDash } from '../bytes/ascii.ts';
import {
  AGENT,
  BYTES,
  EXTRAS,
  HOST,
  METHOD,
  PROTOCOL,
  REASON,
  RECORD_DOUBLES,
  RECORD_INTS,
  type RecordBatch,
  REFERRER,
  RESPONSE_MICROS,
  SECOND,
  SECTION,
  STATUS,
  URL,
  VHOST,
} from '../parser/record-batch.ts';
import { DIRECTIVE, PARSED } from '../parser/unparsed-reason.ts';

/** The texts of a hit that rules and conditions look at. */
export type TextField =
  'section' | 'url' | 'method' | 'client' | 'referrer' | 'agent' | 'vhost' | 'protocol';

/** Where a batch has a text; all that rules know of its layout is in this file. */
export type TextPlace = number;

const PLACES: Readonly<Record<TextField, TextPlace>> = {
  section: SECTION,
  url: URL,
  method: METHOD,
  client: HOST,
  referrer: REFERRER,
  agent: AGENT,
  vhost: VHOST,
  protocol: PROTOCOL,
};

/** Texts in which a server writes `-` for nothing. */
const DASHED: ReadonlySet<TextField> = new Set(['method', 'referrer', 'agent', 'protocol']);

export function placeOf(field: TextField): TextPlace {
  return PLACES[field];
}

/** Whether a text of nothing but `-` means that there is none. */
export function dashIsNone(field: TextField): boolean {
  return DASHED.has(field);
}

// The batch has the places of each of its lines, here and below.

export function isHit({ ints }: RecordBatch, line: number): boolean {
  return ints[line * RECORD_INTS + REASON] === PARSED;
}

/** Whether a line belongs to the log and is no hit. */
export function isDirective({ ints }: RecordBatch, line: number): boolean {
  return ints[line * RECORD_INTS + REASON] === DIRECTIVE;
}

/** Epoch second in which the hit counts. */
export function secondOf({ doubles }: RecordBatch, line: number): number {
  return doubles[line * RECORD_DOUBLES + SECOND]!;
}

/** Moves a hit to another second. */
export function setSecond({ doubles }: RecordBatch, line: number, second: number): void {
  doubles[line * RECORD_DOUBLES + SECOND] = second;
}

/** 100-999, or 0 where the line has none. */
export function statusOf({ ints }: RecordBatch, line: number): number {
  return ints[line * RECORD_INTS + STATUS]!;
}

export function bytesOf({ doubles }: RecordBatch, line: number): number {
  return doubles[line * RECORD_DOUBLES + BYTES]!;
}

/** -1 where the line states none. */
export function responseMicrosOf({ ints, doubles }: RecordBatch, line: number): number {
  if (ints[line * RECORD_INTS + EXTRAS] !== 1) return -1;
  return doubles[line * RECORD_DOUBLES + RESPONSE_MICROS]!;
}

/** Where a text begins in the batch's block. */
export function textStart({ ints }: RecordBatch, line: number, place: TextPlace): number {
  return ints[line * RECORD_INTS + place]!;
}

/** Where it ends: at its start if there is none, or only a dash and `noDash`. */
export function textEnd(
  { block, ints }: RecordBatch,
  line: number,
  place: TextPlace,
  noDash: boolean,
): number {
  const at = line * RECORD_INTS + place;
  const start = ints[at]!;
  const end = ints[at + 1]!;
  return noDash && isDash(block.octets, start, end) ? start : end;
}
