import { expect } from 'chai';
import { EVENT_CLOCK_DEFAULTS, EventClock } from '../../src/index.ts';

const NOON = Date.UTC(2024, 4, 1, 12) / 1000;

describe('EventClock', () => {
  let nowMs: number;
  let clock: EventClock;

  beforeEach(() => {
    nowMs = NOON * 1000;
    clock = new EventClock({ nowMs: () => nowMs });
  });

  function line(second: number): void {
    clock.arrive();
    clock.observe(second);
  }

  /** The second of the clock after `ms` of quiet. */
  function after(ms: number): number {
    nowMs += ms;
    return clock.advance();
  }

  it('stands nowhere before the first line', () => {
    expect(clock.second).to.be.NaN;
    expect(after(10_000)).to.be.NaN;
  });

  it('stands at the newest second that a line has stated, whatever the wall clock says', () => {
    line(NOON - 3600);
    line(NOON - 3590);
    line(NOON - 3595);
    expect(clock.second).to.equal(NOON - 3590);
    expect(clock.advance()).to.equal(NOON - 3590);
  });

  it('goes on with the wall clock once no line has come for a while', () => {
    line(NOON - 3600);
    expect(after(999)).to.equal(NOON - 3600);
    expect(after(1)).to.equal(NOON - 3599);
    expect(after(59_000)).to.equal(NOON - 3540);
    expect(after(86_400_000)).to.equal(NOON - 3540 + 86_400);
  });

  it('stands still while lines come, even if all are of one second', () => {
    for (let tenth = 0; tenth < 50; tenth++) {
      line(NOON);
      expect(after(100)).to.equal(NOON);
    }
    expect(after(99)).to.equal(NOON);
    expect(after(1)).to.equal(NOON + 5);
  });

  it('takes a burst that is still being read for no silence', () => {
    const { quietMs } = EVENT_CLOCK_DEFAULTS;
    line(NOON);
    nowMs += 5000;
    line(NOON);
    expect(after(quietMs - 1)).to.equal(NOON);
    expect(after(1)).to.equal(NOON + 5);
  });

  it('is not held by blocks in which no line is believed', () => {
    // Regression: a file of noise, or a server ahead of time, kept the alert from recovering.
    line(NOON);
    for (let tenth = 0; tenth < 50; tenth++) {
      clock.arrive();
      after(100);
    }
    expect(clock.second).to.equal(NOON + 5);
  });

  it('never goes back', () => {
    line(NOON);
    after(10_000);
    line(NOON + 3);
    expect(clock.second).to.equal(NOON + 10);
    expect(after(5000)).to.equal(NOON + 10);
    expect(after(3000)).to.equal(NOON + 11);
  });

  it('follows a slow replay at its own speed, at most one pause ahead', () => {
    for (let at = 0; at < 500; at++) {
      line(NOON - 86_400 + at);
      after(1500);
      after(1500);
      expect(clock.second - (NOON - 86_400 + at)).to.be.within(0, 3);
    }
  });

  it('goes on when the wall clock is set back', () => {
    line(NOON);
    after(10_000);
    nowMs -= 3_600_000;
    expect(clock.advance()).to.equal(NOON + 10);
    expect(after(5000)).to.equal(NOON + 15);
    line(NOON + 16);
    expect(clock.second).to.equal(NOON + 16);
    expect(after(2000)).to.equal(NOON + 18);
  });

  it('believes a line up to the tolerance ahead of the wall clock, by whole seconds', () => {
    nowMs += 999;
    clock.arrive();
    expect(clock.isFuture(NOON + 300)).to.be.false;
    expect(clock.isFuture(NOON + 301)).to.be.true;
    nowMs += 1;
    expect(clock.isFuture(NOON + 301)).to.be.true;
    clock.arrive();
    expect(clock.isFuture(NOON + 301)).to.be.false;
  });

  it('takes its tolerance and its patience from its options', () => {
    clock = new EventClock({ nowMs: () => nowMs }, { futureToleranceMs: 0, quietMs: 3000 });
    line(NOON);
    expect(clock.isFuture(NOON)).to.be.false;
    expect(clock.isFuture(NOON + 1)).to.be.true;
    expect(after(2999)).to.equal(NOON);
    expect(after(1)).to.equal(NOON + 3);
  });

  it('believes everything in a batch, where nothing arrives', () => {
    expect(clock.isFuture(NOON + 1e9)).to.be.false;
    clock.observe(NOON + 1e9);
    expect(clock.second).to.equal(NOON + 1e9);
  });

  it('knows the second of the wall clock at which lines last came', () => {
    nowMs += 1999;
    clock.arrive();
    nowMs += 5000;
    expect(clock.wallSecond()).to.equal(NOON + 1);
  });
});
