import { decodeRollups, encodeRollups } from '@hitwatch/adapters';
import { type Clock, type MessageHead, messageId, type SecondLedger } from '@hitwatch/domain';
import type { Notice, RollupBus, StoredRollups } from '@hitwatch/ports';

export const PUBLISH_MS = 1000;

export interface PublisherSetting {
  readonly agent: string;
  readonly bus: RollupBus;
  readonly ledger: SecondLedger;
  readonly clock: Clock;
  readonly tell: (notice: Notice) => void;
}

/**
 * Brings the messages of a ledger to the engine beside the reading, one at a time. What fails is
 * tried again a second later, for ever and with the same id; meanwhile the ledger counts on.
 */
export class Publisher {
  readonly #setting: PublisherSetting;
  #isCaughtUp = false;
  /** Of the bus when it was last looked what the engine has; none is 0. */
  #connections = 0;
  #nextMs = -Infinity;
  #work: Promise<void> | undefined;
  #isFailing = false;
  #isStopping = false;
  #saidBye = false;

  constructor(setting: PublisherSetting) {
    this.#setting = setting;
  }

  /** Settles when the attempt that is under way has ended, however; undefined without one. */
  get working(): Promise<void> | undefined {
    return this.#work;
  }

  /** Whether the last attempt came to nothing. */
  get isFailing(): boolean {
    return this.#isFailing;
  }

  get nextMs(): number {
    return this.#nextMs;
  }

  /** Begins an attempt where one is due. */
  look(isCaughtUp: boolean): void {
    this.#isCaughtUp = isCaughtUp;
    if (this.#work !== undefined) return;
    const { clock, ledger } = this.#setting;
    const nowMs = clock.nowMs();
    // A wall clock that was set back must not silence the agent.
    this.#nextMs = Math.min(this.#nextMs, nowMs + PUBLISH_MS);
    const hasMuch = !this.#isFailing && (ledger.hasMore || ledger.isFull);
    const mayWait = !isCaughtUp && !ledger.isFull;
    // Behind a log that is written all the time it is read to its end first, for some time.
    const isDue = nowMs >= this.#nextMs + (mayWait ? PUBLISH_MS : 0);
    if (hasMuch || isDue) this.#begin(nowMs);
  }

  /** Says that the agent stops; resolves when the engine has that, or at the end of `timeMs`. */
  async finish(isCaughtUp: boolean, timeMs: number): Promise<void> {
    this.#isCaughtUp = isCaughtUp;
    let timer: NodeJS.Timeout | undefined;
    const timeout = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, timeMs);
    });
    await Promise.race([timeout, this.#sayBye()]);
    this.#isStopping = true;
    clearTimeout(timer);
  }

  async #sayBye(): Promise<void> {
    await this.#work;
    while (!this.#saidBye && !this.#isStopping) {
      const before = this.#setting.ledger.checkpoint()?.number;
      this.#begin(this.#setting.clock.nowMs(), true);
      await this.#work;
      // Nothing to say while lines of an earlier run are read again, and nobody to say it to.
      if (this.#setting.ledger.checkpoint()?.number === before) return;
    }
  }

  #begin(nowMs: number, bye = false): void {
    this.#nextMs = nowMs + PUBLISH_MS;
    this.#work = this.#publish(bye)
      .then(
        () => {
          this.#mended();
        },
        (error: unknown) => {
          this.#failed(error);
        },
      )
      .finally(() => {
        this.#work = undefined;
      });
  }

  async #publish(bye: boolean): Promise<void> {
    const { agent, bus, clock, ledger } = this.#setting;
    do {
      const { connections } = bus;
      if (connections !== this.#connections) {
        // It may have lost what it had acknowledged.
        ledger.reconcile(headOf(await bus.last(agent)));
        this.#connections = connections;
      }
      const message = ledger.message(clock.nowMs(), this.#isCaughtUp, bye);
      if (message === undefined || this.#isStopping) return;
      await bus.publish(agent, messageId(message), encodeRollups(message));
      ledger.acknowledge(message.number);
      this.#saidBye = message.bye;
    } while (ledger.hasMore);
  }

  #failed(error: unknown): void {
    if (this.#isFailing || this.#isStopping) return;
    this.#isFailing = true;
    const reason = error instanceof Error ? error.message : String(error);
    const message = `${this.#setting.bus.name}: ${reason}; counts on, and tries again`;
    this.#setting.tell({ code: 'engine_away', message });
  }

  #mended(): void {
    if (!this.#isFailing) return;
    this.#isFailing = false;
    const message = `${this.#setting.bus.name} takes messages again`;
    this.#setting.tell({ code: 'engine_back', message });
  }
}

/** Undefined where there is none, or none that we can read. */
export function headOf(stored: StoredRollups | undefined): MessageHead | undefined {
  const reading = stored && decodeRollups(stored.payload);
  return reading !== undefined && 'message' in reading ? reading.message : undefined;
}
