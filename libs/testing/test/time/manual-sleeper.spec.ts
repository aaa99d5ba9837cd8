import { expect } from 'chai';
import { ManualClock, ManualSleeper, sleeperContract } from '../../src/index.ts';

describe('ManualSleeper', () => {
  sleeperContract(() => {
    const clock = new ManualClock();
    // It moves the clock itself; all that is needed is that its promises get their turn.
    const pass = async () => {
      for (let turn = 0; turn < 3; turn++) await new Promise(setImmediate);
    };
    return { clock, sleeper: new ManualSleeper(clock), pass };
  });

  it('is woken by what is planned, at that moment', async () => {
    const clock = new ManualClock(1000);
    const sleeper = new ManualSleeper(clock);
    clock.plan(1040, () => {
      sleeper.wake();
    });
    clock.plan(1060, () => expect.fail('the clock went on'));
    await sleeper.sleepUntil(1100);
    expect(clock.nowMs()).to.equal(1040);
  });
});
