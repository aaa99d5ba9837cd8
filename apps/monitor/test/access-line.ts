/** A moment that lies in the past of every machine: 2015-05-17T08:00:00Z. */
const EIGHT = Date.UTC(2015, 4, 17, 8) / 1000;

export interface LineParts {
  /** Seconds after 2015-05-17T08:00:00Z. */
  readonly at?: number;
  readonly host?: string;
  readonly request?: string;
  readonly status?: number;
  readonly bytes?: number;
  readonly referrer?: string;
  readonly agent?: string;
}

/** One line in Combined Log Format, with its LF. */
export function accessLine(parts: LineParts = {}): string {
  const { at = 0, host = '192.0.2.1', request = 'GET /pages/create HTTP/1.1' } = parts;
  const { status = 200, bytes = 100, referrer = '-', agent = 'curl/8.5.0' } = parts;
  // All of a test's lines are of the same day.
  const time = new Date((EIGHT + at) * 1000).toISOString().slice(11, 19);
  const client = `${host} - - [17/May/2015:${time} +0000]`;
  return `${client} "${request}" ${status} ${bytes} "${referrer}" "${agent}"\n`;
}

/** `count` hits in one second. */
export function hits(count: number, at: number): string {
  return accessLine({ at }).repeat(count);
}

/**
 * A log that raises an alert and recovers from it, for a threshold of 2 over 10 seconds: 25 hits in
 * the second `at`, and one half a minute later.
 */
export function burst(at: number): string {
  return hits(25, at) + hits(1, at + 30);
}

/** The options for which `burst` is one. */
export const BURST_RULE = ['--threshold', '2', '--duration', '10s'] as const;
