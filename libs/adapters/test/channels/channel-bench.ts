import { setImmediate as turn } from 'node:timers/promises';

import type { AlertNotification, Notice } from '@hitwatch/ports';
import { ManualClock, ParkedSleeper } from '@hitwatch/testing';

import type { AlertChannel } from '../../src/channels/alert-channel.ts';
import type { OutletTools } from '../../src/channels/channel-queue.ts';

/** What a queue has around it, by hand. */
export class Around {
  readonly clock = new ManualClock();
  readonly notices: Notice[] = [];
  readonly newSleeper = () => new ParkedSleeper(this.clock);
  /** Neither end of the range. */
  readonly random = () => 0.5;
  readonly onNotice = (notice: Notice) => {
    this.notices.push(notice);
  };

  /** As the options of a queue have it. */
  get tools(): OutletTools {
    const { clock, newSleeper, random, onNotice } = this;
    return { clock, newSleeper, random, onNotice };
  }

  get codes(): readonly string[] {
    return this.notices.map(({ code }) => code);
  }

  /** Lets time pass, each thing at its moment, and whoever was woken do what there is to do. */
  async pass(ms: number): Promise<void> {
    const untilMs = this.clock.nowMs() + ms;
    for (let acted = true; acted;) {
      await turns();
      acted = false;
      this.clock.advanceTo(untilMs, () => (acted = true));
    }
    await turns();
  }
}

/** More turns of the event loop than anything here takes that waits for no input. */
export async function turns(): Promise<void> {
  for (let left = 10; left > 0; left--) await turn();
}

/** A channel that does what a test says, one try after the other, and then takes everything. */
export class ScriptedChannel implements AlertChannel {
  readonly name = 'ops';
  readonly taken: string[] = [];
  tries = 0;
  readonly #script: (Error | 'stall' | undefined)[];

  constructor(script: readonly (Error | 'stall' | undefined)[] = []) {
    this.#script = [...script];
  }

  send({ id }: AlertNotification, signal: AbortSignal): Promise<void> {
    this.tries++;
    const outcome = this.#script.shift();
    if (outcome instanceof Error) return Promise.reject(outcome);
    if (outcome === 'stall') {
      return new Promise((_, reject) => {
        signal.addEventListener('abort', () => {
          reject(new Error('stopped'));
        });
      });
    }
    this.taken.push(id);
    return Promise.resolve();
  }
}
