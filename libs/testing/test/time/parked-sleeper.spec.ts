import { setImmediate as turn } from 'node:timers/promises';

import { ManualClock, ParkedSleeper, sleeperContract } from '../../src/index.ts';

describe('ParkedSleeper', () => {
  sleeperContract(() => {
    const clock = new ManualClock();
    const pass = async (ms: number) => {
      const untilMs = clock.nowMs() + ms;
      // Each thing at its own moment, with a turn for who was woken by it to look at the clock.
      for (let acted = true; acted;) {
        await turn();
        acted = false;
        clock.advanceTo(untilMs, () => (acted = true));
      }
      await turn();
    };
    return { sleeper: new ParkedSleeper(clock), clock, pass };
  });
});
