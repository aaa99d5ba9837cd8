// A record as the domain's RecordBatch has it, by bytes from its begin.
import { hash } from './hash';
import { RECORD_BYTES, RECORDS_AT, SEEN_AT } from './memory';
import { sameBytes } from './same';

export const SECOND: i32 = 0;
export const BYTES: i32 = 8;
export const RESPONSE_MICROS: i32 = 16;
export const UPSTREAM_MICROS: i32 = 24;
export const REQUEST_BYTES: i32 = 32;
export const STATUS: i32 = 40;
export const REASON: i32 = 44;
export const LINE: i32 = 48;
export const TARGET_KIND: i32 = 56;
export const EXTRAS: i32 = 60;
export const VHOST: i32 = 64;
/** Keys: start, end, hash, and the number of the first record of the batch with the same key. */
export const HOST: i32 = 72;
export const METHOD: i32 = 88;
export const SECTION: i32 = 104;
export const URL: i32 = 120;
export const REFERRER: i32 = 136;
export const AGENT: i32 = 152;
export const PROTOCOL: i32 = 168;
/** Only the ends of these are set: few lines have them, and their tables are small. */
export const CACHE: i32 = 184;
export const TLS: i32 = 200;
export const SCHEME: i32 = 216;

const END: i32 = 4;
const HASH: i32 = 8;
const FIRST: i32 = 12;

/** Of each key, records that are remembered for comparison, by some bits of its hash. */
const SEEN: i32 = 512;

export function setRange(at: i32, start: i32, end: i32): void {
  store<i32>(at, start);
  store<i32>(at, end, END);
}

/** Sets a key of the record at `to`. Nearly always it is that of a line shortly before. */
export function setKey(to: i32, key: i32, start: i32, end: i32, seed: u32): void {
  const at = to + key;
  const hashed = hash(start, end, seed);
  setRange(at, start, end);
  store<u32>(at, hashed, HASH);
  const seenAt = SEEN_AT + (((key - HOST) << 7) | ((hashed & (SEEN - 1)) << 2));
  // What is left there of an earlier scan is no address below this one, or that of a record that
  // has been written again; either way it is the comparison that decides.
  const seen = load<i32>(seenAt);
  if (seen < to && seen >= RECORDS_AT && isKey(seen, key, start, end, hashed)) {
    store<i32>(at, (seen - RECORDS_AT) / RECORD_BYTES, FIRST);
  } else {
    store<i32>(seenAt, to);
    store<i32>(at, (to - RECORDS_AT) / RECORD_BYTES, FIRST);
  }
}

function isKey(record: i32, key: i32, start: i32, end: i32, hashed: u32): bool {
  const at = record + key;
  if (load<u32>(at, HASH) != hashed || load<i32>(record, REASON) != 0) return false;
  const other = load<i32>(at);
  return load<i32>(at, END) - other == end - start && sameBytes(start, other, end - start);
}
