import type { AlertChange } from '@hitwatch/domain';
import type { AlertHistory } from '@hitwatch/ports';
import { expect } from 'chai';

import { changes } from '../alerts/example-changes.ts';

/** What every `AlertHistory` keeps to. `open` gives one that remembers `past`, oldest first. */
export function alertHistoryContract(
  open: (past: readonly AlertChange[]) => Promise<AlertHistory>,
): void {
  describe('keeps the contract of an alert history', () => {
    it('is empty when there was nothing', async () => {
      expect(await (await open([])).recent(10)).to.deep.equal([]);
    });

    it('gives all there is, oldest first, when there are fewer than wanted', async () => {
      const past = changes(3);
      expect(await (await open(past)).recent(10)).to.deep.equal(past);
      expect(await (await open(past)).recent(3)).to.deep.equal(past);
    });

    it('gives the last ones when there are more', async () => {
      const past = changes(7);
      expect(await (await open(past)).recent(2)).to.deep.equal(past.slice(-2));
    });

    it('gives none when none are wanted', async () => {
      expect(await (await open(changes(2))).recent(0)).to.deep.equal([]);
    });

    it('gives the same when asked again', async () => {
      const history = await open(changes(3));
      expect(await history.recent(2)).to.deep.equal(await history.recent(2));
    });
  });
}
