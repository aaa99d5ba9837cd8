import { ByteBlock } from '../bytes/byte-block.ts';
import { hashBytes } from '../bytes/hash.ts';
import type { AccessRecord } from './access-record.ts';
import { PARSED } from './unparsed-reason.ts';

/** Lines that a batch has room for. */
export const BATCH_LINES = 512;
/** Bytes of one record: doubles, then 32-bit integers. */
export const RECORD_BYTES = 232;

/** 64-bit places of a record in `doubles`: `RECORD_DOUBLES` times its number, and one of these. */
export const RECORD_DOUBLES = RECORD_BYTES / 8;
export const SECOND = 0;
export const BYTES = 1;
/** In microseconds, and bytes; -1 where absent. They are only set where `EXTRAS` is. */
export const RESPONSE_MICROS = 2;
export const UPSTREAM_MICROS = 3;
export const REQUEST_BYTES = 4;

/** 32-bit places of a record in `ints`: `RECORD_INTS` times its number, and one of these. */
export const RECORD_INTS = RECORD_BYTES / 4;
export const STATUS = 10;
/**
 * `PARSED`, `DIRECTIVE`, or why the line is not parsed: an index of `UNPARSED_REASONS`. Unless it
 * is parsed, only its ends are set.
 */
export const REASON = 11;
export const LINE_START = 12;
export const LINE_END = 13;
export const TARGET_KIND = 14;
/** 1 where the line has fields that Common and Combined logs do not have. */
export const EXTRAS = 15;
export const VHOST = 16;
/** Where the keys stand: each has where it starts, where it ends, and what follows here. */
export const HOST = 18;
export const METHOD = 22;
export const SECTION = 26;
export const URL = 30;
export const REFERRER = 34;
export const AGENT = 38;
export const PROTOCOL = 42;
/** Only where `EXTRAS` is set. */
export const CACHE = 46;
export const TLS = 50;
export const SCHEME = 54;
/** Of a key, behind its ends: its hash. */
export const HASH = 2;
/** Of a key: the number of an earlier record with the same key, as far as known, or its own. */
export const FIRST = 3;

const NO_BYTES = new ByteBlock(new Uint8Array(0));

/**
 * Parsed lines on their way to be counted, some hundreds at a time: numbers, offsets into one
 * block, and hashes of the keys. Flat, so that WebAssembly can fill it, and in one piece, so that
 * each table can go through all lines while its own memory is at hand.
 */
export class RecordBatch {
  /** Seed of the hashes: that of the tables that will count them. */
  readonly seed: number;
  readonly ints: Int32Array;
  readonly doubles: Float64Array;
  /** What the offsets of all fields refer to. */
  block: ByteBlock = NO_BYTES;
  /** What the ends of the lines refer to: the same, unless texts had to be decoded. */
  lines: ByteBlock = NO_BYTES;
  /** Where the first octet of `lines` stands in the block that was scanned. */
  origin = 0;
  /** Lines held. */
  size = 0;
  /** Whether a line of the batch has extras. */
  hasExtras = false;

  constructor(
    seed: number,
    buffer: ArrayBuffer = new ArrayBuffer(BATCH_LINES * RECORD_BYTES),
    offset = 0,
  ) {
    this.seed = seed;
    this.ints = new Int32Array(buffer, offset, BATCH_LINES * RECORD_INTS);
    this.doubles = new Float64Array(buffer, offset, BATCH_LINES * RECORD_DOUBLES);
  }

  /** Empties it for lines that stand in `lines`, whose fields are in `block`. */
  begin(lines: ByteBlock, origin: number, block = lines): void {
    this.lines = lines;
    this.block = block;
    this.origin = origin;
    this.size = 0;
    this.hasExtras = false;
  }

  /** Where the line of a record begins in the block that was scanned. */
  lineOffset(line: number): number {
    return this.origin + this.ints[line * RECORD_INTS + LINE_START]!; // line < size, as below
  }

  /** Sets a record to a line [start, end) of `lines` that was parsed, or was not for a `reason`. */
  set(line: number, start: number, end: number, reason: number, record: AccessRecord): void {
    const { ints } = this;
    const at = line * RECORD_INTS;
    ints[at + REASON] = reason;
    ints[at + LINE_START] = start;
    ints[at + LINE_END] = end;
    if (reason !== PARSED) return;
    this.doubles[line * RECORD_DOUBLES + SECOND] = record.second;
    this.doubles[line * RECORD_DOUBLES + BYTES] = record.bytes;
    ints[at + STATUS] = record.status;
    ints[at + TARGET_KIND] = record.targetKind;
    ints[at + VHOST] = record.vhostStart;
    ints[at + VHOST + 1] = record.vhostEnd;
    this.#setKey(line, HOST, record.hostStart, record.hostEnd);
    this.#setKey(line, METHOD, record.methodStart, record.methodEnd);
    this.#setKey(line, SECTION, record.targetStart, record.sectionEnd);
    this.#setKey(line, URL, record.targetStart, record.urlEnd);
    this.#setKey(line, REFERRER, record.referrerStart, record.referrerEnd);
    this.#setKey(line, AGENT, record.agentStart, record.agentEnd);
    this.#setKey(line, PROTOCOL, record.protocolStart, record.protocolEnd);
    ints[at + EXTRAS] = 0;
    if (hasExtras(record)) this.#setExtras(line, record);
  }

  #setExtras(line: number, record: AccessRecord): void {
    this.hasExtras = true;
    this.ints[line * RECORD_INTS + EXTRAS] = 1;
    const at = line * RECORD_DOUBLES;
    this.doubles[at + RESPONSE_MICROS] = record.responseMicros;
    this.doubles[at + UPSTREAM_MICROS] = record.upstreamMicros;
    this.doubles[at + REQUEST_BYTES] = record.requestBytes;
    this.#setKey(line, CACHE, record.cacheStart, record.cacheEnd);
    this.#setKey(line, TLS, record.tlsStart, record.tlsEnd);
    this.#setKey(line, SCHEME, record.schemeStart, record.schemeEnd);
  }

  #setKey(line: number, key: number, start: number, end: number): void {
    const at = line * RECORD_INTS + key;
    this.ints[at] = start;
    this.ints[at + 1] = end;
    this.ints[at + HASH] = hashBytes(this.block, start, end, this.seed);
    this.ints[at + FIRST] = line;
  }
}

function hasExtras(record: AccessRecord): boolean {
  return (
    record.responseMicros >= 0 ||
    record.upstreamMicros >= 0 ||
    record.requestBytes >= 0 ||
    record.cacheEnd > record.cacheStart ||
    record.tlsEnd > record.tlsStart ||
    record.schemeEnd > record.schemeStart
  );
}
