import { StateFolder, SystemClock } from '@hitwatch/adapters';

import type { OpenedState } from './container.ts';

/** The folder is this run's from now on, until the store is closed. */
export async function openState(folder: string, isFresh: boolean): Promise<OpenedState> {
  const store = await StateFolder.open(folder, new SystemClock());
  try {
    if (isFresh) await store.forget();
    return { store, ...(await store.load()) };
  } catch (error) {
    await store.close();
    throw error;
  }
}
