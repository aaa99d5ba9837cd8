import type { Clock } from '@hitwatch/domain';
import type { Checkpoint, Notice, StateStore } from '@hitwatch/ports';

const PAUSE_MS_MIN = 1000;
/** What is written of a large state on average; a disk has other work, and may wear out. */
const BYTES_A_SECOND = 1 << 20;

/**
 * Decides when a checkpoint is written: a second after the last one if anything has changed, at
 * once after an alert, later where the state is large, and never two at a time. How far apart they
 * are decides how much is read again after a crash, and nothing else. Writing goes on beside
 * reading; what became of it is told when the loop asks.
 */
export class Checkpoints {
  readonly #store: StateStore;
  readonly #clock: Clock;
  readonly #tell: (notice: Notice) => void;
  #changed = true;
  #urgent = false;
  #nextMs = -Infinity;
  /** From the beginning of one to that of the next. */
  #pauseMs = PAUSE_MS_MIN;
  /** From the end of the last one to the beginning of the next. */
  #restMs = PAUSE_MS_MIN;
  #writing: Promise<void> | undefined;
  /** Of the one that ended last, until it is told. */
  #outcome: { readonly failure: Error | undefined } | undefined;
  #failing = false;

  constructor(store: StateStore, clock: Clock, tell: (notice: Notice) => void) {
    this.#store = store;
    this.#clock = clock;
    this.#tell = tell;
  }

  /** There is something that is not saved yet. */
  touch(): void {
    this.#changed = true;
  }

  /** It should be saved at once. */
  hurry(): void {
    this.#changed = this.#urgent = true;
  }

  /** Begins a checkpoint when one is due. Throws when the state belongs to another run. */
  look(take: () => Checkpoint): void {
    this.#tellOutcome();
    if (!this.#changed || this.#writing !== undefined) return;
    const nowMs = this.#clock.nowMs();
    // A wall clock that was set back must not end the checkpoints.
    this.#nextMs = Math.min(this.#nextMs, nowMs + this.#restMs);
    if (this.#urgent || nowMs >= this.#nextMs) this.#write(take());
  }

  /** Saves what is not saved yet, and resolves when that is done or has failed. */
  async finish(take: () => Checkpoint): Promise<void> {
    await this.#writing;
    this.#tellOutcome();
    if (!this.#changed) return;
    this.#write(take());
    await this.#writing;
    this.#tellOutcome();
  }

  #write(checkpoint: Checkpoint): void {
    // What another one changes while this is written is for the next.
    this.#changed = this.#urgent = false;
    const startMs = this.#clock.nowMs();
    this.#writing = this.#store
      .save(checkpoint)
      .then(
        (bytes) => {
          this.#pauseMs = Math.max(PAUSE_MS_MIN, (bytes / BYTES_A_SECOND) * 1000);
          this.#outcome = { failure: undefined };
        },
        (error: unknown) => {
          this.#changed = true;
          this.#outcome = { failure: error instanceof Error ? error : new Error(String(error)) };
        },
      )
      .finally(() => {
        const endMs = this.#clock.nowMs();
        // A disk that is slow gets as much rest as it had work.
        this.#restMs = Math.max(this.#pauseMs - (endMs - startMs), endMs - startMs);
        this.#nextMs = endMs + this.#restMs;
        this.#writing = undefined;
      });
  }

  #tellOutcome(): void {
    const outcome = this.#outcome;
    if (outcome === undefined) return;
    this.#outcome = undefined;
    const { failure } = outcome;
    if (failure !== undefined && this.#store.isLost) throw failure;
    if ((failure !== undefined) === this.#failing) return;
    this.#failing = failure !== undefined;
    this.#tell(
      failure === undefined
        ? { code: 'state_saved', message: `state ${this.#store.name}: is saved again` }
        : { code: 'state_unsaved', message: `${failure.message}: not saved, trying again` },
    );
  }
}
