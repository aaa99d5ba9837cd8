import { setImmediate as turn } from 'node:timers/promises';

import type { Sleeper } from '@hitwatch/ports';

import type { ManualClock } from './manual-clock.ts';

/**
 * Sleeps until a test has moved a `ManualClock` to the deadline: for what goes on beside a test, of
 * which several may sleep at a time.
 */
export class ParkedSleeper implements Sleeper {
  readonly #clock: ManualClock;
  #woken = false;
  #rouse: (() => void) | undefined;

  constructor(clock: ManualClock) {
    this.#clock = clock;
  }

  async sleepUntil(deadlineMs: number): Promise<void> {
    if (!this.#woken && deadlineMs > this.#clock.nowMs()) {
      await new Promise<void>((resolve) => {
        this.#rouse = resolve;
        if (deadlineMs !== Infinity) this.#clock.plan(deadlineMs, resolve);
      });
      this.#rouse = undefined;
    } else await turn();
    this.#woken = false;
  }

  wake(): void {
    this.#woken = true;
    this.#rouse?.();
  }
}
