import type { RollupBus, RollupStream, StoredRollups } from '@hitwatch/ports';
import { expect } from 'chai';

export interface RollupBusSubject {
  /** Another connection to the one engine of a test, which is empty at first. */
  readonly connect: () => Promise<RollupBus>;
}

/** What every `RollupBus` keeps to. */
export function rollupBusContract(open: () => Promise<RollupBusSubject>): void {
  describe('keeps the contract of a rollup bus', () => {
    let bus: RollupBus;
    let other: RollupBus;

    beforeEach(async () => {
      const { connect } = await open();
      bus = await connect();
      other = await connect();
    });

    afterEach(async () => {
      await bus.close();
      await other.close();
    });

    it('delivers what was published, in order, with its agent and its bytes', async () => {
      const stream = other.follow(0);
      for (let at = 0; at < 5; at++) await bus.publish(`web-${at % 2}`, `id-${at}`, bytes(at));
      const got = await taken(stream, 5);
      expect(got.map(({ agent }) => agent)).to.deep.equal([0, 1, 0, 1, 0].map((at) => `web-${at}`));
      expect(got.map(({ payload }) => payload)).to.deep.equal([0, 1, 2, 3, 4].map(bytes));
      const sequences = got.map(({ sequence }) => sequence);
      expect(sequences).to.deep.equal([...new Set(sequences)].sort((a, b) => a - b));
    });

    it('delivers to one who comes later what is there already', async () => {
      for (let at = 0; at < 3; at++) await bus.publish('web-1', `id-${at}`, bytes(at));
      const got = await taken(other.follow(0), 3);
      expect(got.map(({ payload }) => payload)).to.deep.equal([0, 1, 2].map(bytes));
    });

    it('knows a message that is sent twice', async () => {
      const first = await bus.publish('web-1', 'the same', bytes(1));
      const second = await bus.publish('web-1', 'the same', bytes(1));
      expect(first.isDuplicate).to.equal(false);
      expect(second).to.deep.equal({ sequence: first.sequence, isDuplicate: true });
      await bus.publish('web-1', 'another', bytes(2));
      const got = await taken(other.follow(0), 2);
      expect(got.map(({ payload }) => payload)).to.deep.equal([1, 2].map(bytes));
    });

    it('has the last message of each agent, and none of one that it has not heard', async () => {
      expect(await other.last('web-1')).to.equal(undefined);
      for (let at = 0; at < 4; at++) await bus.publish(`web-${at % 2}`, `id-${at}`, bytes(at));
      expect((await other.last('web-0'))?.payload).to.deep.equal(bytes(2));
      expect((await other.last('web-1'))?.payload).to.deep.equal(bytes(3));
      expect((await other.last('web-1'))?.agent).to.equal('web-1');
    });

    it('says when it took a message, never earlier than the one before', async () => {
      for (let at = 0; at < 3; at++) await bus.publish('web-1', `id-${at}`, bytes(at));
      const times = (await taken(other.follow(0), 3)).map(({ atMs }) => atMs);
      expect(times).to.deep.equal([...times].sort((a, b) => a - b));
      expect(times[0]).to.be.above(0);
    });

    it('ends a stream that is closed while somebody waits for it', async () => {
      const stream = other.follow(0);
      const all = taken(stream, Infinity);
      await stream.close();
      expect(await all).to.deep.equal([]);
    });
  });
}

function bytes(at: number): Uint8Array {
  return Uint8Array.of(at, 0, 255);
}

/** The first messages of a stream, which is then closed. */
async function taken(stream: RollupStream, count: number): Promise<StoredRollups[]> {
  const got: StoredRollups[] = [];
  for await (const event of stream) {
    if (event.kind === 'rollups') got.push(event.stored);
    if (got.length === count) await stream.close();
  }
  return got;
}
