import type { AlertChange, FiringAlert } from '@hitwatch/domain';
import type { AlertNotification, AlertSink } from '@hitwatch/ports';

import { alertNotification } from './alert-notifications.ts';
import type { AlertOutlet } from './alert-outlet.ts';

/** Leaves time for the rest of the program: it has to end within two seconds. */
const GRACE_MS = 1000;

/**
 * All channels as one sink. To deliver is to hand over: each channel has its own queue, tries on
 * its own and keeps what it has over a restart, so the caller has nothing to try again.
 */
export class ChannelSinks implements AlertSink {
  readonly name = 'channels';
  readonly isRecord = false;
  readonly waiting = 0;
  #outlets: readonly AlertOutlet[];
  #channelsOf: (rule: string) => readonly string[] | undefined;

  /** `channelsOf` names the channels that are told of a rule; undefined for all. */
  constructor(
    outlets: readonly AlertOutlet[],
    channelsOf: (rule: string) => readonly string[] | undefined,
  ) {
    this.#outlets = outlets;
    this.#channelsOf = channelsOf;
  }

  deliver(change: AlertChange): Promise<void> {
    this.tell(alertNotification(change));
    return Promise.resolve();
  }

  /** Returns before it has gone anywhere. */
  tell(notification: AlertNotification): void {
    const names = this.#channelsOf(notification.rule);
    for (const outlet of this.#outlets) {
      if (names === undefined || names.includes(outlet.name)) outlet.offer(notification);
    }
  }

  resume(firing: readonly FiringAlert[]): void {
    const isFiring = (rule: string, group: string | undefined) =>
      firing.some((alert) => alert.rule === rule && alert.group === group);
    for (const outlet of this.#outlets) outlet.keepOnly(isFiring);
  }

  /**
   * Puts other outlets in place of these: what waits for a channel is gone on with by the one of
   * the same name, which is opened when this one has let go of it.
   */
  async change(
    names: readonly string[],
    open: () => readonly AlertOutlet[],
    channelsOf: (rule: string) => readonly string[] | undefined,
  ): Promise<void> {
    await Promise.all(
      this.#outlets.map((outlet) => outlet.close(GRACE_MS, names.includes(outlet.name))),
    );
    // What has come meanwhile is in the journals.
    this.#outlets = open();
    this.#channelsOf = channelsOf;
  }

  retry(): Promise<void> {
    return Promise.resolve();
  }

  async close(): Promise<void> {
    await Promise.all(this.#outlets.map((outlet) => outlet.close(GRACE_MS)));
  }
}
