import type { AlertNotification } from '@hitwatch/ports';

/** A way to tell somebody who does not look at the screen. */
export interface AlertChannel {
  /** As the user named it. */
  readonly name: string;
  /**
   * Hands over one notification and resolves when the other side has taken it. Rejects with an
   * error whose message says what is wrong. Ends as soon as `signal` says so.
   */
  send(notification: AlertNotification, signal: AbortSignal): Promise<void>;
}
