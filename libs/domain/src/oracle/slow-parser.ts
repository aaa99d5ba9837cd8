import type { UnparsedReason } from '../parser/unparsed-reason.ts';
import type { Reading, Refusal, TargetKindName } from './reading.ts';

/**
 * The Common and Combined Log Format once more, written from the doc comments of the parser for the
 * eye and not for speed: strings of one character a byte, regular expressions, a copy at every
 * step. It is what the fast parser is held to, in the tests and by `report --verify`, so nothing
 * here may be taken from it.
 *
 * This is the one place where log text meets regular expressions. None of them can go back over
 * what another part of it has taken, so that no line takes more than time in proportion to its
 * length; what would, trimming at an end, is a loop.
 */
export function slowParse(line: string): Reading | Refusal {
  const text = line.replace(/^\0+/, '');
  if (text === '') return refuse(line === '' ? 'empty' : 'nul');

  const time = /\[(..\/...\/....:..:..:.. .....)\][ \t]*"/s.exec(text);
  if (!time) {
    const alone = /\[..\/...\/....:..:..:.. .....\]/s.test(text);
    return refuse(alone ? 'no_request' : 'no_time');
  }
  const second = slowTime(time[1] ?? '');
  if (second === undefined) return refuse('bad_time');

  const client = slowClient(text.slice(0, time.index));
  if (!client) return refuse('no_host');

  const rest = text.slice(time.index + time[0].length);
  const closing = closingQuotes(rest).find((at) =>
    /^"[ \t]+(-|[1-9]\d\d)[ \t]+[-\d]/.test(rest.slice(at)),
  );
  if (closing === undefined) return refuse(requestFailure(rest));

  const [, status = '', size = '', tail = ''] =
    /^"[ \t]+([^ \t]+)[ \t]+([^ \t]+)(.*)$/s.exec(rest.slice(closing)) ?? [];
  if (!/^(-|\d{1,15})$/.test(size)) return refuse('bad_bytes');
  return {
    second,
    status: status === '-' ? 0 : Number(status),
    bytes: size === '-' ? 0 : Number(size),
    ...client,
    ...slowRequest(rest.slice(0, closing)),
    ...slowReferrerAndAgent(tail),
  };
}

function refuse(reason: UnparsedReason): Refusal {
  return { reason };
}

const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

/** Epoch seconds of `10/Oct/2000:13:55:36 -0700`, or undefined for a time that does not exist. */
export function slowTime(text: string): number | undefined {
  const fields = /^(\d\d)\/(\w{3})\/(\d{4}):(\d\d):(\d\d):(\d\d) ([+-])(\d\d)(\d\d)$/.exec(text);
  if (!fields) return undefined;
  const [, day, monthName = '', year, hour, minute, second, sign, zoneHours, zoneMinutes] = fields;
  const month = MONTHS.indexOf(monthName);
  const date = new Date(Date.UTC(Number(year), month, Number(day)));
  const dateExists =
    Number(year) >= 1970 && month >= 0 && date.getUTCMonth() === month && Number(day) > 0;
  const timeExists = Number(hour) <= 23 && Number(minute) <= 59 && Number(second) <= 60;
  const zoneExists = Number(zoneHours) <= 23 && Number(zoneMinutes) <= 59;
  if (!dateExists || !timeExists || !zoneExists) return undefined;
  const offset = (Number(zoneHours) * 3600 + Number(zoneMinutes) * 60) * (sign === '+' ? 1 : -1);
  const ofDay = Number(hour) * 3600 + Number(minute) * 60 + Number(second);
  return date.getTime() / 1000 + ofDay - offset;
}

function slowClient(text: string): Pick<Reading, 'vhost' | 'host' | 'user'> | undefined {
  const words = text.split(/[ \t]+/).filter((word) => word !== '');
  const [first = '', second = '', third] = words;
  if (third === undefined) return undefined;
  const afterWords = (count: number) =>
    trimmedEnd(text.replace(new RegExp(`^[ \\t]*([^ \\t]+[ \\t]+){${count}}`), ''), ' \t');

  if (first.endsWith(',')) {
    const host = first.slice(0, -1);
    return host === '' ? undefined : { vhost: '', host, user: afterWords(2) };
  }
  const hasVhost =
    words.length > 3 &&
    second !== '-' &&
    (third === '-' || isAddress(second) || second.endsWith(','));
  if (!hasVhost) return { vhost: '', host: first, user: afterWords(2) };
  const host = second.replace(/,$/, '');
  return host === '' ? undefined : { vhost: first, host, user: afterWords(3) };
}

function isAddress(word: string): boolean {
  const v4 = /^\d*\.\d*\.\d*\.\d*$/.test(word);
  return v4 || /^[0-9a-f.]*:[0-9a-f.]*:[0-9a-f:.]*$/i.test(word);
}

/** Where the request may end, best first: quotes that nothing escapes, then any. */
function closingQuotes(rest: string): number[] {
  return [...unescapedQuotes(rest), ...[...rest.matchAll(/"/g)].map(({ index }) => index)];
}

function unescapedQuotes(rest: string): number[] {
  return [...rest.matchAll(/\\.?|"/gs)]
    .filter(([found]) => found === '"')
    .map(({ index }) => index);
}

function requestFailure(rest: string): UnparsedReason {
  const [quote] = unescapedQuotes(rest);
  if (quote === undefined) return 'no_request';
  const [, word = ''] = /^[ \t]*([^ \t]*)/.exec(rest.slice(quote + 1)) ?? [];
  return /^(-|[1-9]\d\d)$/.test(word) ? 'bad_bytes' : 'bad_status';
}

type Request = Pick<Reading, 'method' | 'protocol' | 'kind' | 'target' | 'url' | 'section'>;

const NO_REQUEST: Request = {
  method: '',
  protocol: '',
  kind: 'none',
  target: '',
  url: '',
  section: '',
};

function slowRequest(text: string): Request {
  const trimmed = trimmedEnd(text.replace(/^ +/, ''), ' ');
  const [, method, rest] = /^([a-z][a-z0-9_-]{0,31})( .*)$/is.exec(trimmed) ?? [];
  if (method === undefined || rest === undefined) return NO_REQUEST;
  const [, protocol = ''] = / (HTTP\/[^ ]+)$/.exec(rest) ?? [];
  const before = rest.slice(0, rest.length - protocol.length);
  const target = trimmedEnd(before.replace(/^ +/, ''), ' ');
  return { method, protocol, ...slowTarget(target) };
}

function slowTarget(target: string): Omit<Request, 'method' | 'protocol'> {
  const shown = (kind: TargetKindName, url: string, section: string) =>
    url === ''
      ? { kind: 'none' as const, target: '', url: '', section: '' }
      : { kind, target, url, section };
  const [origin = ''] = /^[a-z0-9+]{1,16}:\/\/[^/?#]*/i.exec(target) ?? [];
  const [path = ''] = target.slice(origin.length).split(/[?#]/);
  const [section = ''] = /^\/?[^/]*/.exec(path) ?? [];
  if (origin !== '' && path === '') return shown('bareOrigin', origin, origin);
  const kind = origin !== '' ? 'absolute' : path.startsWith('/') ? 'path' : 'other';
  return shown(kind, origin + path, origin + section);
}

function slowReferrerAndAgent(tail: string): Pick<Reading, 'referrer' | 'agent'> {
  // The words before the first one that begins with a quote, that one, and what is behind it.
  const [, before = '', quoted] = /^[ \t]*((?:[^ \t"][^ \t]*[ \t]+)*)(".*)$/s.exec(tail) ?? [];
  if (quoted === undefined) return { referrer: '', agent: '' };
  const first = unquote(quoted);
  const next = quoted.slice(first.length + 2).replace(/^[ \t]+/, '');
  if (next.startsWith('"')) return { referrer: first, agent: unquote(next) };
  if (before === '') return { referrer: first, agent: '' };
  if (/^-[ \t]+$/.test(before)) return { referrer: '-', agent: first };
  return { referrer: '', agent: '' };
}

/** What stands between the quote that begins the text and the one that ends the field. */
function unquote(text: string): string {
  const closed = /^"((?:\\.|"(?![ \t]|$)|[^\\"])*)"(?=[ \t]|$)/s.exec(text);
  return closed?.[1] ?? text.slice(1);
}

/** As `/[...]+$/` would, which begins anew at each blank of a run of them. */
function trimmedEnd(text: string, blanks: string): string {
  let end = text.length;
  while (end > 0 && blanks.includes(text.charAt(end - 1))) end--;
  return text.slice(0, end);
}
