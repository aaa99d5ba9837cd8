import { expect } from 'chai';
import fc from 'fast-check';
import { isMuted, type Mute, unmutedFrom, type Weekday } from '../../src/index.ts';

const HOUR = 3600;
/** A Monday. */
const MONDAY = Date.UTC(2024, 4, 6) / 1000;

const nights: Mute = {
  kind: 'weekly',
  days: [1, 5],
  fromMinute: 22 * 60,
  toMinute: 6 * 60,
  offsetMinutes: 120,
};

describe('a mute', () => {
  it('goes on over midnight, from the days on which it begins, in its own zone', () => {
    const inZone = (hours: number) => MONDAY + (hours - 2) * HOUR;
    const muted = [21, 22, 29, 30, 46, 4 * 24 + 23, 5 * 24 + 5, 5 * 24 + 22].map((hours) =>
      isMuted([nights], inZone(hours)),
    );
    expect(muted).to.deep.equal([false, true, true, false, false, true, true, false]);
  });

  it('ends where the last of those ends that follow on each other', () => {
    const morning: Mute = { ...nights, days: [2], fromMinute: 6 * 60, toMinute: 12 * 60 };
    const span: Mute = {
      kind: 'span',
      fromSecond: MONDAY + 30 * HOUR,
      toSecond: MONDAY + 37 * HOUR,
    };
    const late = MONDAY + 21 * HOUR;
    expect(unmutedFrom([nights], late)).to.equal(MONDAY + 28 * HOUR);
    expect(unmutedFrom([nights, morning], late)).to.equal(MONDAY + 34 * HOUR);
    expect(unmutedFrom([nights, morning, span], late)).to.equal(MONDAY + 37 * HOUR);
    expect(unmutedFrom([], late)).to.equal(late);
  });

  it('may have no end', () => {
    const days: Weekday[] = [0, 1, 2, 3, 4, 5, 6];
    const always: Mute = { kind: 'weekly', days, fromMinute: 0, toMinute: 1440, offsetMinutes: 0 };
    expect(unmutedFrom([always], MONDAY)).to.equal(Infinity);
  });

  it('agrees with itself: no second from one on is unmuted before the first that is said', () => {
    const minute = fc.nat(1439);
    const weekly = fc
      .tuple(
        fc.subarray<Weekday>([0, 1, 2, 3, 4, 5, 6], { minLength: 1, maxLength: 3 }),
        minute,
        minute,
      )
      .map(([days, fromMinute, to]): Mute => ({
        kind: 'weekly',
        days,
        fromMinute,
        toMinute: to + 1,
        offsetMinutes: -90,
      }));
    const property = fc.property(
      fc.array(weekly, { maxLength: 3 }),
      fc.nat(7 * 24),
      (mutes, hour) => {
        const from = -40 * 365 * 24 * HOUR + hour * HOUR;
        const until = unmutedFrom(mutes, from);
        expect(isMuted(mutes, until)).to.equal(false);
        for (let at = from; at < until; at += 60) expect(isMuted(mutes, at)).to.equal(true);
      },
    );
    fc.assert(property, { numRuns: 200 });
  });
});
