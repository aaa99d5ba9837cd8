import type { Clock } from '@hitwatch/domain';

interface PlannedAction {
  readonly atMs: number;
  readonly action: () => void;
}

/** A moment that no test depends on: 2026-01-02T03:04:05Z. */
export const SOME_TIME_MS = Date.UTC(2026, 0, 2, 3, 4, 5);

/** A clock that stands still until a test moves it. What is planned happens as it passes. */
export class ManualClock implements Clock {
  readonly #planned: PlannedAction[] = [];
  #nowMs: number;

  constructor(nowMs = SOME_TIME_MS) {
    this.#nowMs = nowMs;
  }

  nowMs(): number {
    return this.#nowMs;
  }

  advance(ms: number): void {
    this.advanceTo(this.#nowMs + ms);
  }

  /**
   * Goes on to `ms`, never back, and does what was planned until then, each thing at its own
   * moment. `interrupted` is asked after each: as soon as it says so, the clock stays where it is.
   * For `Infinity`, it stands at the last thing that was planned.
   */
  advanceTo(ms: number, interrupted: () => boolean = () => false): void {
    for (;;) {
      const [first] = this.#planned;
      if (first === undefined || first.atMs > ms) break;
      this.#planned.shift();
      this.#nowMs = Math.max(this.#nowMs, first.atMs);
      first.action();
      if (interrupted()) return;
    }
    if (ms !== Infinity) this.#nowMs = Math.max(this.#nowMs, ms);
  }

  /**
   * As when somebody sets the clock of the machine, also back. What is planned does not happen by
   * it.
   */
  set(ms: number): void {
    this.#nowMs = ms;
  }

  /** Has something happen when the clock gets to `atMs`, for instance while somebody sleeps. */
  plan(atMs: number, action: () => void): void {
    this.#planned.push({ atMs, action });
    this.#planned.sort((a, b) => a.atMs - b.atMs);
  }
}
