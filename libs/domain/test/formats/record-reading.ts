import { AccessRecord, type ByteBlock, TargetKind, UNPARSED_REASONS } from '../../src/index.ts';
import { DIRECTIVE, type LineParser, PARSED } from '../../src/index.ts';

/** All that a record says, its text fields decoded from the block that it refers to. */
export interface RecordReading {
  readonly second: number;
  readonly status: number;
  readonly bytes: number;
  readonly responseMicros: number;
  readonly upstreamMicros: number;
  readonly requestBytes: number;
  readonly kind: number;
  readonly vhost: string;
  readonly host: string;
  readonly user: string;
  readonly method: string;
  readonly protocol: string;
  readonly target: string;
  readonly url: string;
  readonly section: string;
  readonly referrer: string;
  readonly agent: string;
  readonly cache: string;
  readonly tls: string;
  readonly scheme: string;
  readonly forwarded: string;
}

const FAR = 987_654_321;

/** A record full of another line: a field that a parser forgets shows as a range far out. */
export function spoiltRecord(block: ByteBlock): AccessRecord {
  const record = new AccessRecord();
  const numbers = Object.entries(record).filter(([, value]) => typeof value === 'number');
  Object.assign(record, Object.fromEntries(numbers.map(([field]) => [field, FAR])));
  record.block = block;
  return record;
}

/** Parses one line; a reason or `directive` where it is no hit. Throws for ranges out of range. */
export function readRecord(
  parser: LineParser,
  block: ByteBlock,
  start = 0,
  end = block.length,
): RecordReading | string {
  const record = spoiltRecord(block);
  const reason = parser.parse(block, start, end, record);
  if (reason === DIRECTIVE) return 'directive';
  const name = UNPARSED_REASONS[reason];
  if (name === undefined) throw new RangeError(`no reason has the index ${reason}`);
  return reason === PARSED ? readingOf(record, block, start, end) : name;
}

function readingOf(
  record: AccessRecord,
  block: ByteBlock,
  start: number,
  end: number,
): RecordReading {
  const inPlace = record.block === block;
  const [low, high] = inPlace ? [start, end] : [0, record.block.length];
  const text = (from: number, to: number) => {
    if (!(from >= low && from <= to && to <= high)) {
      throw new RangeError(`[${from}, ${to}) is not inside [${low}, ${high})`);
    }
    return Buffer.from(record.block.octets.subarray(from, to)).toString();
  };
  const { second, status, bytes, responseMicros, upstreamMicros, requestBytes } = record;
  const numbers = { second, status, bytes, responseMicros, upstreamMicros, requestBytes };
  for (const [field, value] of Object.entries(numbers)) {
    const sane = Number.isFinite(value) && value >= -1 && value !== FAR;
    if (!sane) throw new RangeError(`${field} is ${value}`);
  }
  if (!Object.values<number>(TargetKind).includes(record.targetKind)) {
    throw new RangeError(`no target is of the kind ${record.targetKind}`);
  }
  return {
    ...numbers,
    kind: record.targetKind,
    vhost: text(record.vhostStart, record.vhostEnd),
    host: text(record.hostStart, record.hostEnd),
    user: text(record.userStart, record.userEnd),
    method: text(record.methodStart, record.methodEnd),
    protocol: text(record.protocolStart, record.protocolEnd),
    target: text(record.targetStart, record.targetEnd),
    url: text(record.targetStart, record.urlEnd),
    section: text(record.targetStart, record.sectionEnd),
    referrer: text(record.referrerStart, record.referrerEnd),
    agent: text(record.agentStart, record.agentEnd),
    cache: text(record.cacheStart, record.cacheEnd),
    tls: text(record.tlsStart, record.tlsEnd),
    scheme: text(record.schemeStart, record.schemeEnd),
    forwarded: text(record.forwardedStart, record.forwardedEnd),
  };
}
