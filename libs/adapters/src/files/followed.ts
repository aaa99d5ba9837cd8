import type { SourceEvent, StreamMark } from '@hitwatch/ports';

/** Something that grows and is looked at again and again. */
export interface Followed {
  /** How long it may be left alone, in milliseconds; Infinity for what calls by itself. */
  readonly pollMs: number;
  /**
   * What is new, or undefined when nothing is. Never waits for something to happen. Throws an
   * `EnvironmentFailure` when it can never give anything again.
   */
  poll(): SourceEvent | undefined;
  /**
   * Settles, soon and whatever the clock says, when `poll` may give more without anything having
   * come: what is unpacked, for instance. Undefined while nothing of that kind goes on.
   */
  readonly working?: Promise<void> | undefined;
  /** Where its files stand, as `LogSource.marks` says. */
  marks(): readonly StreamMark[];
  close(): void;
}
