/** Where the core gets the time from. Nothing in the domain reads a clock of its own. */
export interface Clock {
  /** Wall-clock time in milliseconds since the Unix epoch. */
  nowMs(): number;
}
