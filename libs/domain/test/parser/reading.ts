import { AccessRecord, type LineParser, PARSED, TargetKind } from '../../src/index.ts';
import { type ByteBlock, UNPARSED_REASONS } from '../../src/index.ts';
import type { Reading, Refusal, TargetKindName } from '../../src/oracle/reading.ts';
import { latin1 } from '../text-block.ts';

const TARGET_KINDS: readonly TargetKindName[] = ['none', 'path', 'absolute', 'bareOrigin', 'other'];

/** Parses [start, end) into a record that is full of another line's numbers, as in real use. */
export function readLine(
  parser: LineParser,
  block: ByteBlock,
  start = 0,
  end = block.length,
): Reading | Refusal {
  const record = spoiltRecord();
  const reason = parser.parse(block, start, end, record);
  const name = UNPARSED_REASONS[reason];
  if (name === undefined) throw new RangeError(`no reason has the index ${reason}`);
  if (reason !== PARSED && name !== 'parsed') return { reason: name };

  const text = (from: number, to: number) => {
    const inside = from >= start && from <= to && to <= end;
    if (!inside) throw new RangeError(`[${from}, ${to}) is not inside [${start}, ${end})`);
    return latin1(block.octets, from, to);
  };
  const kind = TARGET_KINDS.find((candidate) => TargetKind[candidate] === record.targetKind);
  if (kind === undefined) throw new RangeError(`no target is of the kind ${record.targetKind}`);
  return {
    second: record.second,
    status: record.status,
    bytes: record.bytes,
    vhost: text(record.vhostStart, record.vhostEnd),
    host: text(record.hostStart, record.hostEnd),
    user: text(record.userStart, record.userEnd),
    method: text(record.methodStart, record.methodEnd),
    protocol: text(record.protocolStart, record.protocolEnd),
    kind,
    target: text(record.targetStart, record.targetEnd),
    url: text(record.targetStart, record.urlEnd),
    section: text(record.targetStart, record.sectionEnd),
    referrer: text(record.referrerStart, record.referrerEnd),
    agent: text(record.agentStart, record.agentEnd),
  };
}

/** A field that a parser forgets to set shows as an offset far outside the line. */
function spoiltRecord(): AccessRecord {
  const record = new AccessRecord();
  const spoilt = Object.fromEntries(Object.keys(record).map((field) => [field, 987_654_321]));
  return Object.assign(record, spoilt);
}
