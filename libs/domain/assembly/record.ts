// A record as the domain's RecordBatch has it, by bytes from its begin.

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
/** Keys: start and end, as for the line and the virtual host. */
export const HOST: i32 = 72;
export const METHOD: i32 = 80;
export const SECTION: i32 = 88;
export const URL: i32 = 96;
export const REFERRER: i32 = 104;
export const AGENT: i32 = 112;
export const PROTOCOL: i32 = 120;
/** Empty unless the record has `EXTRAS`. */
export const CACHE: i32 = 128;
export const TLS: i32 = 136;
export const SCHEME: i32 = 144;

/** Of a range, from its begin. */
export const END: i32 = 4;

export function setRange(at: i32, start: i32, end: i32): void {
  store<i32>(at, start);
  store<i32>(at, end, END);
}

/** Makes the texts empty that Common and Combined logs do not have. */
export function clearTexts(to: i32): void {
  v128.store(to + CACHE, i64x2.splat(0)); // with TLS
  store<i64>(to + SCHEME, 0);
}
