// Where things lie in the kernel's memory: the records, what was seen, then the bytes to scan.

export const RECORD_BYTES: i32 = 232;
/** Lines that one scan takes at most. */
export const LINES_MAX: i32 = 512;
export const RECORDS_AT: i32 = 1024;

/** For each of seven keys 512 addresses of records. */
export const SEEN_AT: i32 = RECORDS_AT + LINES_MAX * RECORD_BYTES;
const SEEN_BYTES: i32 = 7 * 512 * 4;

/** The plan of a format that was given as a definition. */
export const PLAN_AT: i32 = SEEN_AT + SEEN_BYTES;
export const PLAN_BYTES: i32 = 2048;

/** Keys of the named fields behind a user agent, each of 32 bytes, and one that ends them. */
export const KEYS_AT: i32 = PLAN_AT + PLAN_BYTES;
const KEYS_BYTES: i32 = 1024;

/** The fields behind the user agent of a line. */
export const TOKENS_AT: i32 = KEYS_AT + KEYS_BYTES;
const TOKENS_BYTES: i32 = 16 * 12;

/** For each line that a scan has found one byte: the kind of what stands behind its agent. */
export const TAILS_AT: i32 = TOKENS_AT + TOKENS_BYTES;

export const INPUT_AT: i32 = TAILS_AT + LINES_MAX;
/** Bytes that one scan is given at most; behind them is room for a LF and for long reads. */
export const INPUT_BYTES: i32 = 131072;
