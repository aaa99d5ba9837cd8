import { isDigit } from '../bytes/ascii.ts';
import { ByteBlock } from '../bytes/byte-block.ts';
import type { AccessRecord } from '../parser/access-record.ts';
import { Field, slotOf } from './field.ts';
import { unescapeJson } from './json-escapes.ts';
import { KeyPath } from './key-lookup.ts';
import { Flavour } from './key-names.ts';
import { RecordFields } from './record-fields.ts';

const SLOTS = 64;
/** Longest value that is copied out of its escapes; more of it is cut off. */
const COPY_BYTES_MAX = 8192;
const COPIES_MAX = 20;

/** The order matters: what a field of its own states overrides what the request line states. */
const SLOTS_IN_ORDER: readonly number[] = [
  Field.timeClf,
  Field.request,
  Field.host,
  Field.vhost,
  Field.user,
  Field.method,
  Field.target,
  Field.protocol,
  Field.status,
  Field.bytes,
  Field.requestBytes,
  Field.referrer,
  Field.agent,
  Field.cache,
  Field.tls,
  Field.scheme,
  Field.forwarded,
  Field.responseSeconds,
  Field.upstreamSeconds,
];

export interface KeyedLineOptions {
  /** What `host` is in such lines. */
  readonly hostIs: typeof Field.host | typeof Field.vhost;
}

/**
 * The keys and values of one structured line. The best key for each field counts, of equals the
 * first: a second `status` in a line, which a client may have smuggled in, changes nothing.
 */
export class KeyedLine {
  readonly fields = new RecordFields();
  /** The path of the value that is offered next. */
  readonly path = new KeyPath();
  /** What kind of log the keys of the line show: one of `Flavour`. */
  flavour: number = Flavour.none;
  /** Whether any key of the line meant something. */
  isKnown = false;
  readonly #hostIs: number;
  readonly #ranks = new Int16Array(SLOTS);
  readonly #kinds = new Uint8Array(SLOTS);
  readonly #starts = new Int32Array(SLOTS);
  readonly #ends = new Int32Array(SLOTS);
  #isEscaped = false;
  /** Where values are without their escapes; made when the first one is met. */
  #scratch: ByteBlock | undefined;

  constructor({ hostIs }: KeyedLineOptions) {
    this.#hostIs = hostIs;
  }

  begin(): void {
    this.path.clear();
    this.flavour = Flavour.none;
    this.isKnown = false;
    this.#ranks.fill(-1);
    this.#isEscaped = false;
  }

  /** The value at `path` stands at [start, end); it may have escapes of JSON. */
  offer(start: number, end: number, isEscaped: boolean): void {
    const name = this.path.meaning();
    if (name === undefined) return;
    if (name.flavour > this.flavour) this.flavour = name.flavour;
    const kind = name.field === Field.hostOrVhost ? this.#hostIs : name.field;
    if (kind === Field.ignored) return;
    const slot = slotOf(kind);
    this.isKnown = true;
    const empty = start === end && slot !== Field.request;
    if (empty || name.rank <= this.#ranks[slot]!) return; // slot < SLOTS
    this.#ranks[slot] = name.rank;
    this.#kinds[slot] = kind;
    this.#starts[slot] = start;
    this.#ends[slot] = end;
    if (isEscaped) this.#isEscaped = true;
  }

  /** Fills the record with what was offered. `start` is where the line begins. */
  apply(block: ByteBlock, start: number, record: AccessRecord): number {
    const { fields } = this;
    let source = block;
    if (this.#isEscaped) source = this.#unescaped(block);
    fields.begin(source, source === block ? start : 0, record);
    for (const slot of SLOTS_IN_ORDER) {
      if (this.#ranks[slot]! < 0) continue; // slot < SLOTS
      const kind = this.#kinds[slot]!; // slot < SLOTS
      const from = this.#starts[slot]!; // slot < SLOTS
      const to = this.#ends[slot]!; // slot < SLOTS
      const field = kind === Field.responseUnstated ? this.#unit(source, to) : kind;
      // A number that is none is an absent number: the line still is a hit.
      fields.set(field, source, from, to, record);
    }
    if (this.#ranks[Field.host]! < 0 && this.#ranks[Field.forwarded]! >= 0) {
      const from = this.#starts[Field.forwarded]!;
      fields.set(Field.hostList, source, from, this.#ends[Field.forwarded]!, record);
    }
    return fields.finish(record);
  }

  /** Copies the chosen values out of their escapes. */
  #unescaped(block: ByteBlock): ByteBlock {
    const scratch = (this.#scratch ??= new ByteBlock(new Uint8Array(COPY_BYTES_MAX * COPIES_MAX)));
    let at = 0;
    for (const slot of SLOTS_IN_ORDER) {
      if (this.#ranks[slot]! < 0) continue; // slot < SLOTS
      const from = this.#starts[slot]!; // slot < SLOTS
      const to = this.#ends[slot]!; // slot < SLOTS
      this.#starts[slot] = at;
      at = unescapeJson(block.octets, from, to, scratch.octets, at, at + COPY_BYTES_MAX);
      this.#ends[slot] = at;
    }
    return scratch;
  }

  /** The unit of a time whose key states none; one that nothing tells is left out. */
  #unit(block: ByteBlock, end: number): number {
    const last = block.octets[end - 1];
    if (last !== undefined && !isDigit(last)) return Field.responseUnit;
    switch (this.flavour) {
      case Flavour.traefik:
        return Field.responseNanos;
      case Flavour.envoy:
      case Flavour.pino:
        return Field.responseMillis;
      case Flavour.caddy:
        return Field.responseSeconds;
      default:
        return Field.ignored;
    }
  }
}
