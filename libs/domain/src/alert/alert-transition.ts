/** The moment at which an alert changed its state. Fires once, never as a repetition. */
export interface AlertTransition {
  readonly rule: 'high-traffic';
  readonly state: 'triggered' | 'recovered';
  /** Epoch second whose window decided it. */
  readonly second: number;
  /** Hits in the window. */
  readonly hits: number;
  readonly windowSeconds: number;
  /** Average hits per second. */
  readonly threshold: number;
}

/** Average hits per second over the window, rounded to three decimals. */
export function alertValue({ hits, windowSeconds }: AlertTransition): number {
  return Math.round((hits * 1000) / windowSeconds) / 1000;
}

/**
 * The message, word for word as the users' brief has it.
 * `formatTime` gives an epoch second as RFC 3339 with the offset of the reader's zone.
 */
export function alertMessage(
  transition: AlertTransition,
  formatTime: (second: number) => string,
): string {
  const value = alertValue(transition);
  const time = formatTime(transition.second);
  return transition.state === 'triggered'
    ? `High traffic generated an alert - hits = ${value}, triggered at ${time}`
    : `High traffic alert recovered - hits = ${value}, recovered at ${time}`;
}
