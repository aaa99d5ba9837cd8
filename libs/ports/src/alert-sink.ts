import type { AlertChange, FiringAlert } from '@hitwatch/domain';

/** A channel that alerts go out through. */
export interface AlertSink {
  /** As people know it. */
  readonly name: string;
  /** Whether it is a record, which also takes what is muted; any other is spared that. */
  readonly isRecord: boolean;
  /**
   * Delivers one change. Rejects with an error whose message says what is wrong; the caller
   * tells it and goes on.
   */
  deliver(change: AlertChange): Promise<void>;
  /** Changes that could not be delivered and are kept to be tried again. */
  readonly waiting: number;
  /** Tries again what waits, as often as the caller sees fit; rejects as `deliver` does. */
  retry(): Promise<void>;
  /** Says what is on, after a restart or with other rules, to who holds alerts. */
  resume?(firing: readonly FiringAlert[]): void;
  /** Resolves when all that could be delivered is. */
  close(): Promise<void>;
}

/** The memory of earlier alerts, across runs. */
export interface AlertHistory {
  /** The last `count` changes, oldest first; empty when there is no history. */
  recent(count: number): Promise<readonly AlertChange[]>;
}
