import type { RollupState } from '@hitwatch/domain';
import type { Checkpoint, LoadedState, MonitorState, StateStore } from '@hitwatch/ports';

/** Keeps a state in memory; saves fail, and last, as a test wants it. */
export class RememberingStore implements StateStore {
  readonly name = 'a memory';
  isLost = false;
  /** Each save waits for it. */
  delay: Promise<void> = Promise.resolve();
  /** What a save resolves with. */
  sizeBytes = 1000;
  #state: MonitorState | undefined;
  #total: { readonly version: number; readonly state: RollupState } | undefined;
  #failure: Error | undefined;
  #saves = 0;
  #saving = false;
  #closed = false;

  constructor(state?: MonitorState) {
    this.#state = state;
  }

  /** What was saved last. */
  get state(): MonitorState | undefined {
    return this.#state;
  }

  /** How often something was saved, or was to be. */
  get saves(): number {
    return this.#saves;
  }

  get closed(): boolean {
    return this.#closed;
  }

  fail(message = 'the disk is full'): void {
    this.#failure = new Error(message);
  }

  mend(): void {
    this.#failure = undefined;
  }

  load(): Promise<LoadedState> {
    return Promise.resolve({ state: this.#state, notices: [] });
  }

  forget(): Promise<void> {
    this.#state = undefined;
    return Promise.resolve();
  }

  async save({ total, ...memory }: Checkpoint): Promise<number> {
    if (this.#saving) throw new Error('save was called while another call was pending');
    if (this.#closed) throw new Error('save was called after close');
    this.#saves++;
    if (this.#total?.version !== total.version) {
      this.#total = { version: total.version, state: total.state() };
    }
    const state = structuredClone({ ...memory, total: this.#total.state });
    this.#saving = true;
    try {
      await this.delay;
    } finally {
      this.#saving = false;
    }
    if (this.#failure !== undefined) throw this.#failure;
    this.#state = state;
    return this.sizeBytes;
  }

  close(): Promise<void> {
    this.#closed = true;
    return Promise.resolve();
  }
}
