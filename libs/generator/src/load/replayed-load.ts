import type { ByteBlock } from '@hitwatch/domain';

import { ClfTimeWriter } from '../lines/clf-time-writer.ts';
import { TimedLines } from '../lines/timed-lines.ts';
import type { Schedule } from '../rate/arrivals.ts';
import type { Load } from './load.ts';

const LF = 10;

export interface ReplayOptions {
  /** When the first line comes, in epoch milliseconds. */
  readonly startMs: number;
  /** Whether lines are stamped with the time at which they come; else they keep theirs. */
  readonly rewriteTimes: boolean;
  /** When lines come; without it at the log's own pace. */
  readonly schedule?: Schedule | undefined;
  /** Multiple of the log's own pace. */
  readonly speed?: number | undefined;
}

/**
 * Plays a log again. At its own pace the distances between the times of its lines are kept, and a
 * line that was late in the log is late again: it is written with its neighbours and stamped with
 * an earlier time. Lines without a time go with the line before.
 */
export class ReplayedLoad implements Load {
  readonly #nextBlock: () => Promise<ByteBlock | undefined>;
  readonly #startMs: number;
  readonly #rewriteTimes: boolean;
  readonly #schedule: Schedule | undefined;
  readonly #speed: number;
  readonly #lines = new TimedLines();
  readonly #time = new ClfTimeWriter();
  #state: 'starved' | 'ready' | 'ended' = 'starved';
  #finished = false;
  /** Second of the first line that has a time. */
  #firstSecond = NaN;
  #dueMs: number;

  /** `nextBlock` gives the bytes of the log in order and undefined at its end. */
  constructor(nextBlock: () => Promise<ByteBlock | undefined>, options: ReplayOptions) {
    this.#nextBlock = nextBlock;
    this.#startMs = options.startMs;
    this.#rewriteTimes = options.rewriteTimes;
    this.#schedule = options.schedule;
    this.#speed = options.speed ?? 1;
    this.#dueMs = options.startMs;
  }

  get starved(): boolean {
    return this.#state === 'starved';
  }

  get dueMs(): number {
    return this.#state === 'ended' ? Infinity : (this.#schedule?.dueMs ?? this.#dueMs);
  }

  get roomBytes(): number {
    return this.#lines.end - this.#lines.start + 1;
  }

  /** Whether any line so far had a time. */
  get timed(): boolean {
    return !Number.isNaN(this.#firstSecond);
  }

  /** Lines that were too long to be replayed. */
  get tooLongLines(): number {
    return this.#lines.tooLongLines;
  }

  async refill(): Promise<void> {
    while (this.#state === 'starved') {
      const block = this.#finished ? undefined : await this.#nextBlock();
      if (block !== undefined) this.#lines.push(block);
      else if (!this.#finished) this.#lines.finish();
      else this.#state = 'ended';
      this.#finished = block === undefined;
      if (this.#lines.next()) this.#ready();
    }
  }

  write({ octets }: ByteBlock, at: number, lateMs: number): number {
    const { text, start, end, timeAt } = this.#lines;
    octets.set(text.octets.subarray(start, end), at);
    if (this.#rewriteTimes && timeAt >= 0) {
      const second = Math.floor((this.#stampMs() + lateMs) / 1000);
      this.#time.write(second, octets, at + timeAt - start);
    }
    const lineEnd = at + end - start;
    octets[lineEnd] = LF;
    this.#schedule?.advance();
    if (this.#lines.next()) this.#ready();
    else this.#state = 'starved';
    return lineEnd + 1;
  }

  #ready(): void {
    this.#state = 'ready';
    if (this.#lines.timeAt < 0) return;
    if (!this.timed) this.#firstSecond = this.#lines.second;
    this.#dueMs = Math.max(this.#dueMs, this.#ownMs());
  }

  #stampMs(): number {
    return this.#schedule?.dueMs ?? this.#ownMs();
  }

  /** When the current line comes at the log's own pace. */
  #ownMs(): number {
    return this.#startMs + ((this.#lines.second - this.#firstSecond) * 1000) / this.#speed;
  }
}
