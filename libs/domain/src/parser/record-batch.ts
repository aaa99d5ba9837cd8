import { ByteBlock } from '../bytes/byte-block.ts';
import { hashBytes } from '../bytes/hash.ts';
import type { AccessRecord } from './access-record.ts';
import { PARSED } from './unparsed-reason.ts';

/** Lines that a batch has room for. */
export const BATCH_LINES = 512;
/** Bytes of one record: two doubles, then 32-bit integers. */
export const RECORD_BYTES = 144;

/** 64-bit places of a record in `doubles`: `RECORD_DOUBLES` times its number, and one of these. */
export const RECORD_DOUBLES = RECORD_BYTES / 8;
export const SECOND = 0;
export const BYTES = 1;

/** 32-bit places of a record in `ints`: `RECORD_INTS` times its number, and one of these. */
export const RECORD_INTS = RECORD_BYTES / 4;
export const STATUS = 4;
/** `PARSED`, or why the line is not: an index of `UNPARSED_REASONS`. Then only its ends are set. */
export const REASON = 5;
export const LINE_START = 6;
export const LINE_END = 7;
export const TARGET_KIND = 8;
export const VHOST = 9;
/** Where the keys stand: each has where it starts, where it ends, and what follows here. */
export const HOST = 12;
export const METHOD = 16;
export const SECTION = 20;
export const URL = 24;
export const REFERRER = 28;
export const AGENT = 32;
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
  /** What the offsets refer to. */
  block: ByteBlock = NO_BYTES;
  /** Where the first octet of `block` stands in the block that was scanned. */
  origin = 0;
  /** Lines held. */
  size = 0;

  constructor(
    seed: number,
    buffer: ArrayBuffer = new ArrayBuffer(BATCH_LINES * RECORD_BYTES),
    offset = 0,
  ) {
    this.seed = seed;
    this.ints = new Int32Array(buffer, offset, BATCH_LINES * RECORD_INTS);
    this.doubles = new Float64Array(buffer, offset, BATCH_LINES * RECORD_DOUBLES);
  }

  begin(block: ByteBlock, origin: number): void {
    this.block = block;
    this.origin = origin;
    this.size = 0;
  }

  /** Where the line of a record begins in the block that was scanned. */
  lineOffset(line: number): number {
    return this.origin + this.ints[line * RECORD_INTS + LINE_START]!; // line < size, as below
  }

  /** Sets a record to a line [start, end) that was parsed, or was not for a `reason`. */
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
  }

  #setKey(line: number, key: number, start: number, end: number): void {
    const at = line * RECORD_INTS + key;
    this.ints[at] = start;
    this.ints[at + 1] = end;
    this.ints[at + HASH] = hashBytes(this.block, start, end, this.seed);
    this.ints[at + FIRST] = line;
  }
}
