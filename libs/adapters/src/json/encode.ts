import { replaceHostile } from '../text/sanitize.ts';

/**
 * JSON that is safe to look at in a terminal: what `JSON.stringify` leaves as it is although a
 * terminal would obey it (DEL, C1, bidi controls, zero-width) is escaped. The value stays the same.
 */
export function encodeJson(value: unknown): string {
  return replaceHostile(
    JSON.stringify(value),
    (unit) => `\\u${unit.toString(16).padStart(4, '0')}`,
  );
}
