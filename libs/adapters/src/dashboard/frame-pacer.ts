import type { Clock } from '@hitwatch/domain';

/** No two frames are closer: ten a second are all that an eye or a slow line has use for. */
const FRAME_MS = 100;

/**
 * Decides when a frame is drawn. One that a key asks for waits only for another of a key, not for
 * figures that were looked at meanwhile.
 */
export class FramePacer {
  readonly #clock: Clock;
  readonly #draw: () => void;
  #drawnMs = -Infinity;
  #drawnForKeyMs = -Infinity;
  #waiting: NodeJS.Timeout | undefined;
  #isForKey = false;

  constructor(clock: Clock, draw: () => void) {
    this.#clock = clock;
    this.#draw = draw;
  }

  soon(isForKey: boolean): void {
    if (this.#waiting !== undefined && (this.#isForKey || !isForKey)) return;
    clearTimeout(this.#waiting);
    this.#isForKey = isForKey;
    const sinceMs = this.#clock.nowMs() - (isForKey ? this.#drawnForKeyMs : this.#drawnMs);
    // A clock that was set back must not hold up the screen.
    const waitMs = sinceMs < 0 ? 0 : Math.max(0, FRAME_MS - sinceMs);
    this.#waiting = setTimeout(() => {
      this.#waiting = undefined;
      this.#draw();
    }, waitMs);
  }

  /** A frame is being drawn. */
  drawn(): void {
    this.#drawnMs = this.#clock.nowMs();
    if (this.#isForKey) this.#drawnForKeyMs = this.#drawnMs;
  }

  stop(): void {
    clearTimeout(this.#waiting);
    this.#waiting = undefined;
  }
}
