// W3C Extended Log File Format: https://www.w3.org/TR/WD-logfile.html, with the fields of IIS and
// CloudFront.
import { Field } from './field.ts';

/** By name in lower case. CloudFront's time-taken is in seconds, everybody else's in ms. */
const FIELDS = new Map<string, number>([
  ['date', Field.dayIso],
  ['date-local', Field.dayIso],
  ['time', Field.timeOfDay],
  ['time-local', Field.timeOfDay],
  ['datetime', Field.timeIso],
  ['timestamp', Field.timeEpochSeconds],
  ['c-ip', Field.host],
  ['cs-ip', Field.host],
  ['cs-username', Field.user],
  ['c-auth-id', Field.user],
  ['cs-method', Field.method],
  ['cs-uri-stem', Field.target],
  ['cs-uri', Field.target],
  ['cs-version', Field.protocol],
  ['cs-protocol-version', Field.protocol],
  ['sc-status', Field.status],
  ['sc-bytes', Field.bytes],
  ['bytes', Field.bytes],
  ['cs-bytes', Field.requestBytes],
  ['time-taken', Field.responseMillis],
  ['timetakenms', Field.responseMillis],
  ['cs(referer)', Field.referrer],
  ['cs(referrer)', Field.referrer],
  ['cs(user-agent)', Field.agent],
  ['cs-host', Field.vhost],
  ['cs(host)', Field.vhost],
  ['x-host-header', Field.vhost],
  ['cs-protocol', Field.scheme],
  ['ssl-protocol', Field.tls],
  ['x-forwarded-for', Field.forwarded],
  ['s-xff', Field.forwarded],
  ['x-edge-result-type', Field.cache],
  ['s-cache-status', Field.cache],
]);

/** Names of which the later ones step back where the earlier one is there as well. */
const RIVALS: readonly (readonly string[])[] = [
  ['x-host-header', 'cs(host)', 'cs-host'],
  ['cs-uri-stem', 'cs-uri'],
  ['cs(referer)', 'cs(referrer)'],
  ['sc-bytes', 'bytes'],
  ['date', 'date-local'],
  ['time', 'time-local'],
];

/** The columns of CloudFront's standard logs, for a log whose `#Fields:` line is lost. */
const CLOUDFRONT =
  'date time x-edge-location sc-bytes c-ip cs-method cs(Host) cs-uri-stem sc-status ' +
  'cs(Referer) cs(User-Agent) cs-uri-query cs(Cookie) x-edge-result-type x-edge-request-id ' +
  'x-host-header cs-protocol cs-bytes time-taken x-forwarded-for ssl-protocol ssl-cipher ' +
  'x-edge-response-result-type cs-protocol-version';

export interface W3cColumns {
  /** A field for each column. */
  readonly columns: Uint8Array;
  /** The name of the format that has these columns. */
  readonly looksLike: 'w3c' | 'iis' | 'cloudfront';
}

/** What the names of a `#Fields:` line mean, in their order. */
export function columnsOf(names: readonly string[]): W3cColumns {
  const known = names.map((name) => name.toLowerCase());
  const isCloudFront = known.includes('x-edge-location');
  const isIis = known.includes('sc-win32-status') || known.includes('s-sitename');
  const columns = Uint8Array.from(known, (name) => {
    const rivals = RIVALS.find((group) => group.includes(name)) ?? [];
    const outdone = rivals.slice(0, rivals.indexOf(name)).some((rival) => known.includes(rival));
    if (outdone) return Field.ignored;
    if (isCloudFront && name === 'time-taken') return Field.responseSeconds;
    return FIELDS.get(name) ?? Field.ignored;
  });
  return { columns, looksLike: isCloudFront ? 'cloudfront' : isIis ? 'iis' : 'w3c' };
}

/** It adds columns at the end and has never taken one away. */
export const CLOUDFRONT_COLUMNS = columnsOf(CLOUDFRONT.split(' ')).columns;
