import type { AlertNotification } from '@hitwatch/ports';

import type { AlertChannel } from './alert-channel.ts';
import { asFailure } from './channel-queue.ts';
import { ChannelFailure } from './channel-failure.ts';
import type { Secret } from './secret.ts';

/** A channel whose failures do not tell its secrets, whatever the other side has said. */
export class DiscreetChannel implements AlertChannel {
  readonly #channel: AlertChannel;
  readonly #secrets: readonly Secret[];

  constructor(channel: AlertChannel, secrets: readonly Secret[]) {
    this.#channel = channel;
    this.#secrets = secrets;
  }

  get name(): string {
    return this.#channel.name;
  }

  async send(notification: AlertNotification, signal: AbortSignal): Promise<void> {
    try {
      await this.#channel.send(notification, signal);
    } catch (error) {
      throw discreet(asFailure(error), this.#secrets);
    }
  }
}

/** Without its cause: that has the message as it was. */
export function discreet(
  { message, isFinal, retryAfterMs }: ChannelFailure,
  secrets: readonly Secret[],
): ChannelFailure {
  const what = secrets.reduce((text, secret) => secret.hideIn(text), message);
  return new ChannelFailure(what, { isFinal, retryAfterMs });
}
