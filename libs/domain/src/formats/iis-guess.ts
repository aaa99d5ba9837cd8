import { isDigit } from '../bytes/ascii.ts';
import { beginsWith } from './column-parser.ts';
import { Field } from './field.ts';

const DASH = 45;
const SLASH = 47;
const DOT = 46;
const COLON = 58;
const STAR = 42;

/** Where the columns of a line are: pairs of start and end. */
export type Columns = Int32Array;

/**
 * What the columns of a line of IIS mean when its `#Fields:` line is lost, as in a file that was
 * rotated in the middle. The order of the fields is fixed and only some are left out, so method,
 * path and port show where the first ones are, and status with two numbers behind it the last ones.
 * Undefined where a line does not look so.
 */
export function guessIisColumns(
  octets: Uint8Array,
  spans: Columns,
  count: number,
): Uint8Array | undefined {
  const is = (column: number, test: (octets: Uint8Array, start: number, end: number) => boolean) =>
    column < count && test(octets, spans[column * 2]!, spans[column * 2 + 1]!); // column < count
  let method = 2;
  while (method < Math.min(count, 6) && !(is(method, isMethod) && is(method + 1, isPath))) method++;
  if (!is(method + 1, isPath) || !is(method + 3, isNumber)) return undefined;

  const columns = new Uint8Array(count);
  columns[0] = Field.dayIso;
  columns[1] = Field.timeOfDay;
  columns[method] = Field.method;
  columns[method + 1] = Field.target;
  columns[method + 4] = Field.user;
  columns[method + 5] = Field.host;
  let next = method + 6;
  if (is(next, isProtocol)) columns[next++] = Field.protocol;
  columns[next++] = Field.agent;

  let status = next;
  const isEnd = (at: number) => is(at, isStatus) && is(at + 1, isNumber) && is(at + 2, isNumber);
  while (status < count && !isEnd(status)) status++;
  if (status >= count || status - next > 3) return undefined;
  if (status - next === 1) columns[next] = Field.referrer;
  if (status - next === 3) {
    columns[next + 1] = Field.referrer;
    columns[next + 2] = Field.vhost;
  }
  columns[status] = Field.status;
  let numbers = 0;
  while (is(status + 3 + numbers, isNumber)) numbers++;
  const last = status + 2 + numbers;
  if (numbers === 3) {
    columns[last - 2] = Field.bytes;
    columns[last - 1] = Field.requestBytes;
  }
  if (numbers === 1 || numbers === 3) columns[last] = Field.responseMillis;
  if (is(last + 1, isAddress)) columns[last + 1] = Field.forwarded;
  return columns;
}

function isMethod(octets: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) {
    const octet = octets[at]!; // at < end
    if ((octet < 65 || octet > 90) && octet !== DASH && octet !== 95) return false;
  }
  return end - start > 2;
}

function isPath(octets: Uint8Array, start: number, end: number): boolean {
  return octets[start] === SLASH || (octets[start] === STAR && end === start + 1);
}

function isNumber(octets: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) {
    if (!isDigit(octets[at]!)) return false; // at < end
  }
  return end > start;
}

function isStatus(octets: Uint8Array, start: number, end: number): boolean {
  return end - start === 3 && octets[start] !== 48 && isNumber(octets, start, end);
}

function isProtocol(octets: Uint8Array, start: number, end: number): boolean {
  return beginsWith(octets, start, end, 'HTTP/');
}

function isAddress(octets: Uint8Array, start: number, end: number): boolean {
  let marks = 0;
  for (let at = start; at < end; at++) {
    if (octets[at] === DOT || octets[at] === COLON) marks++;
  }
  return marks >= 2;
}
