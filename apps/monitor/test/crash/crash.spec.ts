// Killed at any moment, the monitor goes on as if nothing had happened.
import { expect } from 'chai';

import { Scratch } from '../scratch.ts';
import { crashRun } from './crash-run.ts';
import { logrotateVersion } from './log-rotate.ts';

/** Together as many kills as one test may take; npm run nightly has ten times as many. */
const RUNS = [
  { mode: 'rename', kills: 7, seed: 1 },
  { mode: 'copytruncate', kills: 7, seed: 2 },
  { mode: undefined, kills: 6, seed: 3 },
] as const;

describe('a monitor that is killed again and again', () => {
  const scratches: Scratch[] = [];

  after(async () => {
    for (const scratch of scratches) await scratch.remove();
  });

  for (const { mode, kills, seed } of RUNS) {
    const what = mode === undefined ? 'that is not rotated' : `that logrotate rotates by ${mode}`;
    it(`counts every line of a log ${what} exactly once`, async function () {
      this.timeout(60_000);
      if (mode !== undefined && logrotateVersion() === undefined) {
        console.log('skipped: logrotate is not installed');
        return this.skip();
      }
      const scratch = new Scratch();
      scratches.push(scratch);
      const result = await crashRun(scratch, { mode, kills, seed, linesATick: 6 });
      expect(result.wrong, 'numbers that were not counted once').to.deep.equal([]);
      expect(result.read).to.equal(result.written);
      expect(result.expected.length).to.be.above(4);
      expect(result.alerts).to.deep.equal(result.expected);
      expect(result.states, 'states that were there').to.be.above(kills / 3);
      if (mode !== undefined) expect(result.rotations).to.be.above(1);
    });
  }
});
