/** Waiting, for whoever has to look again later. */
export interface Sleeper {
  /**
   * Resolves at `deadlineMs` of the clock, or as soon as somebody wakes it. One sleep at a time.
   */
  sleepUntil(deadlineMs: number): Promise<void>;
  /** Ends the sleep; when nobody sleeps, the next sleep ends at once. */
  wake(): void;
}
