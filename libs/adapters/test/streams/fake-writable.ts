import { Writable } from 'node:stream';

/** When a write is done: during the call, before anything else happens, or a turn later. */
export type Timing = 'at once' | 'next tick' | 'next turn';

export const TIMINGS: readonly Timing[] = ['at once', 'next tick', 'next turn'];

/** A stream that keeps what is written, and that can fail or be blocked, as standard output can. */
export class FakeWritable extends Writable {
  written = '';
  readonly #timing: Timing;
  #failureCode: string | undefined;
  #blocked: (() => void)[] | undefined;

  constructor(timing: Timing = 'at once') {
    super({ decodeStrings: false });
    this.#timing = timing;
  }

  /** Every write from now on fails with this code. */
  failWith(code: string): void {
    this.#failureCode = code;
  }

  block(): void {
    this.#blocked = [];
  }

  unblock(): void {
    const waiting = this.#blocked ?? [];
    this.#blocked = undefined;
    for (const go of waiting) go();
  }

  override _write(chunk: unknown, _encoding: string, done: (error?: Error) => void): void {
    const go = () => {
      const code = this.#failureCode;
      if (code !== undefined) {
        done(Object.assign(new Error(`write ${code}`), { code }));
        return;
      }
      this.written += String(chunk);
      done();
    };
    if (this.#blocked !== undefined) this.#blocked.push(go);
    else if (this.#timing === 'at once') go();
    else if (this.#timing === 'next tick') process.nextTick(go);
    else setImmediate(go);
  }
}
