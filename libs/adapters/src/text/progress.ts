import type { Writable } from 'node:stream';

import type { Clock } from '@hitwatch/domain';

import { percent, shortBytes, shortDuration } from './numbers.ts';

/** Work that is over sooner needs no progress shown. */
const QUIET_MS = 500;
const EVERY_MS = 100;
const CLEAR_LINE = '\r\x1b[K';

/** One line on a terminal that says how far long work has come: bytes, rate, time left. */
export class Progress {
  readonly #stream: Writable & { readonly isTTY?: boolean };
  readonly #clock: Clock;
  readonly #startMs: number;
  #shownMs = 0;

  constructor(stream: Writable & { readonly isTTY?: boolean }, clock: Clock) {
    this.#stream = stream;
    this.#clock = clock;
    this.#startMs = clock.nowMs();
  }

  show(doneBytes: number, bytes: number): void {
    const nowMs = this.#clock.nowMs();
    const elapsedMs = nowMs - this.#startMs;
    const soon = elapsedMs < QUIET_MS || nowMs - this.#shownMs < EVERY_MS;
    if (this.#stream.isTTY !== true || soon || doneBytes === 0) return;
    this.#shownMs = nowMs;
    const perSecond = (doneBytes / elapsedMs) * 1000;
    const left = shortDuration(((bytes - doneBytes) / perSecond) * 1000);
    this.#stream.write(
      `${CLEAR_LINE}${percent(doneBytes, bytes)} of ${shortBytes(bytes)},` +
        ` ${shortBytes(perSecond)}/s, ${left} left`,
    );
  }

  /** Takes the line away again. */
  clear(): void {
    if (this.#shownMs > 0) this.#stream.write(CLEAR_LINE);
  }
}
