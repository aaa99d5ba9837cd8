import { expect } from 'chai';

import { EventClock } from '../../src/index.ts';

/** A second of a log, as long ago as a test likes. */
const AT = 1_431_849_600;

describe('EventClock of a run that goes on', () => {
  let nowMs: number;
  const clock = { nowMs: () => nowMs };

  beforeEach(() => {
    nowMs = 1_767_323_045_000;
  });

  /** A clock that has seen a line of second `AT` just now. */
  function seen(): EventClock {
    const before = new EventClock(clock);
    before.arrive();
    before.observe(AT);
    return before;
  }

  function resumed(before: EventClock): EventClock {
    const after = new EventClock(clock);
    after.restore(before.state());
    return after;
  }

  it('stands where it stood until all has been read that was there', () => {
    const before = seen();
    nowMs += 3_600_000;
    const after = resumed(before);
    expect(after.advance()).to.equal(AT);
    after.arrive();
    after.observe(AT + 7);
    nowMs += 5000; // reading takes its time
    expect(after.advance()).to.equal(AT + 7);
  });

  it('goes on with the wall clock from there, however long it was down', () => {
    const before = seen();
    nowMs += 3_600_000;
    const after = resumed(before);
    after.caughtUp();
    expect(after.advance()).to.equal(AT + 3600);
  });

  it('knows how long ago the last line of a backlog was written', () => {
    const before = seen();
    nowMs += 3_600_000;
    const after = resumed(before);
    after.arrive();
    after.observe(AT + 600);
    after.caughtUp();
    nowMs += 1000;
    expect(after.advance(), 'as if it had been there').to.equal(AT + 3601);
  });

  it('does not believe that lines come before they can', () => {
    const before = seen();
    nowMs += 1000;
    const after = resumed(before);
    after.arrive();
    after.observe(AT + 600); // a replay that is faster than time
    after.caughtUp();
    nowMs += 2000;
    expect(after.advance()).to.equal(AT + 602);
  });

  it('goes on when the wall clock was set back by an hour meanwhile', () => {
    const before = seen();
    nowMs -= 3_600_000;
    const after = resumed(before);
    after.caughtUp();
    expect(after.advance()).to.equal(AT);
    nowMs += 5000;
    expect(after.advance()).to.equal(AT + 5);
  });

  it('has no time when the run before it had none', () => {
    const after = resumed(new EventClock(clock));
    expect(after.advance()).to.be.NaN;
    after.arrive();
    after.observe(AT);
    nowMs += 3000;
    expect(after.advance()).to.equal(AT + 3);
  });
});
