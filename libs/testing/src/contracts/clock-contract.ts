import type { Clock } from '@hitwatch/domain';
import { expect } from 'chai';

export interface ClockSubject {
  readonly clock: Clock;
  /** Lets time pass. */
  readonly pass: (ms: number) => void;
}

/** What every `Clock` keeps to. `open` gives one that stands at `nowMs`. */
export function clockContract(open: (nowMs: number) => ClockSubject): void {
  describe('keeps the contract of a clock', () => {
    it('tells milliseconds since the Unix epoch', () => {
      const nowMs = Date.UTC(2026, 2, 29, 0, 59, 59, 999);
      expect(open(nowMs).clock.nowMs()).to.equal(nowMs);
    });

    it('stands still while no time passes', () => {
      const { clock } = open(1_000_000);
      expect(clock.nowMs()).to.equal(clock.nowMs());
    });

    it('goes on as time passes', () => {
      const { clock, pass } = open(1_000_000);
      pass(1);
      expect(clock.nowMs()).to.equal(1_000_001);
      pass(3_600_000);
      expect(clock.nowMs()).to.equal(4_600_001);
    });
  });
}
