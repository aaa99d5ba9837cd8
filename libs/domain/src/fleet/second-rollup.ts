import type { DDSketchState } from '../tables/dd-sketch.ts';
import type { KeyColumns } from './key-columns.ts';

/** The hits of one second on one host, all of them or those that came late: a value. */
export interface SecondRollup {
  readonly second: number;
  /**
   * 0 for all hits that had come until `revision` while the second was open; any other is a rollup
   * of late ones, complete in itself, and the number of the message that brought it.
   */
  readonly part: number;
  readonly hits: number;
  readonly bytes: number;
  /** Code, hits, code, hits, ...: ascending codes, 0 for lines without one. */
  readonly statuses: readonly number[];
  readonly methods: KeyColumns;
  readonly sections: KeyColumns;
  /** Response times in microseconds, of the hits that state one. */
  readonly times: DDSketchState | undefined;
  /** A `VisitorSketch`, encoded. */
  readonly visitors: Uint8Array;
}

/** The clients of ten seconds, the most frequent ones. */
export interface ClientsRollup {
  /** The first of the ten seconds. */
  readonly second: number;
  readonly clients: KeyColumns;
}

/** About the bytes of a rollup in a message, never too few. */
export function rollupBytes(rollup: SecondRollup): number {
  const { methods, sections, statuses, times, visitors } = rollup;
  const bins = times === undefined ? 0 : times.bins.reduce((n, hits) => n + (hits > 0 ? 1 : 0), 0);
  return (
    100 +
    columnBytes(methods) +
    columnBytes(sections) +
    visitors.length +
    4 * statuses.length +
    8 * bins
  );
}

/** A key and the numbers beside it: five of them, most of a byte or three. */
export function columnBytes({ keys, lengths }: KeyColumns): number {
  return 60 + keys.length + 25 * lengths.length;
}
