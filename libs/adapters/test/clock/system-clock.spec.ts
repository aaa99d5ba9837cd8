import { clockContract } from '@hitwatch/testing';
import sinon from 'sinon';
import { SystemClock } from '../../src/index.ts';

describe('SystemClock', () => {
  afterEach(() => {
    sinon.restore();
  });

  clockContract((nowMs) => {
    const timers = sinon.useFakeTimers({ now: nowMs, toFake: ['Date'] });
    const pass = (ms: number) => {
      timers.tick(ms);
    };
    return { clock: new SystemClock(), pass };
  });
});
