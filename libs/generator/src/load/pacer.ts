import { ByteBlock } from '@hitwatch/domain';

import type { Load } from './load.ts';

const BUFFER_BYTES = 1 << 18;
/** Lines are written at most so often, however short the time between two of them is. */
const TICK_MS = 20;
/** A wait is never longer, so that a clock that was set is noticed. */
const WAIT_MAX_MS = 1000;
/** How far a run may fall behind and still catch up: after a longer stop it goes on from now. */
const LATE_MAX_MS = 5000;

/**
 * How lines follow the clock: `clock` waits for each until it is due; `flat out` waits for none and
 * stamps them with the time at which they are written; `virtual` waits for none and lets the load's
 * own time run on.
 */
export type Pacing = 'clock' | 'flat out' | 'virtual';

export interface PacerOptions {
  readonly pacing: Pacing;
  /** Load time at which the run is over; for `flat out` the clock's. */
  readonly untilMs?: number | undefined;
  readonly linesMax?: number | undefined;
  /** The run ends before the line that would take it over this. */
  readonly bytesMax?: number | undefined;
  /** Lines from different multiples of this span are never taken together. */
  readonly sliceMs?: number | undefined;
}

/**
 * Says which lines of a load are due and when to ask again. It reads no clock and waits for
 * nothing.
 */
export class Pacer {
  readonly #load: Load;
  readonly #pacing: Pacing;
  readonly #untilMs: number;
  readonly #linesMax: number;
  readonly #bytesMax: number;
  readonly #sliceMs: number;
  #buffer = new ByteBlock(new Uint8Array(BUFFER_BYTES));
  #lines = 0;
  #bytes = 0;
  #done = false;
  #lastMs = -Infinity;
  /** What has to be added to the load's time to get the clock's. */
  #lateMs = 0;
  #takenMs = NaN;
  #wholeTaken = true;

  constructor(load: Load, options: PacerOptions) {
    this.#load = load;
    this.#pacing = options.pacing;
    this.#untilMs = options.untilMs ?? Infinity;
    this.#linesMax = options.linesMax ?? Infinity;
    this.#bytesMax = options.bytesMax ?? Infinity;
    this.#sliceMs = options.sliceMs ?? Infinity;
  }

  get done(): boolean {
    return this.#done;
  }

  /** Lines taken so far. */
  get lines(): number {
    return this.#lines;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** Load time of the first of the lines taken last; NaN before any. */
  get takenMs(): number {
    return this.#takenMs;
  }

  /** Resolves when the load knows its next line. */
  async prepare(): Promise<void> {
    if (this.#load.starved) await this.#load.refill();
  }

  /**
   * The whole lines that are due, as many as fit; valid until the next call. `prepare` comes before
   * it.
   */
  take(nowMs: number): Uint8Array {
    const horizonMs = this.#follow(nowMs);
    const sliceEndMs = (Math.floor(this.#load.dueMs / this.#sliceMs) + 1) * this.#sliceMs;
    const endMs = Math.min(this.#untilMs, sliceEndMs);
    let length = 0;
    this.#wholeTaken = true;
    if (this.#load.dueMs <= horizonMs) this.#takenMs = this.#load.dueMs;
    while (!this.#done && !this.#load.starved) {
      const { dueMs, roomBytes } = this.#load;
      if (!(dueMs <= horizonMs && dueMs < endMs)) break;
      if (!this.#makeRoom(length, roomBytes)) {
        this.#wholeTaken = false;
        break;
      }
      const end = this.#load.write(this.#buffer, length, this.#lateMs);
      if (this.#count(end - length)) length = end;
    }
    this.#done ||= this.#isOver(nowMs, horizonMs);
    return this.#buffer.octets.subarray(0, length);
  }

  /** When to call `take` again, in milliseconds of the clock. */
  nextMs(): number {
    if (this.#pacing !== 'clock' || this.#load.starved || !this.#wholeTaken) return this.#lastMs;
    const dueMs = Math.min(this.#load.dueMs, this.#untilMs) + this.#lateMs;
    return Math.min(Math.max(dueMs, this.#lastMs + TICK_MS), this.#lastMs + WAIT_MAX_MS);
  }

  /** Takes in what the clock says and returns the load time up to which lines are due. */
  #follow(nowMs: number): number {
    if (this.#pacing === 'virtual') return Infinity;
    if (this.#pacing === 'flat out') {
      this.#lateMs = nowMs - this.#load.dueMs;
      this.#lastMs = nowMs;
      return Infinity;
    }
    // A clock that was set back must not stop the lines, nor a long stop bring them all at once.
    if (nowMs < this.#lastMs) this.#lateMs -= this.#lastMs - nowMs;
    this.#lastMs = nowMs;
    const behindMs = nowMs - this.#lateMs - this.#load.dueMs;
    if (behindMs > LATE_MAX_MS) this.#lateMs += behindMs;
    return nowMs - this.#lateMs;
  }

  #makeRoom(length: number, roomBytes: number): boolean {
    if (length + roomBytes <= this.#buffer.length) return true;
    if (length > 0) return false;
    this.#buffer = new ByteBlock(new Uint8Array(roomBytes));
    return true;
  }

  /** Counts a line, or says that it is one too many. */
  #count(lineBytes: number): boolean {
    const counts = this.#bytes + lineBytes <= this.#bytesMax;
    if (counts) {
      this.#bytes += lineBytes;
      this.#lines++;
    }
    this.#done = !counts || this.#lines >= this.#linesMax;
    return counts;
  }

  #isOver(nowMs: number, horizonMs: number): boolean {
    if (this.#load.starved) return false;
    if (this.#load.dueMs === Infinity) return true;
    if (this.#pacing === 'flat out') return nowMs >= this.#untilMs;
    return this.#load.dueMs >= this.#untilMs && horizonMs >= this.#untilMs;
  }
}
