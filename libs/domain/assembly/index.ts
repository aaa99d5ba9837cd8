import { end, parse } from './clf';
import { lineEnd } from './find';
import {
  GROUP_OF_LINE_AT,
  GROUPS_AT,
  INPUT_AT,
  INPUT_BYTES,
  KEYS_AT,
  LINES_MAX,
  PLAN_AT,
  RECORD_BYTES,
  READ_AT,
  RECORDS_AT,
  TAILS_AT,
} from './memory';
import { parsePlanned, planEnd } from './plan';
import { AGENT, END, EXTRAS, LINE, REASON, setRange, VHOST } from './record';
import { forgetTail, tailKind } from './tail';

export { sizeBinsAt, sizesAt, statusBytesAt, statusHitsAt } from './combined-numbers';
export { absorb, clearCombined, combine, combinedAt, combinedBytes, combinedSize } from './combine';
export { group } from './group';

/** What stands in place of a reason for a line that the plain parser has to look at. */
const ODD: i32 = 255;

/** What the lines are. */
const PLANNED: i32 = 1;
const TAILED: i32 = 2;

const LF: u8 = 10;

let takenBytes: i32 = 0;
let extras: i32 = 0;
/** Records of the last scan, and those of them that are odd. */
let records: i32 = 0;
let odds: i32 = 0;
/** How the first line looked that was parsed, and all others that look like that. */
let look: i32 = 0;
let looksDiffer: i32 = 0;
let vhosts: i32 = 0;

export function inputAt(): i32 {
  return INPUT_AT;
}

export function readAt(): i32 {
  return READ_AT;
}

export function inputBytes(): i32 {
  return INPUT_BYTES;
}

export function recordsAt(): i32 {
  return RECORDS_AT;
}

export function planAt(): i32 {
  return PLAN_AT;
}

export function groupsAt(): i32 {
  return GROUPS_AT;
}

export function groupOfLineAt(): i32 {
  return GROUP_OF_LINE_AT;
}

export function keysAt(): i32 {
  return KEYS_AT;
}

export function tailsAt(): i32 {
  return TAILS_AT;
}

/** Whether a line of the last scan has extras. */
export function hasExtras(): bool {
  return extras != 0;
}

/** Whether a line of the last scan has a virtual host. */
export function hasVhosts(): bool {
  return vhosts != 0;
}

/** Whether all lines that the last scan has parsed have the same fields. */
export function looksAlike(): bool {
  return looksDiffer == 0;
}

/** The first line from `line` on that the plain parser has to look at, or the number of lines. */
export function oddFrom(line: i32): i32 {
  if (odds == 0) return records;
  let at = line;
  while (at < records && load<i32>(RECORDS_AT + at * RECORD_BYTES, REASON) != ODD) at++;
  return at;
}

/** Bytes that the last scan has taken, in whole lines. */
export function taken(): i32 {
  return takenBytes;
}

/**
 * Writes a record for each line in the `length` bytes at `begin`, and returns how many; it stops
 * when there is no room for more. What stands behind the last LF is a line as well if the bytes are
 * `complete`. Lines are of the format of the plan, or Common or Combined: then with what
 * servers add to it, or without.
 */
export function scan(begin: i32, length: i32, complete: bool, kind: i32): i32 {
  const limit = begin + length;
  const planned = kind == PLANNED;
  const behind = load<u8>(limit);
  store<u8>(limit, LF);
  extras = odds = vhosts = looksDiffer = 0;
  look = -1;
  let lines = 0;
  let at = begin;
  let to = RECORDS_AT;
  while (at < limit && lines < LINES_MAX) {
    forgetTail();
    const parsed = planned ? parsePlanned(at, to) : parse(at, to, kind == TAILED);
    const stop = !parsed ? lineEnd(at) : planned ? planEnd : end;
    if (stop == limit && !complete) break;
    store<i32>(to + REASON, parsed ? 0 : ODD);
    setRange(to + LINE, at, stop);
    store<u8>(TAILS_AT + lines, <u8>tailKind);
    if (parsed) lookAt(to);
    else odds++;
    at = stop + 1;
    to += RECORD_BYTES;
    lines++;
  }
  store<u8>(limit, behind);
  takenBytes = min(at, limit) - begin;
  records = lines;
  return lines;
}

/** Keeps of a parsed line which fields it has. */
function lookAt(record: i32): void {
  extras |= load<i32>(record + EXTRAS);
  const hasVhost = <i32>(load<i32>(record + VHOST, END) > load<i32>(record + VHOST));
  const hasAgent = <i32>(load<i32>(record + AGENT, END) > load<i32>(record + AGENT));
  vhosts |= hasVhost;
  const own = (tailKind << 2) | (hasVhost << 1) | hasAgent;
  if (look < 0) look = own;
  looksDiffer |= look ^ own;
}
