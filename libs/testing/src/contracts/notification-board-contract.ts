import type { NotificationBoard } from '@hitwatch/ports';
import { expect } from 'chai';

/** What every `NotificationBoard` keeps to. `open` gives some that share one board. */
export function notificationBoardContract(
  open: (count: number) => Promise<readonly NotificationBoard[]>,
): void {
  describe('keeps the contract of a notification board', () => {
    it('lets one of many have a claim, and tells the others', async () => {
      const boards = await open(5);
      const claims = await Promise.all(boards.map((board) => board.claim('n.a-1', 1000)));
      const kinds = claims.map(({ kind }) => kind).sort();
      expect(kinds).to.deep.equal(['ours', 'theirs', 'theirs', 'theirs', 'theirs']);
    });

    it('knows what was sent', async () => {
      const [one, other] = await open(2);
      await one?.claim('n.b', 1000);
      expect((await other?.claim('n.b', 1000))?.kind).to.equal('theirs');
      await one?.sent('n.b', 1100);
      expect(await other?.claim('n.b', 1000)).to.deep.equal({ kind: 'sent' });
      expect(await other?.takeOver('n.b', 9000)).to.equal(false);
    });

    it('lets a claim that was not kept be taken over', async () => {
      const [one, other] = await open(2);
      await one?.claim('n.c', 1000);
      expect(await other?.takeOver('n.c', 20_000)).to.equal(true);
      expect(await other?.takeOver('n.none', 20_000)).to.equal(false);
    });

    it('remembers bytes, the last ones', async () => {
      const [one, other] = await open(2);
      expect(await one?.recall('s.state')).to.equal(undefined);
      await one?.remember('s.state', Uint8Array.of(1, 2));
      await one?.remember('s.state', Uint8Array.of(3));
      expect(await other?.recall('s.state')).to.deep.equal(Uint8Array.of(3));
    });
  });
}
