import type { SourceEvent } from '@hitwatch/ports';

/** Something that grows and is looked at again and again. */
export interface Followed {
  /** What is new, or undefined when nothing is. Never waits for something to happen. */
  poll(): Promise<SourceEvent | undefined>;
  close(): Promise<void>;
}
