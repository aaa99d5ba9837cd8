import type { Clock } from '@hitwatch/domain';
import type { AlertNotification, Notice, Sleeper } from '@hitwatch/ports';

import type { AlertChannel } from './alert-channel.ts';
import type { AlertJournal } from './alert-journal.ts';
import type { AlertOutlet } from './alert-outlet.ts';
import { ChannelFailure } from './channel-failure.ts';

/** Notifications that wait for one channel; with more, the oldest is given up. */
export const WAITING_MAX = 1000;
/** Pause after the first try that failed; doubled after each more. */
const PAUSE_MS_MIN = 1000;
const PAUSE_MS_MAX = 5 * 60_000;
/** Longest pause that the other side may ask for. */
const RETRY_AFTER_MS_MAX = 60 * 60_000;

/** What everything that sends alerts gets from around it. */
export interface OutletTools {
  readonly clock: Clock;
  /** One sleep at a time each: between two tries, during one, and while it is being closed. */
  readonly newSleeper: () => Sleeper;
  /** From 0 to below 1, so that many monitors do not all try again in the same moment. */
  readonly random: () => number;
  readonly onNotice: (notice: Notice) => void;
}

export interface ChannelQueueOptions extends OutletTools {
  readonly channel: AlertChannel;
  /** How long one try may take. */
  readonly tryMsMax: number;
  /** What is still to be told, over restarts; undefined to keep it in memory only. */
  readonly journal: AlertJournal | undefined;
}

/**
 * What waits for one channel. Each notification is tried until the channel has taken it, in order,
 * with pauses that grow; what was taken may be handed over again after a crash, under the same id,
 * and is never lost. Nobody waits for it: a slow channel holds up nothing.
 */
export class ChannelQueue implements AlertOutlet {
  readonly #options: ChannelQueueOptions;
  readonly #pause: Sleeper;
  readonly #waiting: AlertNotification[];
  #failures = 0;
  #running: Promise<void> | undefined;
  #isClosing = false;
  #isOver = false;
  #abort: (() => void) | undefined;

  constructor(options: ChannelQueueOptions) {
    this.#options = options;
    this.#pause = options.newSleeper();
    this.#waiting = [...(options.journal?.waiting ?? [])];
    this.#go();
  }

  get name(): string {
    return this.#options.channel.name;
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  offer(notification: AlertNotification): void {
    if (this.#waiting.some(({ id }) => id === notification.id)) return;
    const [oldest] = this.#waiting;
    if (oldest !== undefined && this.#waiting.length >= WAITING_MAX) {
      this.#giveUp(oldest, `more than ${String(WAITING_MAX)} wait`);
    }
    this.#waiting.push(notification);
    this.#options.journal?.add(notification);
    this.#go();
  }

  keepOnly(): void {
    // What waits has happened, whether it goes on or not, and is told.
  }

  async close(graceMs: number, hasHeir = false): Promise<void> {
    const { clock, newSleeper, journal } = this.#options;
    this.#isClosing = true;
    this.#pause.wake();
    const grace = newSleeper();
    const over = grace.sleepUntil(clock.nowMs() + graceMs).then(() => {
      this.#isOver = true;
      this.#abort?.();
    });
    await this.#running;
    grace.wake();
    await over;
    const left = this.#waiting.length;
    if (left > 0 && !hasHeir) {
      const later =
        journal?.isKept === true ? 'and are tried again at the next start' : 'and are lost';
      this.#notice('alerts_undelivered', `${String(left)} alerts were not delivered ${later}`);
    }
    journal?.close();
  }

  #go(): void {
    if (this.#running !== undefined || this.#waiting.length === 0 || this.#isClosing) return;
    this.#running = this.#run().finally(() => {
      this.#running = undefined;
      // One may have come after the last look.
      this.#go();
    });
  }

  async #run(): Promise<void> {
    for (;;) {
      const [first] = this.#waiting;
      if (first === undefined || this.#isOver) return;
      const failure = await this.#try(first);
      if (failure === undefined || failure.isFinal) this.#done(first, failure);
      else if (this.#isClosing) return;
      else await this.#rest(failure);
    }
  }

  /** Whether the channel heeds the signal or not, the try ends in time. */
  async #try(notification: AlertNotification): Promise<ChannelFailure | undefined> {
    const { channel, clock, newSleeper, tryMsMax } = this.#options;
    const stop = new AbortController();
    const patience = newSleeper();
    let isDone = false;
    const aborted = new Promise<ChannelFailure>((resolve) => {
      this.#abort = () => {
        if (isDone) return;
        stop.abort();
        resolve(new ChannelFailure('did not take the alert in time'));
      };
    });
    const tooLong = patience.sleepUntil(clock.nowMs() + tryMsMax).then(this.#abort);
    // Within a promise, since what a channel throws at once is a failure like any other.
    const sent = Promise.resolve()
      .then(() => channel.send(notification, stop.signal))
      .then(() => undefined, asFailure);
    const outcome = await Promise.race([sent, aborted]);
    isDone = true;
    patience.wake();
    await tooLong;
    this.#abort = undefined;
    return outcome;
  }

  /** The channel has answered, if only that it will never take it. */
  #done(notification: AlertNotification, failure: ChannelFailure | undefined): void {
    if (failure !== undefined) this.#giveUp(notification, failure.message);
    else {
      if (this.#failures > 0) this.#notice('channel_recovered', 'takes alerts again');
      this.#forget(notification);
    }
    this.#failures = 0;
  }

  #giveUp(notification: AlertNotification, why: string): void {
    this.#forget(notification);
    this.#notice('alert_undelivered', `an alert of ${notification.rule} was given up: ${why}`);
  }

  /** By its id: it may have been given up while it was on its way. */
  #forget({ id }: AlertNotification): void {
    const index = this.#waiting.findIndex((other) => other.id === id);
    if (index < 0) return;
    this.#waiting.splice(index, 1);
    this.#options.journal?.done(id);
  }

  async #rest(failure: ChannelFailure): Promise<void> {
    const { clock, random } = this.#options;
    if (this.#failures === 0) this.#notice('channel_failed', `${failure.message}: trying again`);
    const pauseMs = pauseAfter(this.#failures, random);
    this.#failures++;
    const askedMs = Math.min(failure.retryAfterMs ?? 0, RETRY_AFTER_MS_MAX);
    await this.#pause.sleepUntil(clock.nowMs() + Math.max(askedMs, pauseMs));
  }

  #notice(code: string, what: string): void {
    this.#options.onNotice({ code, message: `channel ${this.name}: ${what}` });
  }
}

/**
 * Milliseconds until the next try, after so many that failed before this one. With equal jitter:
 * Brooker, Exponential Backoff And Jitter, AWS Architecture Blog 2015.
 */
export function pauseAfter(failures: number, random: () => number): number {
  const longestMs = Math.min(PAUSE_MS_MAX, PAUSE_MS_MIN * 2 ** Math.min(failures, 20));
  return longestMs / 2 + (random() * longestMs) / 2;
}

export function asFailure(error: unknown): ChannelFailure {
  if (error instanceof ChannelFailure) return error;
  const reason = error instanceof Error ? error.message : String(error);
  return new ChannelFailure(reason, { cause: error });
}
