import { clearNumbers, countNumbers } from './combined-numbers';
import { hash, quickHash } from './hash';
import {
  COLUMN_BYTES,
  COLUMNS_AT,
  COMBINED_KEYS_MAX,
  COMBINED_POOL_BYTES,
  GROUP_BYTES,
  RECORD_BYTES,
  RECORDS_AT,
} from './memory';
import {
  AGENT,
  BYTES,
  END,
  HOST,
  METHOD,
  PROTOCOL,
  REASON,
  REFERRER,
  SECTION,
  STATUS,
  URL,
} from './record';
import {
  GROUP_END,
  GROUP_ERRORS,
  GROUP_HASH,
  GROUP_HITS,
  GROUP_SHORTER,
  GROUP_START,
  GROUP_TOTAL,
} from './group-cells';
import { sameBytes } from './same';

// A column, by bytes from its begin: how many groups it has, how many bytes of its pool are taken,
// where the group of the last line is, then the groups, the slots by which they are found, and the
// pool of their keys.
const SIZE: i32 = 0;
const USED: i32 = 4;
const LAST: i32 = 8;
const GROUPS: i32 = 16;
const SLOTS: i32 = GROUPS + COMBINED_KEYS_MAX * GROUP_BYTES;
const SLOTS_BYTES: i32 = 2 * COMBINED_KEYS_MAX * 4;
const POOL: i32 = SLOTS + SLOTS_BYTES;

/** A slot has the number of a group, counted from 1, and the bits of its hash above that. */
const NUMBER_BITS: u32 = 2 * COMBINED_KEYS_MAX - 1;
/** As for the groups of one batch. */
const PROBES_MAX: i32 = 128;

/** Columns, in this order. */
const HOSTS: i32 = COLUMNS_AT;
const METHODS: i32 = HOSTS + COLUMN_BYTES;
const SECTIONS: i32 = METHODS + COLUMN_BYTES;
const URLS: i32 = SECTIONS + COLUMN_BYTES;
const REFERRERS: i32 = URLS + COLUMN_BYTES;
const AGENTS: i32 = REFERRERS + COLUMN_BYTES;
const PROTOCOLS: i32 = AGENTS + COLUMN_BYTES;
const COLUMNS: i32 = 7;

export function combinedSize(column: i32): i32 {
  return load<i32>(COLUMNS_AT + column * COLUMN_BYTES, SIZE);
}

export function combinedAt(column: i32): i32 {
  return COLUMNS_AT + column * COLUMN_BYTES + GROUPS;
}

export function clearCombined(): void {
  clearNumbers();
  for (let column = 0; column < COLUMNS; column++) {
    const at = COLUMNS_AT + column * COLUMN_BYTES;
    if (load<i32>(at, SIZE) == 0) continue;
    memory.fill(at + SLOTS, 0, SLOTS_BYTES);
    store<i32>(at, 0, SIZE);
    store<i32>(at, 0, USED);
    store<i32>(at, 0, LAST);
  }
}

/**
 * Adds the lines [from, lines) to the groups of their keys, which stay from scan to scan, with
 * copies of the keys, and to the numbers that stay with them. Returns the first line that has a key
 * for which there is no room, or `lines`.
 * The records' places are `shift` below where the bytes stand in this memory.
 */
export function combine(from: i32, lines: i32, shift: i32, seed: u32): i32 {
  let record = RECORDS_AT + from * RECORD_BYTES;
  for (let line = from; line < lines; line++, record += RECORD_BYTES) {
    if (load<i32>(record, REASON) != 0) continue;
    const host = find(HOSTS, record + HOST, shift, seed);
    const method = find(METHODS, record + METHOD, shift, seed);
    const url = find(URLS, record + URL, shift, seed);
    if (host == 0 || method == 0 || url == 0) return line;
    const section = sectionOf(url, record, shift, seed);
    const referrer = find(REFERRERS, record + REFERRER, shift, seed);
    const agent = find(AGENTS, record + AGENT, shift, seed);
    const protocol = find(PROTOCOLS, record + PROTOCOL, shift, seed);
    if (section == 0 || referrer == 0 || agent == 0 || protocol == 0) return line;
    const bytes = load<f64>(record, BYTES);
    count(host, bytes);
    count(method, bytes);
    count(url, bytes);
    count(section, bytes);
    count(referrer, bytes);
    count(agent, bytes);
    count(protocol, bytes);
    const status = load<i32>(record, STATUS);
    countNumbers(status, bytes);
    if (<u32>(status - 500) >= 100) continue;
    countError(host);
    countError(method);
    countError(url);
    countError(section);
    countError(referrer);
    countError(agent);
    countError(protocol);
  }
  return lines;
}

/**
 * Adds keys of a table to a column: `keys` spans of three numbers each, at `spans`, of texts at
 * `texts`, and the four cells of each at `cells`, as the domain's KeyTableState has them. The
 * caller knows that there is room.
 */
export function absorb(
  column: i32,
  keys: i32,
  texts: i32,
  spans: i32,
  cells: i32,
  seed: u32,
): void {
  const at = COLUMNS_AT + column * COLUMN_BYTES;
  for (let key = 0; key < keys; key++) {
    const start = texts + load<i32>(spans);
    const to = findText(at, start, start + load<i32>(spans, 4), seed);
    store<f64>(to, load<f64>(to, GROUP_TOTAL) + load<f64>(cells, 8), GROUP_TOTAL);
    store<i32>(to, load<i32>(to, GROUP_HITS) + <i32>load<f64>(cells), GROUP_HITS);
    store<i32>(to, load<i32>(to, GROUP_ERRORS) + <i32>load<f64>(cells, 16), GROUP_ERRORS);
    spans += 12;
    cells += 32;
  }
}

export function combinedBytes(column: i32): i32 {
  return load<i32>(COLUMNS_AT + column * COLUMN_BYTES, USED);
}

function count(group: i32, bytes: f64): void {
  store<f64>(group, load<f64>(group, GROUP_TOTAL) + bytes, GROUP_TOTAL);
  store<i32>(group, load<i32>(group, GROUP_HITS) + 1, GROUP_HITS);
}

function countError(group: i32): void {
  store<i32>(group, load<i32>(group, GROUP_ERRORS) + 1, GROUP_ERRORS);
}

/** The group of a line's section, which mostly is that of the last line with the same URL. */
function sectionOf(url: i32, record: i32, shift: i32, seed: u32): i32 {
  const start = load<i32>(record, SECTION);
  const known = load<i32>(url, GROUP_SHORTER);
  if (known != 0 && start == load<i32>(record, URL)) {
    // Of the same length, and the beginning of the same text.
    const length = load<i32>(record, SECTION + END) - start;
    if (load<i32>(known, GROUP_END) - load<i32>(known, GROUP_START) == length) return known;
  }
  const group = find(SECTIONS, record + SECTION, shift, seed);
  if (start == load<i32>(record, URL)) store<i32>(url, group, GROUP_SHORTER);
  return group;
}

/** The group in a column of the key whose range is given, or 0 where there is no room for it. */
function find(column: i32, range: i32, shift: i32, seed: u32): i32 {
  return findText(column, load<i32>(range) + shift, load<i32>(range, END) + shift, seed);
}

/** The same for the key [start, end). */
function findText(column: i32, start: i32, end: i32, seed: u32): i32 {
  const last = load<i32>(column, LAST);
  if (last != 0 && isKey(last, start, end)) return last;
  const quick = quickHash(start, end, seed);
  const tag = quick & ~NUMBER_BITS;
  let slot = quick & NUMBER_BITS;
  let taken = load<u32>(column + (slot << 2), SLOTS);
  for (let probes = 0; taken != 0 && probes < PROBES_MAX; probes++) {
    const to = column + GROUPS + ((taken & NUMBER_BITS) - 1) * GROUP_BYTES;
    if ((taken & ~NUMBER_BITS) == tag && isKey(to, start, end)) {
      store<i32>(column, to, LAST);
      return to;
    }
    slot = (slot + 1) & NUMBER_BITS;
    taken = load<u32>(column + (slot << 2), SLOTS);
  }
  const free = taken == 0 ? column + (slot << 2) + SLOTS : 0;
  return begin(column, free, tag, start, end, seed);
}

/** A new group, in a slot if there is one, or 0. */
function begin(column: i32, slot: i32, tag: u32, start: i32, end: i32, seed: u32): i32 {
  const size = load<i32>(column, SIZE);
  const used = load<i32>(column, USED);
  const length = end - start;
  if (size == COMBINED_KEYS_MAX || length > COMBINED_POOL_BYTES - used) return 0;
  const key = column + POOL + used;
  memory.copy(key, start, length);
  store<i32>(column, size + 1, SIZE);
  store<i32>(column, (used + length + 7) & ~7, USED);
  if (slot != 0) store<u32>(slot, tag | (size + 1));
  const to = column + GROUPS + size * GROUP_BYTES;
  store<f64>(to, 0, GROUP_TOTAL);
  store<i32>(to, key, GROUP_START);
  store<i32>(to, key + length, GROUP_END);
  store<u32>(to, hash(start, end, seed), GROUP_HASH);
  store<i32>(to, 0, GROUP_SHORTER);
  store<i32>(to, 0, GROUP_HITS);
  store<i32>(to, 0, GROUP_ERRORS);
  store<i32>(column, to, LAST);
  return to;
}

function isKey(group: i32, start: i32, end: i32): bool {
  const other = load<i32>(group, GROUP_START);
  const length = end - start;
  return load<i32>(group, GROUP_END) - other == length && sameBytes(start, other, length);
}
