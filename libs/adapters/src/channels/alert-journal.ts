import type { AlertNotification } from '@hitwatch/ports';

/** What waits for a channel, beside it: who goes on in its place begins with that. */
export interface AlertJournal {
  /** Whether another run of the program finds it. */
  readonly isKept: boolean;
  /** In the order in which they came. */
  readonly waiting: readonly AlertNotification[];
  add(notification: AlertNotification): void;
  done(id: string): void;
  close(): void;
}

/** In memory: it outlives a channel that is opened anew, not the program. */
export class AlertList implements AlertJournal {
  readonly isKept = false;
  readonly #waiting = new Map<string, AlertNotification>();

  get waiting(): readonly AlertNotification[] {
    return [...this.#waiting.values()];
  }

  add(notification: AlertNotification): void {
    this.#waiting.set(notification.id, notification);
  }

  done(id: string): void {
    this.#waiting.delete(id);
  }

  close(): void {
    // Nothing is open.
  }
}
