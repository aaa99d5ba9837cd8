import { expect } from 'chai';
import { alertValue } from '../../src/index.ts';
import { LiveMonitor } from './live-monitor.ts';

const NOON = Date.UTC(2024, 4, 1, 12) / 1000;

describe('High traffic on live traffic, ten hits per second over two minutes', () => {
  let monitor: LiveMonitor;

  beforeEach(() => (monitor = new LiveMonitor({ threshold: 10, windowSeconds: 120 }, NOON * 1000)));
  afterEach(() => {
    monitor.restore();
  });

  /** `hits` a second for `seconds` seconds, and then the second after. */
  function traffic(from: number, seconds: number, hits: number): number {
    for (let second = from; second < from + seconds; second++) monitor.live(second, hits);
    return from + seconds;
  }

  it('says nothing at exactly the threshold, and triggers at one hit more', () => {
    let second = traffic(NOON, 300, 10);
    expect(monitor.story).to.be.empty;
    second = traffic(second, 1, 11);
    traffic(second, 60, 10);
    expect(monitor.story).to.deep.equal([`triggered ${NOON + 300}`]);
    expect(monitor.changes.map(alertValue)).to.deep.equal([10.008]);
  });

  it('keeps the alert at exactly the threshold, and recovers at one hit less', () => {
    let second = traffic(NOON, 1, 1201);
    second = traffic(second, 119, 0);
    expect(monitor.story).to.deep.equal([`triggered ${NOON}`]);
    second = traffic(second, 1, 1200);
    second = traffic(second, 119, 0);
    expect(monitor.watch.trafficState).to.equal('high');
    second = traffic(second, 1, 1199);
    traffic(second, 2, 0);
    expect(monitor.story).to.deep.equal([`triggered ${NOON}`, `recovered ${NOON + 240}`]);
    expect(monitor.changes.map(alertValue)).to.deep.equal([10.008, 9.992]);
  });

  it('divides by two minutes from the first second on', () => {
    let second = traffic(NOON, 1, 1200);
    second = traffic(second, 130, 0);
    expect(monitor.story).to.be.empty;
    traffic(second, 1, 1201);
    expect(monitor.story).to.deep.equal([`triggered ${NOON + 131}`]);
  });

  it('sees a spike of which two windows side by side would see half each', () => {
    let second = traffic(NOON, 1, 1);
    second = traffic(second, 118, 0);
    second = traffic(second, 1, 601);
    expect(second % 120).to.equal(0);
    second = traffic(second, 1, 600);
    traffic(second, 200, 0);
    expect(monitor.story).to.deep.equal([`triggered ${NOON + 120}`, `recovered ${NOON + 239}`]);
  });

  it('recovers in the middle of silence, without a line and without a repetition', () => {
    const second = traffic(NOON, 121, 20);
    expect(monitor.story).to.deep.equal([`triggered ${NOON + 60}`]);
    traffic(second, 600, 0);
    expect(monitor.story).to.deep.equal([`triggered ${NOON + 60}`, `recovered ${NOON + 181}`]);
    expect(monitor.watch.windowHits).to.equal(0);
  });

  it('recovers in the right second when nobody looked for an hour', () => {
    traffic(NOON, 121, 20);
    monitor.timers.tick(3_600_000);
    monitor.watch.advance();
    expect(monitor.story).to.deep.equal([`triggered ${NOON + 60}`, `recovered ${NOON + 181}`]);
  });

  it('recovers in the right second although the next line comes a year later', () => {
    monitor.lines(NOON, 1201);
    monitor.timers.tick(86_400_000 * 365);
    monitor.lines(NOON + 86_400 * 365, 1);
    expect(monitor.story).to.deep.equal([`triggered ${NOON}`, `recovered ${NOON + 120}`]);
    expect(monitor.watch.windowHits).to.equal(1);
  });

  it('does not tell of a second before it is over', () => {
    monitor.lines(NOON, 1201);
    monitor.timers.tick(900);
    monitor.watch.advance();
    expect(monitor.story).to.be.empty;
    monitor.timers.tick(100);
    monitor.watch.advance();
    expect(monitor.story).to.deep.equal([`triggered ${NOON}`]);
  });

  it('tells of the last second when no line will come any more', () => {
    monitor.lines(NOON, 1201);
    monitor.watch.finish();
    expect(monitor.story).to.deep.equal([`triggered ${NOON}`]);
  });

  it('has nothing to tell before the first line', () => {
    monitor.pass(300);
    monitor.watch.finish();
    expect(monitor.story).to.be.empty;
    expect(monitor.watch.windowHits).to.equal(0);
    expect(monitor.watch.trafficState).to.equal('normal');
  });

  it('counts a late line in its own second while that is in the window', () => {
    let second = traffic(NOON, 1, 600);
    second = traffic(second, 99, 0);
    monitor.lines(second, 599);
    expect(monitor.lines(NOON + 50, 2)).to.equal('onTime');
    expect(monitor.placedSecond).to.equal(NOON + 50);
    traffic(second + 1, 100, 0);
    expect(monitor.story).to.deep.equal([`triggered ${NOON + 100}`, `recovered ${NOON + 120}`]);
  });

  it('counts a line that is older than the window in no window', () => {
    traffic(NOON, 1, 1200);
    traffic(NOON + 1, 118, 0);
    expect(monitor.lines(NOON - 1, 5)).to.equal('late');
    expect(monitor.placedSecond).to.equal(NOON - 1);
    monitor.pass(5);
    expect(monitor.story).to.be.empty;
  });

  it('keeps the edge of the window: the oldest second counts, the one before it does not', () => {
    monitor.lines(NOON + 119);
    expect(monitor.lines(NOON)).to.equal('onTime');
    expect(monitor.lines(NOON - 1)).to.equal('late');
    expect(monitor.watch.windowHits).to.equal(2);
  });
});

describe('High traffic on traffic that flaps', () => {
  it('tells of every change and of nothing else', () => {
    const monitor = new LiveMonitor({ threshold: 1, windowSeconds: 2 }, NOON * 1000);
    try {
      const hits = [3, 0, 0, 3, 3, 0, 0, 2, 0, 1, 1, 2, 0, 1, 0];
      for (const [at, count] of hits.entries()) monitor.live(NOON + at, count);
      const told = monitor.changes.map(({ kind, second }) => `${kind} ${second - NOON}`);
      expect(told).to.deep.equal([
        'triggered 0',
        'recovered 2',
        'triggered 3',
        'recovered 6',
        'triggered 11',
        'recovered 13',
      ]);
    } finally {
      monitor.restore();
    }
  });
});
