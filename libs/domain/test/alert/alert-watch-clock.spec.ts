import { expect } from 'chai';
import { LiveMonitor } from './live-monitor.ts';

const NOON = Date.UTC(2024, 4, 1, 12) / 1000;
const RULE = { threshold: 2, windowSeconds: 10 };

describe('High traffic under clocks that are wrong', () => {
  let monitor: LiveMonitor;

  beforeEach(() => (monitor = new LiveMonitor(RULE, NOON * 1000)));
  afterEach(() => {
    monitor.restore();
  });

  it('keeps the time of a server that is hours behind', () => {
    const behind = NOON - 5 * 3600;
    for (let at = 0; at < 30; at++) monitor.live(behind + at, at < 15 ? 3 : 0);
    expect(monitor.story).to.deep.equal([`triggered ${behind + 6}`, `recovered ${behind + 18}`]);
  });

  it('counts lines from the future at the clock, which goes on without them', () => {
    for (let at = 0; at < 30; at++) {
      if (at < 15) expect(monitor.lines(NOON + at + 3600, 3)).to.equal('future');
      monitor.pass(1);
    }
    expect(monitor.story).to.deep.equal([`triggered ${NOON + 6}`, `recovered ${NOON + 18}`]);
  });

  it('is not silenced by a server ahead of time that never pauses', () => {
    // Regression: only a pause moved the clock, so the lines piled up in the second of the first
    // one.
    for (let tenth = 0; tenth < 300; tenth++) {
      if (tenth < 150) monitor.lines(NOON + 3600);
      expect(monitor.placedSecond).to.equal(NOON + Math.min(14, Math.floor(tenth / 10)));
      monitor.timers.tick(100);
      monitor.watch.advance();
    }
    expect(monitor.story).to.deep.equal([`triggered ${NOON + 2}`, `recovered ${NOON + 23}`]);
  });

  it('lets no line from the future drag the clock of the good ones', () => {
    for (let at = 0; at < 20; at++) {
      monitor.lines(NOON + at, 1);
      expect(monitor.lines(NOON + at + 86_400, 1)).to.equal('future');
      expect(monitor.placedSecond).to.equal(NOON + at);
      expect(monitor.lines(NOON + at - 5, 1)).to.equal('onTime');
      monitor.pass(1);
    }
    expect(monitor.clock.second).to.be.within(NOON + 19, NOON + 20);
  });

  it('believes a line up to the tolerance and not a second more', () => {
    expect(monitor.lines(NOON + 300)).to.equal('onTime');
    expect(monitor.lines(NOON + 301)).to.equal('future');
    expect(monitor.placedSecond).to.equal(NOON + 300);
  });

  it('makes no line of a slow replay late, however long the replay lasts', () => {
    // Regression: the clock went on with the wall clock for good and left the lines behind.
    const old = NOON - 86_400 * 365;
    for (let at = 0; at < 60; at++) {
      expect(monitor.lines(old + at, at < 40 ? 3 : 1), `line ${at}`).to.equal('onTime');
      monitor.pass(3);
    }
    expect(monitor.story.map((event) => event.slice(0, 9))).to.deep.equal([
      'triggered',
      'recovered',
    ]);
  });

  it('tells of a fast replay what it would have told live', () => {
    const replayed = NOON - 86_400;
    for (let at = 0; at < 100; at++) if (at % 40 < 20) monitor.lines(replayed + at, 3);
    monitor.pass(20);
    expect(monitor.story).to.deep.equal([
      `triggered ${replayed + 6}`,
      `recovered ${replayed + 23}`,
      `triggered ${replayed + 46}`,
      `recovered ${replayed + 63}`,
      `triggered ${replayed + 86}`,
      `recovered ${replayed + 103}`,
    ]);
  });

  it('recovers on a quiet site although the wall clock was set back', () => {
    for (let at = 0; at < 10; at++) monitor.live(NOON + at, 3);
    monitor.timers.setSystemTime((NOON - 3600) * 1000);
    monitor.pass(15);
    expect(monitor.story).to.deep.equal([`triggered ${NOON + 6}`, `recovered ${NOON + 13}`]);
  });

  it('goes on counting live lines after the wall clock was set back a little', () => {
    for (let at = 0; at < 5; at++) monitor.live(NOON + at, 1);
    monitor.timers.setSystemTime((NOON - 60) * 1000);
    for (let at = 5; at < 30; at++) {
      expect(monitor.lines(NOON + at, 3)).to.equal('onTime');
      monitor.pass(1);
    }
    expect(monitor.story).to.deep.equal([`triggered ${NOON + 10}`]);
  });

  it('watches the first day of 1970 east of Greenwich, where seconds are negative', () => {
    // Regression: the window lost negative seconds and its sum became NaN, so nothing was told
    // again.
    const start = -7200 + 1;
    for (let at = 0; at < 30; at++) monitor.live(start + at, at < 15 ? 3 : 0);
    expect(monitor.story).to.deep.equal([`triggered ${start + 6}`, `recovered ${start + 18}`]);
  });
});
