import { expect } from 'chai';
import fc from 'fast-check';

import {
  type AlertChange,
  EventClock,
  highTrafficRule,
  LiveAlerts,
  UNEXPLAINED,
} from '../../src/index.ts';
import { batchOf } from '../rules/rule-lines.ts';

const RULES = [highTrafficRule(1.5, 4)];
const START = 1_767_323_045;

const STEP = fc.oneof(
  fc.record({ lag: fc.integer({ min: -6, max: 3 }), count: fc.integer({ min: 1, max: 12 }) }),
  fc.record({ passMs: fc.integer({ min: 0, max: 9000 }) }),
);

/** A watch in the loop of a monitor, which may be stopped and started between two steps. */
class Run {
  readonly changes: AlertChange[] = [];
  nowMs = START * 1000;
  #clock = new EventClock({ nowMs: () => this.nowMs });
  #watch = this.#newWatch();

  step(step: { lag?: number; count?: number; passMs?: number }): void {
    const { lag, count = 0, passMs } = step;
    if (passMs !== undefined) this.nowMs += passMs;
    if (lag !== undefined) {
      this.#clock.arrive();
      const second = Math.floor(this.nowMs / 1000) + lag;
      const batch = batchOf(Array.from({ length: count }, () => ({ second })));
      this.#watch.log('access.log').observe(batch, count);
    }
    this.#watch.advance();
  }

  restart(): void {
    const clock = this.#clock.state();
    const watch = this.#watch.state();
    this.#clock = new EventClock({ nowMs: () => this.nowMs });
    this.#watch = this.#newWatch();
    this.#clock.restore(clock);
    expect(this.#watch.restore(watch).changed).to.deep.equal([]);
    // Nothing was written meanwhile.
    this.#clock.caughtUp();
  }

  #newWatch(): LiveAlerts {
    return new LiveAlerts(this.#clock, RULES, 1, (change) => this.changes.push(change));
  }
}

/** All but what explains it, which is not kept for another run. */
function facts(change: AlertChange): AlertChange {
  return { ...change, ...UNEXPLAINED };
}

describe('High traffic of a run that goes on', () => {
  it('finds the same as one that has never been stopped, wherever that was', () => {
    fc.assert(
      fc.property(fc.array(STEP), fc.array(fc.nat({ max: 100 })), (steps, stops) => {
        const undisturbed = new Run();
        const disturbed = new Run();
        steps.forEach((step, index) => {
          undisturbed.step(step);
          disturbed.step(step);
          // Half a second on, so that both clocks have been quiet for as long.
          undisturbed.step({ passMs: 500 });
          disturbed.step({ passMs: 500 });
          if (stops.includes(index)) disturbed.restart();
        });
        for (const run of [undisturbed, disturbed]) {
          for (let second = 0; second < 20; second++) run.step({ passMs: 1000 });
        }
        expect(disturbed.changes.map(facts)).to.deep.equal(undisturbed.changes.map(facts));
      }),
      { numRuns: 150 },
    );
  });

  it('does not look at every second of years between two lines', () => {
    const run = new Run();
    run.step({ lag: 0, count: 100 });
    run.step({ passMs: 500 });
    run.restart();
    run.step({ passMs: 20 * 365 * 86_400_000 });
    run.step({ lag: 0, count: 1 });
    expect(run.changes.map(({ kind, second }) => [kind, second - START])).to.deep.equal([
      ['triggered', 0],
      ['recovered', 4],
    ]);
  });
});
