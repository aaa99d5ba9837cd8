import type { ByteBlock } from '@hitwatch/domain';

/** Lines and when each of them comes: what a generator writes. */
export interface Load {
  /** The next line is not known yet: `refill` has to be awaited before anything else is asked. */
  readonly starved: boolean;
  /**
   * When the next line comes, in epoch milliseconds, never before the last one; Infinity when none
   * will.
   */
  readonly dueMs: number;
  /** Room that the next line needs at most. */
  readonly roomBytes: number;
  /**
   * Writes the line that is due at `at`, its LF included, returns where it ends, and moves on to
   * the next. `lateMs` is how far the run is behind the load's own time: a time that is not kept
   * moves by as much.
   */
  write(to: ByteBlock, at: number, lateMs: number): number;
  /** Fetches more lines. */
  refill(): Promise<void>;
}
