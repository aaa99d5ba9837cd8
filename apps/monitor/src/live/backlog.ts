import { statSync } from 'node:fs';

import type { Clock } from '@hitwatch/domain';
import type { LogSource } from '@hitwatch/ports';

/** How often the files are looked at. */
const LOOK_MS = 1000;

/** How much is in the logs and not yet read, as far as files say. */
export class Backlog {
  readonly #source: Pick<LogSource, 'marks'>;
  readonly #clock: Clock;
  #lookedMs = -Infinity;
  #bytes: number | undefined;

  constructor(source: Pick<LogSource, 'marks'>, clock: Clock) {
    this.#source = source;
    this.#clock = clock;
  }

  /** Bytes, or undefined where no log is a file that can be looked at. */
  get bytes(): number | undefined {
    const nowMs = this.#clock.nowMs();
    if (Math.abs(nowMs - this.#lookedMs) >= LOOK_MS) {
      this.#lookedMs = nowMs;
      this.#bytes = this.#look();
    }
    return this.#bytes;
  }

  #look(): number | undefined {
    let bytes: number | undefined;
    for (const { mark } of this.#source.marks()) {
      const status = statSync(mark.path, { throwIfNoEntry: false });
      // An older generation has another name meanwhile, and is nearly read.
      if (status?.ino !== mark.ino || status.dev !== mark.dev) continue;
      bytes = (bytes ?? 0) + Math.max(0, status.size - mark.offset);
    }
    return bytes;
  }
}
