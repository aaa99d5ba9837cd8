import type { RuleTransition } from '@hitwatch/domain';
import { SILENT_HOSTS } from '@hitwatch/domain';
import { ManualClock } from '@hitwatch/testing';
import { expect } from 'chai';

import { LocalBoard, NotificationClaims } from '../../src/index.ts';

const TRANSITION: RuleTransition = {
  ...{ rule: SILENT_HOSTS, group: 'web-1', kind: 'triggered', severity: 'critical', second: 7 },
  ...{ metric: 'silence_seconds', windowSeconds: 30, numerator: 30, divisor: 1, threshold: 30 },
  ...{ recovery: 30, startSecond: 7, startValue: 30, peakValue: 30, muted: false },
};

describe('NotificationClaims', () => {
  const clock = new ManualClock();
  let told: string[];
  const telling = (name: string) => () => {
    told.push(name);
    return Promise.resolve();
  };
  const failing = () => Promise.reject(new Error('the channel is down'));

  beforeEach(() => {
    told = [];
  });

  it('has one of many monitors tell', async () => {
    const board = new LocalBoard();
    const all = Array.from({ length: 5 }, () => new NotificationClaims(board, clock));
    for (const claims of all) claims.add(TRANSITION);
    for (let round = 0; round < 5; round++) {
      for (const claims of all) await claims.look(telling('one'));
      clock.advance(10_000);
    }
    expect(told).to.deep.equal(['one']);
    expect(all.map(({ waiting }) => waiting)).to.deep.equal([0, 0, 0, 0, 0]);
  });

  it('has another one tell when the one that claimed it is gone', async () => {
    const board = new LocalBoard();
    const gone = new NotificationClaims(board, clock);
    const other = new NotificationClaims(board, clock);
    gone.add(TRANSITION);
    other.add(TRANSITION);
    await gone.look(failing);
    await other.look(telling('other'));
    expect(told).to.deep.equal([]);
    clock.advance(10_000);
    await other.look(telling('other'));
    expect(told).to.deep.equal(['other']);
    await gone.look(telling('gone'));
    expect(told, 'the one that comes back learns of it').to.deep.equal(['other']);
  });

  it('tells by itself, once, when nobody can be asked for long', async () => {
    const board = new LocalBoard();
    board.claim = () => Promise.reject(new Error('away'));
    board.sent = () => Promise.reject(new Error('away'));
    const claims = new NotificationClaims(board, clock);
    claims.add(TRANSITION);
    for (let second = 0; second < 29; second++) {
      await claims.look(telling('alone'));
      clock.advance(1000);
    }
    expect(told).to.deep.equal([]);
    for (let second = 0; second < 5; second++) {
      clock.advance(1000);
      await claims.look(telling('alone'));
    }
    expect(told).to.deep.equal(['alone']);
  });
});
