import { liveTrafficContract, ManualLiveTraffic } from '../../src/index.ts';

describe('ManualLiveTraffic', () => {
  liveTrafficContract(() => {
    const live = new ManualLiveTraffic();
    live.lines = ['one', 'two'];
    const change = () => {
      live.set({ windowHits: 7 }, { toMs: live.traffic('total').toMs + 1 });
    };
    return { live, change };
  });
});
