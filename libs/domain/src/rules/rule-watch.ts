import { setSecond } from '../conditions/hit-fields.ts';
import type { RecordBatch } from '../parser/record-batch.ts';
import type { EventClock } from '../time/event-clock.ts';
import type { HitPlacer, RuleEngine } from './rule-engine.ts';

/** How many hits of a batch were not placed where their lines say. */
export interface Misplaced {
  /** Older than every window: they count in the totals only. */
  readonly late: number;
  /** Stamped too far ahead of the wall clock: counted at the clock. */
  readonly future: number;
}

/**
 * Drives the rules by the event clock: places the hits of each batch in time, and moves the rules
 * on while lines arrive and while none do.
 */
export class RuleWatch {
  readonly engine: RuleEngine;
  readonly #clock: EventClock;
  readonly #placer: HitPlacer & { isSettled: boolean };
  /** Hits of the batch that were stamped too far ahead. */
  #future = 0;

  constructor(clock: EventClock, engine: RuleEngine) {
    this.#clock = clock;
    this.engine = engine;
    this.#placer = {
      isSettled: true,
      place: (batch, line, second, open) => this.#place(batch, line, second, open),
    };
  }

  /** Takes a batch that was read from `file`; a hit from the future gets the open second. */
  observe(batch: RecordBatch, file: string): Misplaced {
    this.#future = 0;
    const late = this.engine.observe(batch, file, this.#placer);
    return { late, future: this.#future };
  }

  /** Looks at the seconds that the clock has passed while no line arrived. */
  advance(): void {
    const second = this.#clock.advance();
    if (!Number.isNaN(second)) this.engine.moveTo(second);
  }

  /** No line will come any more: the open second is complete. */
  finish(): void {
    const { openSecond } = this.engine;
    if (!Number.isNaN(openSecond)) this.engine.moveTo(openSecond + 1);
  }

  #place(batch: RecordBatch, line: number, second: number, open: number): number {
    const clock = this.#clock;
    if (!clock.isFuture(second)) {
      // Also one behind the clock: in a slow replay it is what keeps the clock from running away.
      clock.observe(second);
      this.#placer.isSettled = true;
      return second;
    }
    // Only a first one moves the clock: the rest must not hold it while the wall clock goes on.
    if (Number.isNaN(open)) clock.observe(clock.wallSecond());
    const placed = Number.isNaN(open) ? clock.second : open;
    setSecond(batch, line, placed);
    this.#placer.isSettled = false;
    this.#future++;
    return placed;
  }
}
