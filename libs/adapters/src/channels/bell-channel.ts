import type { AlertNotification } from '@hitwatch/ports';

import { ChannelFailure } from './channel-failure.ts';
import type { AlertChannel } from './alert-channel.ts';

/** Where a terminal may listen. */
export interface BellTerminal {
  readonly isTTY?: boolean | undefined;
  write(text: string): unknown;
}

/** Rings the terminal's bell for an alert that begins. Not for its end: nobody has to run then. */
export class BellChannel implements AlertChannel {
  readonly name: string;
  readonly #terminal: BellTerminal;

  constructor(name: string, terminal: BellTerminal) {
    this.name = name;
    this.#terminal = terminal;
  }

  send({ firing }: AlertNotification): Promise<void> {
    if (this.#terminal.isTTY !== true) {
      return Promise.reject(new ChannelFailure('there is no terminal to ring', { isFinal: true }));
    }
    if (firing) this.#terminal.write('\u0007');
    return Promise.resolve();
  }
}
