import type { Clock } from '@hitwatch/domain';

/** How long the loop may go on without a look at keys and timers. */
const TURN_MS = 20;

/**
 * Keeps a loop that always finds more to read from starving everything else: promises alone never
 * let Node look at the terminal.
 */
export class Breather {
  readonly #clock: Clock;
  #sinceMs = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Undefined while it is too early. */
  breathe(): Promise<void> | undefined {
    const sinceMs = this.#clock.nowMs() - this.#sinceMs;
    // A clock that was set back must not hold up the keys.
    if (sinceMs >= 0 && sinceMs < TURN_MS) return undefined;
    return new Promise((resolve) => {
      setImmediate(() => {
        this.#sinceMs = this.#clock.nowMs();
        resolve();
      });
    });
  }
}
