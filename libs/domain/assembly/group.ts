import {
  GROUP_END,
  GROUP_ERRORS,
  GROUP_FIRST,
  GROUP_HASH,
  GROUP_HITS,
  GROUP_START,
  GROUP_TOTAL,
} from './group-cells';
import { hash, quickHash } from './hash';
import {
  GROUP_BYTES,
  GROUP_OF_LINE_AT,
  GROUPS_AT,
  LINES_MAX,
  RECORD_BYTES,
  RECORDS_AT,
  SLOTS_AT,
} from './memory';
import { BYTES, END, REASON, STATUS } from './record';
import { sameBytes } from './same';

/** A slot has the number of a group, counted from 1, and the bits of its hash above that. */
const NUMBER_BITS: u32 = 2 * LINES_MAX - 1;
const SLOTS_MIN: i32 = 32;
/**
 * Slots that a key may find taken before it gets a group of its own. With half of them free that
 * does not happen by chance, only to keys that somebody has made to collide.
 */
const PROBES_MAX: i32 = 128;

/**
 * Puts lines that have the same key together and returns how many groups there are, in the order of
 * the first line of each. `key` is where the records have it, `lines` how many records there are.
 * The records' places are `shift` below where the bytes stand in this memory.
 */
export function group(key: i32, lines: i32, shift: i32, seed: u32): i32 {
  let slots = SLOTS_MIN;
  while (slots < 2 * lines) slots <<= 1;
  memory.fill(SLOTS_AT, 0, slots << 2);
  const mask = slots - 1;
  let groups = 0;
  let record = RECORDS_AT;
  for (let line = 0; line < lines; line++, record += RECORD_BYTES) {
    if (load<i32>(record, REASON) != 0) continue;
    const start = load<i32>(record + key) + shift;
    const end = load<i32>(record + key, END) + shift;
    const quick = quickHash(start, end, seed);
    const tag = quick & ~NUMBER_BITS;
    let slot = quick & mask;
    let to = 0;
    for (let probes = 0; ; probes++) {
      const taken = load<u32>(SLOTS_AT + (slot << 2));
      if (taken == 0 || probes == PROBES_MAX) {
        to = GROUPS_AT + groups * GROUP_BYTES;
        groups++;
        if (taken == 0) store<u32>(SLOTS_AT + (slot << 2), tag | groups);
        store<f64>(to, 0, GROUP_TOTAL);
        store<i32>(to, start - shift, GROUP_START);
        store<i32>(to, end - shift, GROUP_END);
        store<u32>(to, hash(start, end, seed), GROUP_HASH);
        store<i32>(to, line, GROUP_FIRST);
        store<i32>(to, 0, GROUP_HITS);
        store<i32>(to, 0, GROUP_ERRORS);
        break;
      }
      to = GROUPS_AT + ((taken & NUMBER_BITS) - 1) * GROUP_BYTES;
      if ((taken & ~NUMBER_BITS) == tag && isKey(to, start, end, shift)) break;
      slot = (slot + 1) & mask;
    }
    store<f64>(to, load<f64>(to, GROUP_TOTAL) + load<f64>(record, BYTES), GROUP_TOTAL);
    store<i32>(to, load<i32>(to, GROUP_HITS) + 1, GROUP_HITS);
    store<i32>(GROUP_OF_LINE_AT + (line << 2), (to - GROUPS_AT) / GROUP_BYTES);
    const isError = <u32>(load<i32>(record, STATUS) - 500) < 100;
    store<i32>(to, load<i32>(to, GROUP_ERRORS) + <i32>isError, GROUP_ERRORS);
  }
  return groups;
}

function isKey(to: i32, start: i32, end: i32, shift: i32): bool {
  const other = load<i32>(to, GROUP_START) + shift;
  const length = end - start;
  return load<i32>(to, GROUP_END) + shift - other == length && sameBytes(start, other, length);
}
