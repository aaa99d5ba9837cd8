import { type Clock, notificationKey, type RuleTransition } from '@hitwatch/domain';
import type { NotificationBoard } from '@hitwatch/ports';

export const CLAIM_DEFAULTS = {
  /** A claim that was not kept for so long is another monitor's to keep. */
  retryMs: 10_000,
  /** So long after a transition a monitor tells it by itself, if nobody can be asked. */
  failOpenMs: 30_000,
} as const;

interface Waiting {
  readonly transition: RuleTransition;
  readonly key: string;
  readonly sinceMs: number;
  readonly nextMs: number;
}

/**
 * Has each transition told by one of the monitors, and at least once: the one that claims it tells
 * it, another one when that was not done, and each by itself when the board is away for long, for
 * two notifications are better than none.
 */
export class NotificationClaims {
  readonly #board: NotificationBoard;
  readonly #clock: Clock;
  readonly #options: { readonly retryMs: number; readonly failOpenMs: number };
  #waiting: Waiting[] = [];

  constructor(
    board: NotificationBoard,
    clock: Clock,
    options: { readonly retryMs: number; readonly failOpenMs: number } = CLAIM_DEFAULTS,
  ) {
    this.#board = board;
    this.#clock = clock;
    this.#options = options;
  }

  /** Transitions of which it is not known that they were told. */
  get waiting(): number {
    return this.#waiting.length;
  }

  add(transition: RuleTransition): void {
    const sinceMs = this.#clock.nowMs();
    const key = notificationKey(transition);
    this.#waiting.push({ transition, key, sinceMs, nextMs: sinceMs });
  }

  /**
   * Looks at what waits, as often as the caller sees fit, and has `tell` tell what is ours; a
   * rejection of it leaves the claim to be kept later, by anybody. One call at a time.
   */
  async look(tell: (transition: RuleTransition, key: string) => Promise<void>): Promise<void> {
    const nowMs = this.#clock.nowMs();
    const due = this.#waiting.filter(({ nextMs }) => nextMs <= nowMs);
    for (const waiting of due) {
      const nextMs = await this.#try(waiting, tell);
      this.#waiting = this.#waiting.flatMap((held) => {
        if (held !== waiting) return [held];
        return nextMs === undefined ? [] : [{ ...held, nextMs }];
      });
    }
  }

  /** When to try again; undefined when it has been told. */
  async #try(
    { transition, key, sinceMs }: Waiting,
    tell: (transition: RuleTransition, key: string) => Promise<void>,
  ): Promise<number | undefined> {
    const nowMs = this.#clock.nowMs();
    const { retryMs, failOpenMs } = this.#options;
    try {
      const claim = await this.#board.claim(key, nowMs);
      if (claim.kind === 'sent') return undefined;
      if (claim.kind === 'theirs') {
        const isOverdue = nowMs - sinceMs >= retryMs && nowMs - claim.sinceMs >= retryMs;
        if (!isOverdue || !(await this.#board.takeOver(key, nowMs))) return nowMs + retryMs;
      }
    } catch {
      // Nobody can be asked. The screen says so already.
      if (nowMs - sinceMs < failOpenMs) return nowMs + 1000;
    }
    try {
      await tell(transition, key);
    } catch {
      return nowMs + retryMs;
    }
    await this.#board.sent(key, nowMs).catch(() => undefined);
    return undefined;
  }
}
