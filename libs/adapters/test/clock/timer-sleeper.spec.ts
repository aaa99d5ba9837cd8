import { sleeperContract } from '@hitwatch/testing';
import { expect } from 'chai';
import sinon from 'sinon';
import { SystemClock, TimerSleeper } from '../../src/index.ts';

describe('TimerSleeper', () => {
  let timers: sinon.SinonFakeTimers;

  beforeEach(() => {
    timers = sinon.useFakeTimers({ now: 1_767_323_045_000 });
  });

  afterEach(() => {
    sinon.restore();
  });

  sleeperContract(() => {
    const clock = new SystemClock();
    const pass = async (ms: number) => {
      await timers.tickAsync(ms);
    };
    return { clock, sleeper: new TimerSleeper(clock), pass };
  });

  it('leaves no timer behind when it is woken', async () => {
    const sleeper = new TimerSleeper(new SystemClock());
    const sleep = sleeper.sleepUntil(Date.now() + 60_000);
    sleeper.wake();
    await sleep;
    expect(timers.countTimers()).to.equal(0);
  });

  it('does not sleep longer when the clock is set back meanwhile', async () => {
    const sleeper = new TimerSleeper(new SystemClock());
    let ended = false;
    const sleep = sleeper.sleepUntil(Date.now() + 50).then(() => (ended = true));
    timers.setSystemTime(Date.now() - 3_600_000);
    await timers.tickAsync(50);
    expect(ended).to.equal(true);
    await sleep;
  });
});
