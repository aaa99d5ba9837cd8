import { isHit, secondOf, setSecond } from '../conditions/hit-fields.ts';
import type { RecordBatch } from '../parser/record-batch.ts';
import type { EventClock } from '../time/event-clock.ts';
import type { RuleEngine } from './rule-engine.ts';

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

  constructor(clock: EventClock, engine: RuleEngine) {
    this.#clock = clock;
    this.engine = engine;
  }

  /** Takes a batch that was read from `file`; a hit from the future gets the open second. */
  observe(batch: RecordBatch, file: string): Misplaced {
    const clock = this.#clock;
    let open = this.engine.openSecond;
    let newest = -Infinity;
    let late = 0;
    let future = 0;
    for (let line = 0; line < batch.size; line++) {
      if (!isHit(batch, line)) continue;
      const second = secondOf(batch, line);
      if (clock.isFuture(second)) {
        // Only a first one moves the clock: the rest must not hold it while the wall clock goes on.
        if (Number.isNaN(open)) {
          clock.observe(clock.wallSecond());
          open = clock.second;
        }
        future++;
        setSecond(batch, line, open);
        continue;
      }
      // Also a line behind the clock: in a slow replay it is what keeps the clock from running away.
      // Of equal ones the first says it all.
      if (second > newest) {
        clock.observe(second);
        newest = second;
      }
      if (!(second <= open)) open = second;
      else if (second <= open - this.engine.heldSeconds) late++;
    }
    this.engine.observe(batch, file);
    return { late, future };
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
}
