import type { AlertNotification } from '@hitwatch/ports';

/** Where alerts go on their own time: who offers one is not kept waiting. */
export interface AlertOutlet {
  /** The channel's, as the user gave it. */
  readonly name: string;
  /** How many have not been taken yet. */
  readonly waiting: number;
  /** Returns before it has gone anywhere. The same id again changes nothing. */
  offer(notification: AlertNotification): void;
  /**
   * Ends what is held as firing and is not: after a restart an alert may have gone without a word,
   * such as one of a rule that was taken away. Nothing to do for who holds no alerts.
   */
  keepOnly(isFiring: (rule: string, group: string | undefined) => boolean): void;
  /**
   * Tries what waits once more, for at most `graceMs`, and says what is left, unless another outlet
   * goes on with its journal.
   */
  close(graceMs: number, hasHeir?: boolean): Promise<void>;
}
