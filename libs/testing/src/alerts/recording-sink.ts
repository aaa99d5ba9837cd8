import type { AlertChange } from '@hitwatch/domain';
import type { AlertSink } from '@hitwatch/ports';

/** Keeps what is delivered, and fails on demand. What it refused is lost. */
export class RecordingSink implements AlertSink {
  readonly name = 'a recording';
  readonly isRecord: boolean;
  readonly #delivered: AlertChange[] = [];
  readonly #refused: AlertChange[] = [];
  #failure: Error | undefined;
  #closed = false;

  constructor({ isRecord = false } = {}) {
    this.isRecord = isRecord;
  }

  get delivered(): readonly AlertChange[] {
    return this.#delivered;
  }

  get refused(): readonly AlertChange[] {
    return this.#refused;
  }

  /** What it refused is lost. */
  readonly waiting = 0;

  retry(): Promise<void> {
    return Promise.resolve();
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** From now on every delivery fails, until `mend`. */
  fail(message = 'the channel is broken'): void {
    this.#failure = new Error(message);
  }

  mend(): void {
    this.#failure = undefined;
  }

  deliver(change: AlertChange): Promise<void> {
    if (this.#closed) return Promise.reject(new Error('deliver was called after close'));
    if (this.#failure !== undefined) {
      this.#refused.push(change);
      return Promise.reject(this.#failure);
    }
    this.#delivered.push(change);
    return Promise.resolve();
  }

  close(): Promise<void> {
    this.#closed = true;
    return Promise.resolve();
  }
}
