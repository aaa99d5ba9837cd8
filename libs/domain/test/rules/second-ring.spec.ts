import { expect } from 'chai';
import fc from 'fast-check';
import { SecondRing } from '../../src/rules/second-ring.ts';

function ring(seconds: number): SecondRing {
  return new SecondRing(seconds, seconds, false);
}

describe('SecondRing', () => {
  it('holds the seconds in (newest - seconds, newest]', () => {
    const window = ring(3);
    window.advanceTo(10);
    expect([7, 8, 9, 10, 11].map((second) => window.add(second, 1, 0))).to.deep.equal([
      false,
      true,
      true,
      true,
      false,
    ]);
    expect(window.hits).to.equal(3);
    window.advanceTo(11);
    expect(window.hits).to.equal(2);
    window.advanceTo(12);
    expect(window.hits).to.equal(1);
    window.advanceTo(13);
    expect(window.hits).to.equal(0);
  });

  it('takes no hit before it has been placed in time', () => {
    const window = ring(3);
    expect(window.add(0, 1, 0)).to.be.false;
    window.advanceTo(1_700_000_000);
    expect(window.hits).to.equal(0);
    expect(window.add(1_700_000_000, 1, 0)).to.be.true;
  });

  it('never moves back', () => {
    const window = ring(5);
    window.advanceTo(10);
    window.add(10, 1, 0);
    window.advanceTo(3);
    expect(window.add(3, 1, 0)).to.be.false;
    expect(window.add(6, 1, 0)).to.be.true;
    expect(window.hits).to.equal(2);
  });

  it('forgets all in a jump over the whole window, and not in one a second shorter', () => {
    for (const [jump, left] of [
      [119, 1],
      [120, 0],
      [121, 0],
      [86_400 * 365, 0],
    ] as const) {
      const window = ring(120);
      window.advanceTo(1000);
      window.add(1000, 1, 0);
      window.advanceTo(1000 + jump);
      expect(window.hits, `${jump}`).to.equal(left);
    }
  });

  it('can be one second long', () => {
    const window = ring(1);
    window.advanceTo(5);
    expect([4, 5, 5].map((second) => window.add(second, 1, 0))).to.deep.equal([false, true, true]);
    expect(window.hits).to.equal(2);
    window.advanceTo(6);
    expect(window.hits).to.equal(0);
  });

  it('agrees with a list of hits that is gone through each time', () => {
    const step = fc.oneof(
      fc.record({ op: fc.constant('move' as const), by: fc.integer({ min: -3, max: 9 }) }),
      fc.record({ op: fc.constant('move' as const), by: fc.integer({ min: 0, max: 500 }) }),
      fc.record({ op: fc.constant('add' as const), by: fc.integer({ min: -12, max: 2 }) }),
    );
    const start = fc.constantFrom(0, -1, -7, -100, 1_700_000_000, 3600 * 24);
    const steps = fc.array(step, { maxLength: 60 });
    const property = fc.property(fc.integer({ min: 1, max: 9 }), start, steps, (size, at, ops) => {
      const window = ring(size);
      const hits: number[] = [];
      let newest = at;
      window.advanceTo(newest);
      for (const { op, by } of ops) {
        if (op === 'move') {
          window.advanceTo(newest + by);
          newest = Math.max(newest, newest + by);
        } else {
          const second = newest + by;
          const inside = second > newest - size && second <= newest;
          if (inside) hits.push(second);
          expect(window.add(second, 1, 0)).to.equal(inside);
        }
        const held = hits.filter((second) => second > newest - size && second <= newest);
        expect(window.hits).to.equal(held.length);
      }
    });
    fc.assert(property, { numRuns: 2000 });
  });
});
