import type { Reading } from './reading.ts';

/** Sees what the windows of a rule say. */
export interface ReadingObserver {
  /** A group begins, in the place of any other that had its number. */
  begin(group: number, second: number): void;
  /** From `second` on a group has this reading, until it has another. Seconds never go back. */
  observe(group: number, second: number, reading: Reading): void;
}
