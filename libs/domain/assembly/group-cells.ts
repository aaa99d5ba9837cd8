// A group as the domain's KeyGroups has it, by bytes from its begin.

/** Bytes sent. */
export const GROUP_TOTAL: i32 = 0;
/** Where its key stands, and the key's hash. */
export const GROUP_START: i32 = 8;
export const GROUP_END: i32 = 12;
export const GROUP_HASH: i32 = 16;
/** The first line of a batch that has the key. */
export const GROUP_FIRST: i32 = 20;
/** Of a group that stays: where the group of the shorter key is that begins this one, or 0. */
export const GROUP_SHORTER: i32 = GROUP_FIRST;
export const GROUP_HITS: i32 = 24;
/** Hits with status 500-599. */
export const GROUP_ERRORS: i32 = 28;
