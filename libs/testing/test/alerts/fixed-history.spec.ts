import { alertHistoryContract, FixedHistory } from '../../src/index.ts';

describe('FixedHistory', () => {
  alertHistoryContract((past) => Promise.resolve(new FixedHistory(past)));
});
