import type { Clock } from '@hitwatch/domain';
import type { Sleeper } from '@hitwatch/ports';
import { expect } from 'chai';

export interface SleeperSubject {
  readonly sleeper: Sleeper;
  readonly clock: Clock;
  /**
   * Lets time pass and everything happen that is due then. Nothing to do for a sleeper that moves
   * the clock.
   */
  readonly pass: (ms: number) => Promise<void>;
}

/** Longest delay of a timer; a longer one fires at once. */
const TIMER_MS_MAX = 2 ** 31 - 1;

/** What every `Sleeper` keeps to. */
export function sleeperContract(open: () => SleeperSubject): void {
  describe('keeps the contract of a sleeper', () => {
    let subject: SleeperSubject;

    beforeEach(() => {
      subject = open();
    });

    it('sleeps until the deadline', async () => {
      const sleep = begin(100);
      await subject.pass(1000);
      expect(sleep.endedAfterMs).to.equal(100);
    });

    it('sleeps again', async () => {
      const first = begin(100);
      await subject.pass(100);
      await first.end;
      const second = begin(50);
      await subject.pass(50);
      expect([first.endedAfterMs, second.endedAfterMs]).to.deep.equal([100, 50]);
    });

    it('does not sleep when the deadline is now or past', async () => {
      const sleeps = [begin(0)];
      await sleeps[0]?.end;
      sleeps.push(begin(-1000));
      await sleeps[1]?.end;
      expect(sleeps.map((sleep) => sleep.endedAfterMs)).to.deep.equal([0, 0]);
    });

    it('sleeps longer than a timer can run', async () => {
      const sleep = begin(3 * TIMER_MS_MAX);
      await subject.pass(TIMER_MS_MAX + 10);
      await subject.pass(2 * TIMER_MS_MAX);
      expect(sleep.endedAfterMs).to.equal(3 * TIMER_MS_MAX);
    });

    it('wakes at once', async () => {
      const sleep = begin(100);
      subject.sleeper.wake();
      await sleep.end;
      expect(sleep.endedAfterMs).to.equal(0);
    });

    it('sleeps without a deadline until somebody wakes it', async () => {
      const sleep = begin(Infinity);
      await subject.pass(100_000);
      expect(sleep.endedAfterMs).to.equal(undefined);
      subject.sleeper.wake();
      await sleep.end;
      expect(sleep.endedAfterMs).to.be.a('number');
    });

    it('keeps a call to wake for the next sleep when nobody sleeps', async () => {
      subject.sleeper.wake();
      const sleep = begin(100);
      await sleep.end;
      expect(sleep.endedAfterMs).to.equal(0);
    });

    it('keeps one such call, however many there were', async () => {
      subject.sleeper.wake();
      subject.sleeper.wake();
      await begin(100).end;
      const sleep = begin(100);
      await subject.pass(1000);
      expect(sleep.endedAfterMs).to.equal(100);
    });

    it('has forgotten the call that ended a sleep', async () => {
      const first = begin(100);
      subject.sleeper.wake();
      await first.end;
      const second = begin(100);
      await subject.pass(1000);
      expect(second.endedAfterMs).to.equal(100);
    });

    it('is not woken later by the deadline of a sleep that was ended', async () => {
      const first = begin(100);
      subject.sleeper.wake();
      await first.end;
      const second = begin(500);
      await subject.pass(1000);
      expect(second.endedAfterMs).to.equal(500);
    });

    interface Sleep {
      readonly end: Promise<void>;
      endedAfterMs: number | undefined;
    }

    function begin(ms: number): Sleep {
      const { clock, sleeper } = subject;
      const startMs = clock.nowMs();
      const sleep: Sleep = {
        end: sleeper.sleepUntil(startMs + ms).then(() => {
          sleep.endedAfterMs = clock.nowMs() - startMs;
        }),
        endedAfterMs: undefined,
      };
      return sleep;
    }
  });
}
