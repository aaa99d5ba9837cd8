/** What a cell means; the theme says how that looks. */
export const Role = {
  text: 0,
  /** Beside the point: labels, rules, what is nought. */
  dim: 1,
  strong: 2,
  title: 3,
  accent: 4,
  good: 5,
  warn: 6,
  bad: 7,
  /** A state that wants to be seen from across the room. */
  alarm: 8,
  /** A key that can be pressed, and the panel that is open. */
  key: 9,
  bar: 10,
  rule: 11,
  /** Classes of status in the mix: 2xx, 3xx, 4xx, 5xx, others. */
  success: 12,
  redirect: 13,
  refused: 14,
  failed: 15,
} as const;

export type Role = (typeof Role)[keyof typeof Role];

export const ROLES = 16;
/** Added to the role of each cell of the row under the cursor. */
export const SELECTED = 32;
