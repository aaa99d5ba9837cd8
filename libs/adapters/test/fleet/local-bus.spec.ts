import { ManualClock, notificationBoardContract, rollupBusContract } from '@hitwatch/testing';

import { LocalBoard, LocalBus } from '../../src/index.ts';

describe('LocalBus', () => {
  rollupBusContract(() => {
    const bus = new LocalBus(new ManualClock());
    return Promise.resolve({ connect: () => Promise.resolve(bus) });
  });
});

describe('LocalBoard', () => {
  notificationBoardContract((count) => {
    const board = new LocalBoard();
    return Promise.resolve(Array.from({ length: count }, () => board));
  });
});
