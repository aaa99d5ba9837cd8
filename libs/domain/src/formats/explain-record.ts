import { decodeText } from '../bytes/text.ts';
import type { AccessRecord } from '../parser/access-record.ts';

/** A field of a line, for a person who asks how it was read. Hostile text: sanitise it. */
export interface ExplainedField {
  readonly name: string;
  readonly value: string | number;
}

/** What a record says, absent fields left out. Valid text is copied, so it may be kept. */
export function explainRecord(record: AccessRecord): readonly ExplainedField[] {
  const text = (name: string, start: number, end: number) =>
    end > start ? [{ name, value: decodeText(record.block.octets.subarray(start, end)) }] : [];
  const number = (name: string, value: number) => (value >= 0 ? [{ name, value }] : []);
  return [
    { name: 'time', value: new Date(record.second * 1000).toISOString() },
    ...text('client', record.hostStart, record.hostEnd),
    ...text('forwarded', record.forwardedStart, record.forwardedEnd),
    ...text('user', record.userStart, record.userEnd),
    ...text('vhost', record.vhostStart, record.vhostEnd),
    ...text('scheme', record.schemeStart, record.schemeEnd),
    ...text('method', record.methodStart, record.methodEnd),
    ...text('target', record.targetStart, record.targetEnd),
    ...text('section', record.targetStart, record.sectionEnd),
    ...text('protocol', record.protocolStart, record.protocolEnd),
    ...text('tls', record.tlsStart, record.tlsEnd),
    ...(record.status > 0 ? number('status', record.status) : []),
    ...number('bytes', record.bytes),
    ...number('request_bytes', record.requestBytes),
    ...number('response_us', record.responseMicros),
    ...number('upstream_us', record.upstreamMicros),
    ...text('cache', record.cacheStart, record.cacheEnd),
    ...text('referrer', record.referrerStart, record.referrerEnd),
    ...text('agent', record.agentStart, record.agentEnd),
  ];
}
