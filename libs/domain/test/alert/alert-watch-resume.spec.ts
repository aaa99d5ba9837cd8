import { expect } from 'chai';
import fc from 'fast-check';

import {
  type AlertTransition,
  AlertWatch,
  EventClock,
  HighTrafficPolicy,
  SlidingWindow,
} from '../../src/index.ts';

const RULE = { threshold: 1.5, windowSeconds: 4 };
const START = 1_767_323_045;

const STEP = fc.oneof(
  fc.record({ lag: fc.integer({ min: -6, max: 3 }), count: fc.integer({ min: 1, max: 12 }) }),
  fc.record({ passMs: fc.integer({ min: 0, max: 9000 }) }),
);

/** A watch in the loop of a monitor, which may be stopped and started between two steps. */
class Run {
  readonly transitions: AlertTransition[] = [];
  nowMs = START * 1000;
  #clock = new EventClock({ nowMs: () => this.nowMs });
  #watch = this.#newWatch();

  step(step: { lag?: number; count?: number; passMs?: number }): void {
    const { lag, count = 0, passMs } = step;
    if (passMs !== undefined) this.nowMs += passMs;
    if (lag !== undefined) {
      this.#clock.arrive();
      const second = Math.floor(this.nowMs / 1000) + lag;
      for (let line = 0; line < count; line++) this.#watch.observe(second);
    }
    this.#watch.advance();
  }

  restart(): void {
    const clock = this.#clock.state();
    const watch = this.#watch.snapshot();
    this.#clock = new EventClock({ nowMs: () => this.nowMs });
    this.#watch = this.#newWatch();
    this.#clock.restore(clock);
    this.#watch.restore(watch);
    // Nothing was written meanwhile.
    this.#clock.caughtUp();
  }

  #newWatch(): AlertWatch {
    return new AlertWatch(this.#clock, new HighTrafficPolicy(RULE), (transition) => {
      this.transitions.push(transition);
    });
  }
}

describe('AlertWatch of a run that goes on', () => {
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
        expect(disturbed.transitions).to.deep.equal(undisturbed.transitions);
      }),
      { numRuns: 500 },
    );
  });

  it('does not look at every second of years between two lines', () => {
    const run = new Run();
    run.step({ lag: 0, count: 100 });
    run.step({ passMs: 500 });
    run.restart();
    run.step({ passMs: 20 * 365 * 86_400_000 });
    run.step({ lag: 0, count: 1 });
    expect(run.transitions.map(({ state, second }) => [state, second - START])).to.deep.equal([
      ['triggered', 0],
      ['recovered', 4],
    ]);
  });

  it('refuses a window of another length', () => {
    const state = new SlidingWindow(3).state();
    expect(() => {
      new SlidingWindow(4).restore(state);
    }).to.throw('another length');
  });
});
