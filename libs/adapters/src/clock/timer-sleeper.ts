import type { Clock } from '@hitwatch/domain';
import type { Sleeper } from '@hitwatch/ports';

/** A timer with a longer delay fires at once. */
const TIMER_MS_MAX = 2 ** 31 - 1;

/** Waits with a timer of the event loop. */
export class TimerSleeper implements Sleeper {
  readonly #clock: Clock;
  #woken = false;
  #rouse: (() => void) | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  async sleepUntil(deadlineMs: number): Promise<void> {
    // The clock is asked once: set back while we sleep, it would have us sleep as much longer.
    let leftMs = deadlineMs - this.#clock.nowMs();
    for (; leftMs > 0 && !this.#woken; leftMs -= TIMER_MS_MAX) {
      await this.#timer(Math.min(leftMs, TIMER_MS_MAX));
    }
    this.#woken = false;
  }

  wake(): void {
    this.#woken = true;
    this.#rouse?.();
  }

  #timer(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#rouse = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
