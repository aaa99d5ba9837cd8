import { AccessRecord, ByteBlock, ClfParser, decodeText } from '@hitwatch/domain';

/** What the domain's parser reads in a line, as text. */
export interface ParsedLine {
  /** Index of the reason, 0 for a line that was parsed. */
  readonly reason: number;
  readonly second: number;
  readonly status: number;
  readonly bytes: number;
  readonly vhost: string;
  readonly host: string;
  readonly user: string;
  readonly method: string;
  readonly target: string;
  readonly protocol: string;
  readonly referrer: string;
  readonly agent: string;
}

const parser = new ClfParser();
const record = new AccessRecord();

/** Parses one line, its LF included or not. */
export function parseLine(line: Uint8Array): ParsedLine {
  const end = line.at(-1) === 10 ? line.length - 1 : line.length;
  const reason = parser.parse(new ByteBlock(line), 0, end, record);
  const text = (from: number, to: number) => decodeText(line.subarray(from, to));
  return {
    reason,
    second: record.second,
    status: record.status,
    bytes: record.bytes,
    vhost: text(record.vhostStart, record.vhostEnd),
    host: text(record.hostStart, record.hostEnd),
    user: text(record.userStart, record.userEnd),
    method: text(record.methodStart, record.methodEnd),
    target: text(record.targetStart, record.targetEnd),
    protocol: text(record.protocolStart, record.protocolEnd),
    referrer: text(record.referrerStart, record.referrerEnd),
    agent: text(record.agentStart, record.agentEnd),
  };
}

/** The lines of a text of whole lines, without their LF. */
export function splitLines(octets: Uint8Array): Uint8Array[] {
  const lines: Uint8Array[] = [];
  for (let start = 0; start < octets.length;) {
    const end = octets.indexOf(10, start);
    if (end < 0) throw new Error('the last line has no LF');
    lines.push(octets.slice(start, end));
    start = end + 1;
  }
  return lines;
}
