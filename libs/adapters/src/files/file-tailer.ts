import { setImmediate as turn } from 'node:timers/promises';

import type { Clock } from '@hitwatch/domain';
import type { LogSource, Sleeper, SourceEvent, StreamMark } from '@hitwatch/ports';

import { EnvironmentFailure } from '../command-line/failure.ts';
import type { Followed } from './followed.ts';

/** Pieces of work that give nothing and are waited for behind a deadline. */
const LATE_WORKS_MAX = 64;

/**
 * Follows any number of files and streams as one source. It polls: that works on every file system,
 * also where notifications are lost or never come, and while lines come fast it costs less than
 * being told of each. Who knows of news by itself wakes the sleeper.
 */
export class FileTailer implements LogSource {
  readonly #followed: readonly Followed[];
  readonly #clock: Clock;
  readonly #sleeper: Sleeper;
  /** What can give nothing any more, and was told of unless nothing else is left. */
  readonly #failed = new Map<Followed, EnvironmentFailure>();
  #turn = 0;
  #woken = false;

  constructor(followed: readonly Followed[], clock: Clock, sleeper: Sleeper) {
    this.#followed = followed;
    this.#clock = clock;
    this.#sleeper = sleeper;
  }

  async next(deadlineMs: number): Promise<SourceEvent | undefined> {
    // Files are read without waiting: signals and streams need their turn while a backlog is read.
    await turn();
    for (;;) {
      const event = this.#pollAll() ?? (await this.#pollWorked(deadlineMs));
      if (event !== undefined) return event;
      const nowMs = this.#clock.nowMs();
      if (this.#woken || nowMs >= deadlineMs) {
        this.#woken = false;
        return undefined;
      }
      // What has to be looked at soonest says how long all are left alone.
      const pollMs = Math.min(...this.#followed.map((followed) => followed.pollMs));
      await this.#sleeper.sleepUntil(Math.min(deadlineMs, nowMs + pollMs));
    }
  }

  marks(): readonly StreamMark[] {
    return this.#followed.flatMap((followed) => followed.marks());
  }

  wake(): void {
    this.#woken = true;
    this.#sleeper.wake();
  }

  close(): Promise<void> {
    for (const followed of this.#followed) followed.close();
    return Promise.resolve();
  }

  /**
   * Each in turn, so that one busy file does not starve the others. The end comes when all have
   * ended; one that has failed ends the rest only when there is no rest.
   */
  #pollAll(): SourceEvent | undefined {
    let ended = 0;
    const from = this.#turn;
    const inTurn = [...this.#followed.slice(from), ...this.#followed.slice(0, from)];
    for (const followed of inTurn) {
      this.#turn = (this.#turn + 1) % this.#followed.length;
      if (this.#failed.has(followed)) continue;
      const event = this.#poll(followed);
      if (event?.kind === 'end') ended++;
      else if (event !== undefined) return event;
    }
    const [failure] = this.#failed.values();
    if (failure !== undefined && this.#failed.size === this.#followed.length) throw failure;
    return ended + this.#failed.size === this.#followed.length ? { kind: 'end' } : undefined;
  }

  /**
   * What is worked on is waited for, a moment even if the deadline is past: it is no waiting for
   * time to pass, and whoever hears of nothing takes it that all has been read. What fails is tried
   * again as long as it fails, so there is an end to it.
   */
  async #pollWorked(deadlineMs: number): Promise<SourceEvent | undefined> {
    let late = 0;
    for (let working = this.#working(); working !== undefined; working = this.#working()) {
      await working;
      const event = this.#pollAll();
      if (event !== undefined || this.#woken) return event;
      if (this.#clock.nowMs() >= deadlineMs && ++late === LATE_WORKS_MAX) return undefined;
    }
    return undefined;
  }

  #working(): Promise<void> | undefined {
    for (const { working } of this.#followed) if (working !== undefined) return working;
    return undefined;
  }

  #poll(followed: Followed): SourceEvent | undefined {
    try {
      return followed.poll();
    } catch (error) {
      if (!(error instanceof EnvironmentFailure)) throw error;
      this.#failed.set(followed, error);
      if (this.#failed.size === this.#followed.length) throw error;
      const message = `${error.message}: ${error.remedy}`;
      return { kind: 'notice', notice: { code: 'source_failed', message } };
    }
  }
}
