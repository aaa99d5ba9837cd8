import { RememberingStore, stateStoreContract } from '../../src/index.ts';

describe('RememberingStore', () => {
  let store: RememberingStore;

  beforeEach(() => {
    store = new RememberingStore();
  });

  stateStoreContract(() => {
    store = new RememberingStore(store.state);
    return Promise.resolve(store);
  });
});
