import type { AlertNotification, Sleeper } from '@hitwatch/ports';

import { labelsOf, type PostableAlert, postableAlert } from './alertmanager-alerts.ts';
import type { AlertJournal } from './alert-journal.ts';
import type { AlertOutlet } from './alert-outlet.ts';
import { ChannelFailure } from './channel-failure.ts';
import { asFailure, type OutletTools, pauseAfter } from './channel-queue.ts';

/** How often an alert that is on is sent again: Alertmanager ends what it does not hear of. */
const RESEND_MS = 60_000;
/** For how long Alertmanager may take an alert for firing without hearing of it again. */
const VALID_MS = 4 * RESEND_MS;
/** How long the end of an alert is sent again. */
const RESOLVED_MS = 5 * 60_000;
/** Alerts that are held; with more, one that has ended is forgotten, else the oldest. */
const ALERTS_MAX = 1000;

/** Hands all alerts over at once; rejects with a `ChannelFailure`. */
export type PostAlerts = (alerts: readonly PostableAlert[], signal: AbortSignal) => Promise<void>;

export interface AlertmanagerOptions extends OutletTools {
  readonly name: string;
  readonly post: PostAlerts;
  /** How long one post may take. */
  readonly tryMsMax: number;
  readonly journal: AlertJournal | undefined;
}

interface HeldAlert {
  readonly labels: Readonly<Record<string, string>>;
  readonly notification: AlertNotification;
  /** When it ended, in epoch milliseconds as the log has them and of the wall clock. */
  readonly ended: { readonly atMs: number; readonly heardMs: number } | undefined;
}

/**
 * Keeps an Alertmanager told, as its clients have to (API v2): what is on is sent again and again
 * with the time until which it holds, the end of it for five minutes. So an Alertmanager that was
 * away, or has forgotten, learns it all from the next post, and there is no order to keep.
 */
export class AlertmanagerRelay implements AlertOutlet {
  readonly #options: AlertmanagerOptions;
  /** By their labels, as JSON. A change is a new value, so that a post knows what it was of. */
  readonly #held = new Map<string, HeldAlert>();
  readonly #untold = new Set<HeldAlert>();
  readonly #pause: Sleeper;
  #failures = 0;
  #running: Promise<void> | undefined;
  #isClosing = false;
  #abort: (() => void) | undefined;

  constructor(options: AlertmanagerOptions) {
    this.#options = options;
    this.#pause = options.newSleeper();
    for (const notification of options.journal?.waiting ?? []) this.#take(notification);
    this.#go();
  }

  get name(): string {
    return this.#options.name;
  }

  /** How many changes Alertmanager has not heard of. */
  get waiting(): number {
    return this.#untold.size;
  }

  offer(notification: AlertNotification): void {
    const isNew = [...this.#held.values()].every(
      (held) => held.notification.id !== notification.id,
    );
    if (!isNew) return;
    this.#options.journal?.add(notification);
    this.#take(notification);
    this.#hurry();
  }

  keepOnly(isFiring: (rule: string, group: string | undefined) => boolean): void {
    for (const [key, held] of this.#held) {
      const { rule, group } = held.notification;
      if (held.ended === undefined && !isFiring(rule, group)) {
        this.#end(key, held, this.#options.clock.nowMs());
      }
    }
    this.#hurry();
  }

  async close(graceMs: number, hasHeir = false): Promise<void> {
    const { clock, newSleeper, journal } = this.#options;
    this.#isClosing = true;
    this.#pause.wake();
    const grace = newSleeper();
    const over = grace.sleepUntil(clock.nowMs() + graceMs).then(() => this.#abort?.());
    await this.#running;
    grace.wake();
    await over;
    if (this.waiting > 0 && !hasHeir) {
      const later =
        journal?.isKept === true ? 'and are tried again at the next start' : 'and are lost';
      const what = `${String(this.waiting)} alerts were not delivered ${later}`;
      this.#notice('alerts_undelivered', what);
    }
    journal?.close();
  }

  #take(notification: AlertNotification): void {
    const { rule, group, firing, second } = notification;
    const labels = labelsOf(notification);
    const key = JSON.stringify(labels);
    for (const [other, held] of this.#held) {
      // With another severity it is another alert to Alertmanager, and the old one has ended. A
      // recovery ends them all, whatever severity it names.
      const isSame = held.notification.rule === rule && held.notification.group === group;
      const isOld = isSame && held.ended === undefined && (other !== key || !firing);
      if (isOld) this.#end(other, held, second * 1000);
    }
    // Also the end of what is not held is told: Alertmanager may have it from the run before.
    const ended = firing ? undefined : this.#endAt(second * 1000);
    const startedSecond = Math.min(
      notification.startedSecond,
      this.#held.get(key)?.notification.startedSecond ?? Infinity,
    );
    const started = ended === undefined ? notification : { ...notification, startedSecond };
    this.#replace(key, { labels, notification: started, ended });
    if (this.#held.size > ALERTS_MAX) this.#forgetOne();
  }

  #end(key: string, held: HeldAlert, atMs: number): void {
    this.#replace(key, { ...held, ended: this.#endAt(atMs) });
  }

  #endAt(atMs: number): HeldAlert['ended'] {
    const heardMs = this.#options.clock.nowMs();
    return { atMs: Math.min(atMs, heardMs), heardMs };
  }

  #replace(key: string, fresh: HeldAlert): void {
    const old = this.#held.get(key);
    // Those that are firing for longest stand first.
    if (fresh.ended === undefined) this.#held.delete(key);
    this.#held.set(key, fresh);
    this.#untold.add(fresh);
    if (old === undefined) return;
    this.#untold.delete(old);
    if (old.notification.id !== fresh.notification.id)
      this.#options.journal?.done(old.notification.id);
  }

  #forgetOne(): void {
    const all = [...this.#held];
    const [key] = all.find(([, { ended }]) => ended !== undefined) ?? all[0] ?? [];
    if (key === undefined) return;
    this.#forget(key);
    const what = `more than ${String(ALERTS_MAX)} are held: one was given up`;
    this.#notice('alert_undelivered', what);
  }

  #forget(key: string): void {
    const held = this.#held.get(key);
    if (held === undefined) return;
    this.#held.delete(key);
    this.#untold.delete(held);
    this.#options.journal?.done(held.notification.id);
  }

  /** What has begun to fail has its pause: a new alert does not shorten it. */
  #hurry(): void {
    if (this.#failures === 0) this.#pause.wake();
    this.#go();
  }

  #go(): void {
    if (this.#running !== undefined || this.#held.size === 0 || this.#isClosing) return;
    this.#running = this.#run().finally(() => {
      this.#running = undefined;
      this.#go();
    });
  }

  async #run(): Promise<void> {
    while (this.#held.size > 0) {
      await this.#post();
      if (this.#isClosing) return;
      this.#forgetEnded();
      if (this.#held.size > 0) await this.#rest();
    }
  }

  async #post(): Promise<void> {
    const { post, clock, newSleeper, tryMsMax } = this.#options;
    const sent = [...this.#held.values()];
    const nowMs = clock.nowMs();
    const body = sent.map(({ labels, notification, ended }) =>
      postableAlert(labels, notification, ended?.atMs ?? nowMs + VALID_MS),
    );
    const stop = new AbortController();
    const aborted = new Promise<ChannelFailure>((resolve) => {
      this.#abort = () => {
        stop.abort();
        resolve(new ChannelFailure('did not take the alerts in time'));
      };
    });
    const patience = newSleeper();
    const tooLong = patience.sleepUntil(nowMs + tryMsMax).then(this.#abort);
    const posted = post(body, stop.signal).then(() => undefined, asFailure);
    const outcome = await Promise.race([posted, aborted]);
    patience.wake();
    await tooLong;
    this.#abort = undefined;
    if (outcome === undefined) this.#told(sent);
    else this.#failed(outcome);
  }

  #told(sent: readonly HeldAlert[]): void {
    for (const held of sent) this.#untold.delete(held);
    if (this.#failures > 0) this.#notice('channel_recovered', 'takes alerts again');
    this.#failures = 0;
  }

  #failed({ message }: ChannelFailure): void {
    if (this.#failures === 0) this.#notice('channel_failed', `${message}: trying again`);
    this.#failures++;
  }

  #forgetEnded(): void {
    const nowMs = this.#options.clock.nowMs();
    for (const [key, held] of this.#held) {
      const isOver = held.ended !== undefined && nowMs - held.ended.heardMs >= RESOLVED_MS;
      if (isOver && !this.#untold.has(held)) this.#forget(key);
    }
  }

  async #rest(): Promise<void> {
    const { clock, random } = this.#options;
    // What has changed during the post is told at once.
    if (this.#failures === 0 && this.#untold.size > 0) return;
    const pauseMs =
      this.#failures === 0
        ? RESEND_MS
        : Math.min(RESEND_MS, pauseAfter(this.#failures - 1, random));
    await this.#pause.sleepUntil(clock.nowMs() + pauseMs);
  }

  #notice(code: string, what: string): void {
    this.#options.onNotice({ code, message: `channel ${this.name}: ${what}` });
  }
}
