import type { AgentCheckpoint, Clock, NewScanner, SecondLedger } from '@hitwatch/domain';
import type { LogSource, Notice, RollupBus, Sleeper, SourceEvent } from '@hitwatch/ports';

import { AgentLogs, type SourceMark } from './agent-logs.ts';
import type { AgentMemory } from './agent-state.ts';
import { PUBLISH_MS, Publisher } from './publisher.ts';

/** How often it is looked whether a message is due while no line comes. */
const TICK_MS = 250;
/** What was written until the stop is read still, for so long. */
const LAST_LINES_MS = 200;
/** Both together are within the 1.5 s in which an agent has to end. */
const BYE_MS = 1200;

export interface AgentOptions {
  readonly agent: string;
  /** A word of this run. */
  readonly run: string;
  /** Of the run that this one goes on from. */
  readonly published: readonly { readonly source: string; readonly offset: number }[];
  readonly resumed: readonly SourceMark[];
}

export interface AgentPorts {
  readonly clock: Clock;
  readonly source: LogSource;
  /** Of its own, for when the log must not be read on. */
  readonly sleeper: Sleeper;
  readonly bus: RollupBus;
  readonly ledger: SecondLedger;
  readonly newScanner: NewScanner;
  /** Undefined when nothing is kept for another run. Who opened it closes it. */
  readonly state: { save(memory: AgentMemory): Promise<void> } | undefined;
  readonly tell: (notice: Notice) => void;
}

/**
 * The loop of `agent`: it pulls what the source has and counts it. Publishing and saving go on
 * beside it; neither holds it up, but where the ledger has no room left.
 */
export class Agent {
  readonly #ports: AgentPorts;
  readonly #logs: AgentLogs;
  readonly #publisher: Publisher;
  #isCaughtUp = false;
  #saved: number | undefined;
  #nextSaveMs = -Infinity;
  #saving: Promise<void> | undefined;
  #isUnsaved = false;
  #stopReason: string | undefined;
  #onStop: () => void = () => undefined;
  readonly #stopped = new Promise<void>((resolve) => {
    this.#onStop = resolve;
  });

  constructor(options: AgentOptions, ports: AgentPorts) {
    const { agent, ...reading } = options;
    const { bus, clock, ledger, newScanner, source, tell } = ports;
    this.#ports = ports;
    this.#logs = new AgentLogs({ ledger, source, newScanner, ...reading });
    this.#publisher = new Publisher({ agent, bus, ledger, clock, tell });
  }

  /** Ends the run; a second call changes nothing. */
  stop(reason: string): void {
    this.#stopReason ??= reason;
    this.#onStop();
    this.#ports.sleeper.wake();
    this.#ports.source.wake();
  }

  /** Runs until `stop` or the end of the source. */
  async run(): Promise<void> {
    const { ledger, sleeper, source } = this.#ports;
    while (this.#stopReason === undefined) {
      const { working } = this.#publisher;
      if (ledger.isFull && working !== undefined) {
        await Promise.race([working, this.#stopped]);
      } else if (ledger.isFull && this.#publisher.isFailing) {
        await sleeper.sleepUntil(this.#publisher.nextMs);
      } else {
        this.#take(await source.next(this.#deadlineMs()));
      }
      this.#publisher.look(this.#isCaughtUp);
      this.#keep();
    }
    await this.#finish();
  }

  #deadlineMs(): number {
    const nowMs = this.#ports.clock.nowMs();
    if (!this.#isCaughtUp) return nowMs;
    const dueMs = this.#publisher.working === undefined ? this.#publisher.nextMs : Infinity;
    return Math.max(nowMs, Math.min(dueMs, nowMs + TICK_MS));
  }

  #take(event: SourceEvent | undefined): void {
    this.#isCaughtUp = event === undefined || event.kind === 'end';
    switch (event?.kind) {
      case 'block':
        this.#logs.push(event);
        break;
      case 'finished':
        this.#logs.finish(event.stream, this.#ports.clock.nowMs());
        break;
      case 'notice':
        this.#ports.tell(event.notice);
        break;
      case 'end':
        this.#logs.caughtUp();
        this.stop('end of input');
        break;
      case undefined:
        // Whoever is woken to stop has not read all that is there.
        if (this.#stopReason === undefined) this.#logs.caughtUp();
        break;
    }
  }

  /** Saves where reading stands as soon as another message is safe, once a second at most. */
  #keep(): void {
    const checkpoint = this.#ports.ledger.checkpoint();
    if (checkpoint === undefined) return;
    this.#logs.forgetOld(checkpoint);
    const nowMs = this.#ports.clock.nowMs();
    this.#nextSaveMs = Math.min(this.#nextSaveMs, nowMs + PUBLISH_MS);
    if (this.#saving !== undefined || nowMs < this.#nextSaveMs) return;
    if (checkpoint.number !== this.#saved) this.#save(checkpoint, nowMs);
  }

  #save(checkpoint: AgentCheckpoint, nowMs: number): void {
    const { state, tell } = this.#ports;
    if (state === undefined) return;
    this.#saved = checkpoint.number;
    this.#nextSaveMs = nowMs + PUBLISH_MS;
    this.#saving = state
      .save({ checkpoint, marks: this.#logs.marks(checkpoint) })
      .then(
        () => {
          if (this.#isUnsaved) tell({ code: 'state_saved', message: 'the state is saved again' });
          this.#isUnsaved = false;
        },
        (error: unknown) => {
          const reason = error instanceof Error ? error.message : String(error);
          const message = `${reason}: not saved, trying again`;
          if (!this.#isUnsaved) tell({ code: 'state_unsaved', message });
          this.#isUnsaved = true;
        },
      )
      .finally(() => {
        this.#saving = undefined;
      });
  }

  async #finish(): Promise<void> {
    const { clock, ledger, source } = this.#ports;
    await this.#readLastLines();
    await this.#publisher.finish(this.#isCaughtUp, BYE_MS);
    await this.#saving;
    const checkpoint = ledger.checkpoint();
    if (checkpoint !== undefined) this.#save(checkpoint, clock.nowMs());
    await this.#saving;
    await source.close();
  }

  /** Without a state nobody else would count them. */
  async #readLastLines(): Promise<void> {
    const { clock, ledger, source } = this.#ports;
    const untilMs = clock.nowMs() + LAST_LINES_MS;
    while (clock.nowMs() < untilMs && !ledger.isFull) {
      const event = await source.next(clock.nowMs());
      this.#take(event);
      if (event === undefined || event.kind === 'end') return;
    }
  }
}
