// Texts of a plan that are more than their octets.
import { pathEnd, segmentEnd } from './find';
import { BLANK, CLOSING_BRACKET, COMMA, HASH, MINUS, QUESTION, QUOTE, SLASH } from './octets';
import { HOST, SECTION, setRange, TARGET_KIND, URL } from './record';

const PATH: i32 = 1;

/** The first of the addresses in [at, end), unless quotes or brackets stand around it. */
export function setFirstHost(at: i32, end: i32, to: i32): bool {
  let hostEnd = at;
  for (; hostEnd < end; hostEnd++) {
    const octet: i32 = load<u8>(hostEnd);
    if (octet <= BLANK || octet == COMMA) break;
  }
  if (hostEnd == at || (hostEnd < end && <i32>load<u8>(hostEnd) < BLANK)) return false;
  const last = load<u8>(hostEnd - 1);
  setRange(to + HOST, at, hostEnd);
  return load<u8>(at) != QUOTE && last != QUOTE && last != CLOSING_BRACKET;
}

/** A path, or nothing. */
export function setTarget(at: i32, end: i32, to: i32): bool {
  if (end == at || isDash(at, end)) {
    setRange(to + SECTION, at, at);
    setRange(to + URL, at, at);
    return true;
  }
  if (load<u8>(at) != SLASH) return false;
  const section = min(segmentEnd(at + 1), end);
  const url = min(pathEnd(section), end);
  if (section < end && !endsSegment(load<u8>(section))) return false;
  if (url < end && !endsSegment(load<u8>(url))) return false;
  setRange(to + SECTION, at, section);
  setRange(to + URL, at, url);
  store<i32>(to + TARGET_KIND, PATH);
  return true;
}

function endsSegment(octet: i32): bool {
  return octet == SLASH || octet == QUESTION || octet == HASH;
}

/** A text of which a dash is nothing. */
export function setName(to: i32, at: i32, end: i32): i32 {
  if (!isDash(at, end)) setRange(to, at, end);
  return end;
}

export function isDash(at: i32, end: i32): bool {
  return end == at + 1 && load<u8>(at) == MINUS;
}
