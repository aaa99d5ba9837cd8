import type { Checkpoint, Notice } from '@hitwatch/ports';
import { checkpointOf, exampleState, ManualClock, RememberingStore } from '@hitwatch/testing';
import { expect } from 'chai';

import { Checkpoints } from '../../src/checkpoints.ts';

describe('Checkpoints', () => {
  let clock: ManualClock;
  let store: RememberingStore;
  let notices: Notice[];
  let checkpoints: Checkpoints;

  const take = (): Checkpoint => checkpointOf(exampleState({ savedMs: clock.nowMs() }));

  beforeEach(() => {
    clock = new ManualClock();
    store = new RememberingStore();
    notices = [];
    checkpoints = new Checkpoints(store, clock, (notice) => notices.push(notice));
  });

  /** Time passes, and the loop looks four times a second. */
  async function pass(seconds: number, busy = true): Promise<void> {
    for (let quarter = 0; quarter < seconds * 4; quarter++) {
      if (busy) checkpoints.touch();
      checkpoints.look(take);
      await settled();
      clock.advance(250);
    }
  }

  it('are a second apart while something changes', async () => {
    await pass(10);
    expect(store.saves).to.equal(10);
  });

  it('are not written when nothing has changed', async () => {
    await pass(1);
    await pass(2, false);
    const { saves } = store;
    await pass(5, false);
    expect(store.saves).to.equal(saves);
  });

  it('are written at once after an alert', async () => {
    await pass(1);
    checkpoints.touch();
    checkpoints.look(take);
    await settled();
    const { saves } = store;
    checkpoints.hurry();
    checkpoints.look(take);
    expect(store.saves).to.equal(saves + 1);
  });

  it('are further apart where the state is large', async () => {
    store.sizeBytes = 5 * (1 << 20);
    await pass(20);
    expect(store.saves).to.equal(4);
  });

  it('go on when the wall clock is set back by an hour', async () => {
    await pass(1);
    clock.set(clock.nowMs() - 3_600_000);
    const { saves } = store;
    await pass(3);
    expect(store.saves - saves).to.be.within(2, 3);
  });

  it('are never written two at a time', async () => {
    let release: () => void = () => undefined;
    store.delay = new Promise((resolve) => (release = resolve));
    await pass(5);
    expect(store.saves).to.equal(1);
    release();
    await pass(6);
    expect(store.saves).to.be.above(1); // the store throws for a second one at a time
  });

  it('give a slow disk as much rest as it had work', async () => {
    let release: () => void = () => undefined;
    store.delay = new Promise((resolve) => (release = resolve));
    await pass(10);
    release();
    store.delay = Promise.resolve();
    await settled();
    const { saves } = store;
    await pass(9);
    expect(store.saves).to.equal(saves);
    await pass(2);
    expect(store.saves).to.equal(saves + 1);
  });

  it('that fail are told once, tried again, and told when they succeed', async () => {
    store.fail('state kept: the disk is full');
    await pass(5);
    expect(notices).to.deep.equal([
      {
        code: 'state_unsaved',
        message: 'state kept: the disk is full: not saved, trying again',
      },
    ]);
    expect(store.saves).to.be.above(3);
    store.mend();
    await pass(3, false);
    expect(notices.map(({ code }) => code)).to.deep.equal(['state_unsaved', 'state_saved']);
    expect(store.state).to.not.equal(undefined);
  });

  it('end the run when the state belongs to another one', async () => {
    store.fail('its lock was taken');
    store.isLost = true;
    checkpoints.look(take);
    await settled();
    expect(() => {
      checkpoints.look(take);
    }).to.throw('its lock was taken');
  });

  describe('at the end', () => {
    it('wait for the one that is being written, and write the rest', async () => {
      let release: () => void = () => undefined;
      store.delay = new Promise((resolve) => (release = resolve));
      checkpoints.look(take);
      clock.advance(10);
      checkpoints.touch();
      const end = checkpoints.finish(take);
      release();
      await end;
      expect(store.state?.savedMs).to.equal(clock.nowMs());
    });

    it('write nothing when nothing has changed', async () => {
      await pass(1, false);
      const { saves } = store;
      await checkpoints.finish(take);
      expect(store.saves).to.equal(saves);
    });

    it('tell that it could not be written', async () => {
      store.fail();
      await checkpoints.finish(take);
      expect(notices.map(({ code }) => code)).to.deep.equal(['state_unsaved']);
    });
  });
});

/** Lets what is promised happen. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 3; turn++) await new Promise(setImmediate);
}
