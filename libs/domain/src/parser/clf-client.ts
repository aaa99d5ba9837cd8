import { isDash, isDigit, skipBlank, wordEnd, isBlank } from '../bytes/ascii.ts';
import type { AccessRecord } from './access-record.ts';
import { requestStart } from './clf-time.ts';

const SPACE = 32;
const COMMA = 44;
const MINUS = 45;
const DOT = 46;
const COLON = 58;

/**
 * Nearly every line begins `host - - [time] "`, and that is told by a few bytes: splits it and
 * returns where the bracket of the time stands, or -1 for any other line.
 */
export function splitPlainClient(
  octets: Uint8Array,
  start: number,
  end: number,
  record: AccessRecord,
): number {
  const hostEnd = wordEnd(octets, start, end);
  const plain =
    octets[hostEnd] === SPACE &&
    octets[hostEnd + 1] === MINUS &&
    octets[hostEnd + 2] === SPACE &&
    octets[hostEnd + 3] === MINUS &&
    octets[hostEnd + 4] === SPACE &&
    hostEnd > start &&
    octets[hostEnd - 1] !== COMMA;
  if (!plain || requestStart(octets, hostEnd + 5, end) < 0) return -1;
  record.vhostStart = record.vhostEnd = start;
  record.hostStart = start;
  record.hostEnd = hostEnd;
  record.userStart = hostEnd + 3;
  record.userEnd = hostEnd + 4;
  return hostEnd + 5;
}

/**
 * Splits `[vhost] host ident user` and says whether there were three fields at least. With more
 * than three, either a virtual host stands in front or the user name has spaces. The ident is `-`
 * on nearly every server, so where it stands decides; without it, an address or the beginning of a
 * forwarded chain in second place does.
 */
export function splitClient(
  octets: Uint8Array,
  start: number,
  end: number,
  record: AccessRecord,
): boolean {
  const first = skipBlank(octets, start, end);
  const firstEnd = wordEnd(octets, first, end);
  const second = skipBlank(octets, firstEnd, end);
  const secondEnd = wordEnd(octets, second, end);
  const third = skipBlank(octets, secondEnd, end);
  if (third === end) return false;
  const thirdEnd = wordEnd(octets, third, end);
  const fourth = skipBlank(octets, thirdEnd, end);
  let last = end;
  while (last > third && isBlank(octets[last - 1]!)) last--; // last > third >= 0

  // `client, proxy, proxy - -`: a forwarded chain in place of the address; the client is its first.
  const chained = octets[firstEnd - 1] === COMMA;
  const hasVhost =
    fourth < end &&
    !chained &&
    !isDash(octets, second, secondEnd) &&
    (isDash(octets, third, thirdEnd) ||
      octets[secondEnd - 1] === COMMA ||
      isAddress(octets, second, secondEnd));
  const hostEnd = hasVhost ? secondEnd : firstEnd;
  record.vhostStart = first;
  record.vhostEnd = hasVhost ? firstEnd : first;
  record.hostStart = hasVhost ? second : first;
  record.hostEnd = octets[hostEnd - 1] === COMMA ? hostEnd - 1 : hostEnd;
  record.userStart = hasVhost ? fourth : third;
  record.userEnd = last;
  return record.hostEnd > record.hostStart;
}

/**
 * Digits and dots, or hexadecimal digits with at least two colons: near enough to tell it from a
 * name.
 */
function isAddress(octets: Uint8Array, start: number, end: number): boolean {
  let colons = 0;
  let dots = 0;
  let letters = 0;
  for (let at = start; at < end; at++) {
    const octet = octets[at]!; // at < end
    if (octet === COLON) colons++;
    else if (octet === DOT) dots++;
    else if (!isDigit(octet)) {
      const letter = octet | 32;
      if (letter < 97 || letter > 102) return false;
      letters++;
    }
  }
  return colons >= 2 || (dots === 3 && letters === 0 && colons === 0);
}
