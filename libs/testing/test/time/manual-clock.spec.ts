import { clockContract, ManualClock } from '../../src/index.ts';
import { expect } from 'chai';

describe('ManualClock', () => {
  clockContract((nowMs) => {
    const clock = new ManualClock(nowMs);
    return {
      clock,
      pass: (ms) => {
        clock.advance(ms);
      },
    };
  });

  it('does what is planned, in order, each thing at its own moment', () => {
    const clock = new ManualClock(1000);
    const seen: string[] = [];
    const plan = (atMs: number, name: string) => {
      clock.plan(atMs, () => seen.push(`${name} at ${clock.nowMs()}`));
    };
    plan(1300, 'late');
    plan(1100, 'early');
    plan(1100, 'early too');
    plan(900, 'overdue');
    clock.advance(200);
    expect(seen).to.deep.equal(['overdue at 1000', 'early at 1100', 'early too at 1100']);
    expect(clock.nowMs()).to.equal(1200);
    clock.advanceTo(Infinity);
    expect(seen.at(-1)).to.equal('late at 1300');
    expect(clock.nowMs()).to.equal(1300);
  });

  it('stops where it is interrupted', () => {
    const clock = new ManualClock(1000);
    let stop = false;
    clock.plan(1100, () => (stop = true));
    clock.advanceTo(2000, () => stop);
    expect(clock.nowMs()).to.equal(1100);
  });

  it('can be set back, and then goes on from there', () => {
    const clock = new ManualClock(1000);
    clock.set(400);
    clock.advanceTo(300);
    expect(clock.nowMs()).to.equal(400);
    clock.advance(10);
    expect(clock.nowMs()).to.equal(410);
  });
});
