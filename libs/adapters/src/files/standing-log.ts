import type { LogMark, LogStream } from '@hitwatch/ports';

import { type Generation, markOf } from './generation.ts';
import type { OpenLog } from './open-log.ts';

/**
 * The generation that stands at the path of a log, as far as anybody knows. Its time on a mark is
 * from when it was last seen there: a renamed file may be written to when newer ones have come and
 * gone, and these are to be found as written to since.
 */
export class StandingLog implements Generation<OpenLog> {
  readonly log: OpenLog;
  readonly stream: LogStream;
  #standingMs: number;

  constructor(log: OpenLog, stream: LogStream) {
    this.log = log;
    this.stream = stream;
    this.#standingMs = log.seen.modifiedMs;
  }

  /** It still stands there, as it was when it was last looked at. */
  stands(): void {
    this.#standingMs = this.log.seen.modifiedMs;
  }

  mark(): LogMark {
    const { sizeBytes, modifiedMs } = this.log.seen;
    const seen = { sizeBytes, modifiedMs: Math.min(modifiedMs, this.#standingMs) };
    return { ...markOf(this), seen };
  }
}
