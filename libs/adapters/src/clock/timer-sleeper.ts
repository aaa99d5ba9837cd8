import type { Clock } from '@hitwatch/domain';
import type { Sleeper } from '@hitwatch/ports';

/** Waits with a timer of the event loop. */
export class TimerSleeper implements Sleeper {
  readonly #clock: Clock;
  #woken = false;
  #rouse: (() => void) | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  sleepUntil(deadlineMs: number): Promise<void> {
    const ms = deadlineMs - this.#clock.nowMs();
    if (this.#woken || ms <= 0) {
      this.#woken = false;
      return Promise.resolve();
    }
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.#rouse?.(), ms);
      this.#rouse = () => {
        clearTimeout(timer);
        this.#rouse = undefined;
        this.#woken = false;
        resolve();
      };
    });
  }

  wake(): void {
    this.#woken = true;
    this.#rouse?.();
  }
}
