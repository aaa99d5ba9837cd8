import { ByteBlock } from '../bytes/byte-block.ts';
import { type AccessRecord, TargetKind } from './access-record.ts';
import { type KeyCombiner, PlainCombiner } from './key-combiner.ts';
import { type BatchGroups, type KeyGrouper, PlainGrouper } from './key-groups.ts';
import { PARSED } from './unparsed-reason.ts';

/** Lines that a batch has room for. */
export const BATCH_LINES = 2048;
/** Bytes whose lines one batch takes at most; a longer line has a batch of its own. */
export const BATCH_BYTES = 256 * 1024;
/** Bytes of one record: doubles, then 32-bit integers. */
export const RECORD_BYTES = 152;

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
/** Where the keys stand. As with the line and the virtual host, the end follows the start. */
export const HOST = 18;
export const METHOD = 20;
export const SECTION = 22;
export const URL = 24;
export const REFERRER = 26;
export const AGENT = 28;
export const PROTOCOL = 30;
/** Empty unless `EXTRAS` is set. */
export const CACHE = 32;
export const TLS = 34;
export const SCHEME = 36;

const NO_BYTES = new ByteBlock(new Uint8Array(0));

/**
 * Parsed lines on their way to be counted, some hundreds at a time: numbers, and offsets into one
 * block. Flat, so that WebAssembly can fill it, and in one piece, so that
 * each table can go through all lines while its own memory is at hand.
 */
export class RecordBatch {
  /** Seed of the hashes of keys: that of the tables that will count them. */
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
  /** Whether a line of the batch has a virtual host, or an origin without a path as its target. */
  hasOrigins = false;
  /** Lines held that were not parsed. */
  unparsed = 0;
  /** Another one for each batch that is begun. */
  number = 0;
  readonly #grouper: KeyGrouper;
  #combiner: KeyCombiner | undefined;

  constructor(
    seed: number,
    buffer: ArrayBuffer = new ArrayBuffer(BATCH_LINES * RECORD_BYTES),
    offset = 0,
    grouper: KeyGrouper = new PlainGrouper(BATCH_LINES),
    combiner?: KeyCombiner,
  ) {
    this.seed = seed;
    this.#grouper = grouper;
    this.#combiner = combiner;
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
    this.hasOrigins = false;
    this.unparsed = 0;
    this.number++;
  }

  /** The parsed lines by one of their keys, valid until it is asked for another. */
  groupsOf(key: number): BatchGroups {
    return this.#grouper.groupsOf(this, key);
  }

  /** What puts the lines of this batch and of later ones together. Of one user at a time. */
  get combiner(): KeyCombiner {
    return (this.#combiner ??= new PlainCombiner(this.seed));
  }

  /** A range of `block` in which all fields stand. */
  extent(): { readonly start: number; readonly end: number } {
    if (this.block !== this.lines) return { start: 0, end: this.block.length };
    const last = (this.size - 1) * RECORD_INTS;
    return { start: this.ints[LINE_START] ?? 0, end: this.ints[last + LINE_END] ?? 0 };
  }

  /** Where the line of a record begins in the block that was scanned. */
  lineOffset(line: number): number {
    return this.origin + this.ints[line * RECORD_INTS + LINE_START]!; // line < size, as below
  }

  /** Where the line of a record stands in `lines`. */
  lineRange(line: number): { readonly start: number; readonly end: number } {
    const at = line * RECORD_INTS;
    return { start: this.ints[at + LINE_START]!, end: this.ints[at + LINE_END]! };
  }

  /** Adds a record of another batch, begun with the same blocks as this one. */
  take(other: RecordBatch, line: number): void {
    const at = line * RECORD_INTS;
    // A record's doubles and integers are the same memory.
    this.ints.set(other.ints.subarray(at, at + RECORD_INTS), this.size * RECORD_INTS);
    this.size++;
    this.hasExtras ||= other.hasExtras;
    this.hasOrigins ||= other.hasOrigins;
    if (other.ints[at + REASON] !== PARSED) this.unparsed++;
  }

  /** Sets a record to a line [start, end) of `lines` that was parsed, or was not for a `reason`. */
  set(line: number, start: number, end: number, reason: number, record: AccessRecord): void {
    const { ints } = this;
    const at = line * RECORD_INTS;
    ints[at + REASON] = reason;
    ints[at + LINE_START] = start;
    ints[at + LINE_END] = end;
    if (reason !== PARSED) {
      this.unparsed++;
      return;
    }
    this.doubles[line * RECORD_DOUBLES + SECOND] = record.second;
    this.doubles[line * RECORD_DOUBLES + BYTES] = record.bytes;
    ints[at + STATUS] = record.status;
    ints[at + TARGET_KIND] = record.targetKind;
    this.#setRange(at + VHOST, record.vhostStart, record.vhostEnd);
    this.#setRange(at + HOST, record.hostStart, record.hostEnd);
    this.#setRange(at + METHOD, record.methodStart, record.methodEnd);
    this.#setRange(at + SECTION, record.targetStart, record.sectionEnd);
    this.#setRange(at + URL, record.targetStart, record.urlEnd);
    this.#setRange(at + REFERRER, record.referrerStart, record.referrerEnd);
    this.#setRange(at + AGENT, record.agentStart, record.agentEnd);
    this.#setRange(at + PROTOCOL, record.protocolStart, record.protocolEnd);
    this.#setRange(at + CACHE, record.cacheStart, record.cacheEnd);
    this.#setRange(at + TLS, record.tlsStart, record.tlsEnd);
    this.#setRange(at + SCHEME, record.schemeStart, record.schemeEnd);
    if (record.vhostEnd > record.vhostStart || record.targetKind === TargetKind.bareOrigin) {
      this.hasOrigins = true;
    }
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
  }

  #setRange(at: number, start: number, end: number): void {
    this.ints[at] = start;
    this.ints[at + 1] = end;
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
