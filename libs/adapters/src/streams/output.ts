import type { Writable } from 'node:stream';

import { EnvironmentFailure, systemErrorCode } from '../command-line/failure.ts';

/**
 * Standard output as everything here writes to it. Remembers how it failed: a reader that has gone
 * (`| head`) is an end like any other, a full disk is a failure of the environment.
 */
export class Output {
  readonly #stream: Writable;
  readonly #onFailure: () => void;
  #failure: Error | undefined;

  /** `onFailure` is called once, when the stream can take no more. */
  constructor(stream: Writable, onFailure: () => void = () => undefined) {
    this.#stream = stream;
    this.#onFailure = onFailure;
    stream.on('error', (error: Error) => {
      if (this.#failure !== undefined) return;
      this.#failure = error;
      this.#onFailure();
    });
  }

  /** Whether whoever read this has gone. */
  get readerGone(): boolean {
    return this.#failure !== undefined && systemErrorCode(this.#failure) === 'EPIPE';
  }

  write(text: string): void {
    if (this.#failure === undefined) this.#stream.write(text);
  }

  /**
   * Resolves when everything is written. Rejects with an `EnvironmentFailure` when it cannot be,
   * but for a reader that has gone.
   */
  async flush(): Promise<void> {
    if (this.#failure === undefined) {
      await new Promise<void>((resolve) => {
        this.#stream.write('', () => {
          resolve();
        });
      });
    }
    if (this.#failure !== undefined && !this.readerGone) {
      const full = systemErrorCode(this.#failure) === 'ENOSPC';
      const what = full ? 'the disk is full' : this.#failure.message;
      const remedy = full ? 'make room, or write elsewhere' : 'check where it leads';
      const code = systemErrorCode(this.#failure) ?? 'EIO';
      const cause = { cause: this.#failure };
      throw new EnvironmentFailure(code, `standard output: ${what}`, remedy, cause);
    }
  }
}
