// Killed at any moment, the monitor goes on as if nothing had happened.
import { expect } from 'chai';

import { Scratch } from '../scratch.ts';
import { type CrashResult, crashRun } from './crash-run.ts';
import { logrotateVersion } from './log-rotate.ts';

/** Twenty kills together; npm run nightly has two hundred of each. */
const RUNS = [
  { mode: 'rename', kills: 7, seed: 1, linesATick: 4 },
  { mode: 'copytruncate', kills: 7, seed: 2, linesATick: 4 },
  { mode: undefined, kills: 6, seed: 3, linesATick: 4 },
] as const;

describe('a monitor that is killed again and again', () => {
  const results = new Map<string | undefined, Promise<CrashResult>>();
  const scratches: Scratch[] = [];

  before(async function () {
    this.timeout(120_000);
    const hasRotation = logrotateVersion() !== undefined;
    const possible = RUNS.filter(({ mode }) => mode === undefined || hasRotation);
    // Side by side, because they mostly wait.
    for (const plan of possible) {
      const scratch = new Scratch();
      scratches.push(scratch);
      results.set(plan.mode, crashRun(scratch, plan));
    }
    await Promise.allSettled(results.values());
  });

  after(async () => {
    for (const scratch of scratches) await scratch.remove();
  });

  for (const { mode, kills } of RUNS) {
    const what = mode === undefined ? 'that is not rotated' : `that logrotate rotates by ${mode}`;
    it(`counts every line of a log ${what} exactly once, with the same alerts`, async function () {
      const result = await results.get(mode);
      if (result === undefined) {
        console.log('skipped: logrotate is not installed');
        return this.skip();
      }
      expect(result.wrong, 'numbers that were not counted once').to.deep.equal([]);
      expect(result.read).to.equal(result.written);
      expect(result.expected.length).to.be.above(4);
      expect(result.alerts).to.deep.equal(result.expected);
      expect(result.states, 'states that were there').to.be.above(kills / 3);
      if (mode !== undefined) expect(result.rotations).to.be.above(1);
    });
  }
});
