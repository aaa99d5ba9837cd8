import type { StateStore } from '@hitwatch/ports';
import { expect } from 'chai';

import { checkpointOf, exampleState } from '../state/example-state.ts';

/** What every `StateStore` keeps to. `open` gives the one store there is, as the next run would. */
export function stateStoreContract(open: () => Promise<StateStore>): void {
  describe('keeps the contract of a state store', () => {
    it('has nothing at first', async () => {
      const store = await open();
      expect(await store.load()).to.deep.equal({ state: undefined, notices: [] });
      await store.close();
    });

    it('gives back what was saved last, to the next run', async () => {
      const first = await open();
      await first.save(checkpointOf(exampleState({ savedMs: 1 })));
      await first.save(checkpointOf(exampleState({ savedMs: 2 })));
      await first.close();
      const next = await open();
      const { state, notices } = await next.load();
      expect(notices).to.deep.equal([]);
      expect(state).to.deep.equal(exampleState({ savedMs: 2 }));
      await next.close();
    });

    it('asks for the total only when it is another one', async () => {
      const store = await open();
      let asked = 0;
      const { total, ...memory } = exampleState();
      const state = () => {
        asked++;
        return total;
      };
      for (const version of [1, 1, 2, 2])
        await store.save({ ...memory, total: { version, state } });
      expect(asked).to.equal(2);
      expect((await store.load()).state?.total).to.deep.equal(total);
      await store.close();
    });

    it('has taken all that it needs when a save has begun', async () => {
      const store = await open();
      const state = exampleState();
      const saved = structuredClone(state);
      const save = store.save(checkpointOf(state));
      state.rules.rules[0]?.windows[0]?.cells.fill(0);
      state.interval.status.hits.fill(7);
      await save;
      expect((await store.load()).state).to.deep.equal(saved);
      await store.close();
    });

    it('says how large the state is', async () => {
      const store = await open();
      expect(await store.save(checkpointOf(exampleState()))).to.be.above(0);
      await store.close();
    });

    it('forgets when it is told to', async () => {
      const store = await open();
      await store.forget();
      await store.save(checkpointOf(exampleState()));
      await store.forget();
      expect((await store.load()).state).to.equal(undefined);
      await store.close();
    });
  });
}
