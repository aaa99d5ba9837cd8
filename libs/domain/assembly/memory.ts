// Where things lie in the kernel's memory: the records, the groups of one key, the group of each
// line, the table by which groups are found, the plan, then the bytes to scan.

export const RECORD_BYTES: i32 = 152;
/** Lines that one scan takes at most. */
export const LINES_MAX: i32 = 2048;
export const RECORDS_AT: i32 = 1024;

export const GROUP_BYTES: i32 = 32;
export const GROUPS_AT: i32 = RECORDS_AT + LINES_MAX * RECORD_BYTES;

/** Four bytes a line. */
export const GROUP_OF_LINE_AT: i32 = GROUPS_AT + LINES_MAX * GROUP_BYTES;

/** Twice as many slots of four bytes as there are lines at most. */
export const SLOTS_AT: i32 = GROUP_OF_LINE_AT + LINES_MAX * 4;
const SLOTS_BYTES: i32 = 2 * LINES_MAX * 4;

/** The plan of a format that was given as a definition. */
export const PLAN_AT: i32 = SLOTS_AT + SLOTS_BYTES;
export const PLAN_BYTES: i32 = 2048;

/**
 * Keys of the named fields behind a user agent and words that say all by themselves, each of 32
 * bytes, and one that ends them.
 */
export const KEYS_AT: i32 = PLAN_AT + PLAN_BYTES;
const KEYS_BYTES: i32 = 2048;

/** The fields behind the user agent of a line. */
export const TOKENS_AT: i32 = KEYS_AT + KEYS_BYTES;
const TOKENS_BYTES: i32 = 16 * 12;

/** For each line that a scan has found one byte: the kind of what stands behind its agent. */
export const TAILS_AT: i32 = TOKENS_AT + TOKENS_BYTES;

export const INPUT_AT: i32 = TAILS_AT + LINES_MAX;
/** Bytes that one scan is given at most; behind them is room for a LF and for long reads. */
export const INPUT_BYTES: i32 = 262144;

/** Of each key that records have, the groups that stay from scan to scan. */
export const COLUMNS_AT: i32 = (INPUT_AT + INPUT_BYTES + 64 + 15) & ~15;
export const COMBINED_KEYS_MAX: i32 = 4096;
export const COMBINED_POOL_BYTES: i32 = 262144;
/** Sixteen bytes of its own, a group and two slots for each key, their bytes, and some to spare. */
export const COLUMN_BYTES: i32 =
  16 + COMBINED_KEYS_MAX * (GROUP_BYTES + 8) + COMBINED_POOL_BYTES + 64;

/** Numbers of the lines that stay with these groups: hits and bytes by status, sizes by bin. */
export const STATUSES: i32 = 1000;
export const SIZE_BINS: i32 = 3072;
export const STATUS_HITS_AT: i32 = (COLUMNS_AT + 7 * COLUMN_BYTES + 15) & ~15;
export const STATUS_BYTES_AT: i32 = STATUS_HITS_AT + STATUSES * 8;
export const SIZE_BINS_AT: i32 = STATUS_BYTES_AT + STATUSES * 8;
/** The smallest size, and the largest. */
export const SIZES_AT: i32 = SIZE_BINS_AT + SIZE_BINS * 8;
export const NUMBERS_END: i32 = SIZES_AT + 16;

/** Where a reader may put bytes, which are then scanned in place; behind them as above. */
export const READ_AT: i32 = (NUMBERS_END + 15) & ~15;
