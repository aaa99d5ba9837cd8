import { dayShapeMs } from './day-shape.ts';
import { nextEdgeMs, type Spike, spikeFactor } from './spike.ts';

export interface RateOptions {
  /** Above 0; with a day shape the mean over a day. */
  readonly linesPerSecond: number;
  readonly dayShape?: boolean | undefined;
  readonly spikes?: readonly Spike[] | undefined;
}

/** How much traffic is expected when: rate x shape of the day x spikes, integrated exactly. */
export class RateCurve {
  readonly #startMs: number;
  readonly #linesPerMs: number;
  readonly #dayShape: boolean;
  readonly #spikes: readonly Spike[];

  /** `startMs` says which time of day it is when nothing has elapsed. */
  constructor(startMs: number, { linesPerSecond, dayShape = false, spikes = [] }: RateOptions) {
    this.#startMs = startMs;
    this.#linesPerMs = linesPerSecond / 1000;
    this.#dayShape = dayShape;
    this.#spikes = spikes;
  }

  /** Expected number of lines between two instants, given in milliseconds since the start. */
  linesBetween(fromMs: number, toMs: number): number {
    let lines = 0;
    let from = fromMs;
    while (from < toMs) {
      const to = Math.min(toMs, nextEdgeMs(this.#spikes, from));
      const ms = this.#dayShape ? dayShapeMs(this.#startMs + from, this.#startMs + to) : to - from;
      lines += ms * this.#linesPerMs * spikeFactor(this.#spikes, from);
      from = to;
    }
    return lines;
  }
}
