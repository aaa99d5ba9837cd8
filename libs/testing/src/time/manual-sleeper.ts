import { setImmediate as turn } from 'node:timers/promises';

import type { Sleeper } from '@hitwatch/ports';

import type { ManualClock } from './manual-clock.ts';

/**
 * Sleeps by moving a `ManualClock` to the deadline, so that whoever waits in a test waits no time.
 * It gives the event loop one turn first, and one after each thing that happens meanwhile: what was
 * set going, such as a stream, gets on as it would during a real sleep.
 */
export class ManualSleeper implements Sleeper {
  readonly #clock: ManualClock;
  #woken = false;
  #rouse: (() => void) | undefined;

  constructor(clock: ManualClock) {
    this.#clock = clock;
  }

  async sleepUntil(deadlineMs: number): Promise<void> {
    await turn();
    while (!this.#isWoken()) {
      let acted = false;
      this.#clock.advanceTo(deadlineMs, () => (acted = true));
      if (!(acted as boolean)) break;
      await turn();
    }
    if (!this.#isWoken() && deadlineMs === Infinity) {
      await new Promise<void>((resolve) => {
        this.#rouse = resolve;
      });
      this.#rouse = undefined;
    }
    this.#woken = false;
  }

  wake(): void {
    this.#woken = true;
    this.#rouse?.();
  }

  /**
   * A call, because the compiler takes a field for unchanged although a planned action has changed
   * it.
   */
  #isWoken(): boolean {
    return this.#woken;
  }
}
