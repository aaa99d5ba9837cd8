import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';

import type { Disk } from '@hitwatch/ports';
import {
  checkpointOf,
  exampleState,
  FaultyDisk,
  ManualClock,
  rolledUp,
  stateStoreContract,
} from '@hitwatch/testing';
import { expect } from 'chai';
import fc from 'fast-check';

import { decodeState, NodeDisk, StateFolder } from '../../src/index.ts';
import { TemporaryFolder } from '../files/temporary-folder.ts';

const HOST = fc.ipV4();
const LINE = fc
  .tuple(HOST, fc.integer({ min: 0, max: 59 }), fc.webPath())
  .map(
    ([host, second, path]) =>
      `${host} - - [02/Jan/2026:03:04:${String(second).padStart(2, '0')} +0000] ` +
      `"GET ${path === '' ? '/' : path} HTTP/1.1" 200 42\n`,
  );

describe('StateFolder', () => {
  const clock = new ManualClock();
  let folder: TemporaryFolder;
  let path: string;

  beforeEach(() => {
    folder = new TemporaryFolder();
    path = folder.join('dir', 'state');
  });

  afterEach(() => {
    folder.remove();
  });

  const open = (disk: Disk = new NodeDisk()) => StateFolder.open(folder.join('dir'), clock, disk);

  stateStoreContract(open);

  async function savedBytes(): Promise<Uint8Array> {
    const store = await open();
    await store.save(checkpointOf(exampleState()));
    await store.close();
    return readFileSync(path);
  }

  it('gives back whatever was counted', async () => {
    const store = await open();
    let version = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(LINE), fc.array(LINE), async (total, interval) => {
        const { rollup, accounts } = rolledUp(total.join(''));
        const state = exampleState({
          total: rollup,
          accounts,
          interval: rolledUp(interval.join('')).rollup,
        });
        await store.save(checkpointOf(state, version++));
        expect((await store.load()).state).to.deep.equal(state);
      }),
      { numRuns: 30 },
    );
    await store.close();
  });

  it('leaves nothing else in the folder', async () => {
    await savedBytes();
    expect(readdirSync(folder.join('dir'))).to.deep.equal(['state']);
  });

  it('notices that a bit is another one, wherever it is', async function () {
    this.timeout(30_000);
    const bytes = await savedBytes();
    // A prime, so that all eight bits of an octet have their turn; sections.spec.ts has them all.
    for (let bit = 0; bit < bytes.length * 8; bit += bit < 1000 ? 1 : 499) {
      flip(bytes, bit);
      expect(() => decodeState(bytes), `bit ${bit}`).to.throw();
      flip(bytes, bit);
    }
    expect(() => decodeState(bytes)).to.not.throw();
  });

  it('notices wherever it is cut off, and what stands behind it', async () => {
    const bytes = await savedBytes();
    for (let length = 0; length < bytes.length; length += length < 200 ? 1 : 997) {
      expect(() => decodeState(bytes.subarray(0, length)), `${length} bytes`).to.throw();
    }
    expect(() => decodeState(Buffer.concat([bytes, Buffer.alloc(1)]))).to.throw('is damaged');
  });

  const UNUSABLE: readonly (readonly [
    what: string,
    change: (bytes: Buffer) => Buffer,
    why: RegExp,
  ])[] = [
    ['is empty', () => Buffer.alloc(0), /is no state of hitwatch/],
    ['is of another program', () => Buffer.from('{"state":"fine"}'), /is no state of hitwatch/],
    ['is cut off', (bytes) => bytes.subarray(0, 5000), /is cut off/],
    ['has a bit flipped', (bytes) => changed(bytes, bytes.length - 9), /is damaged/],
    ['is of a newer version', (bytes) => changed(bytes, 8), /is of another version/],
    ['is of another machine', (bytes) => changed(bytes, 12), /is of another kind of machine/],
  ];
  for (const [what, change, why] of UNUSABLE) {
    it(`sets a state aside that ${what}`, async () => {
      const bytes = change(Buffer.from(await savedBytes()));
      writeFileSync(path, bytes);
      const store = await open();
      const { state, notices } = await store.load();
      expect(state).to.equal(undefined);
      expect(notices.map(({ code }) => code)).to.deep.equal(['state_set_aside']);
      expect(notices[0]?.message).to.match(why);
      const [aside = ''] = readdirSync(folder.join('dir')).filter((name) => name !== 'lock');
      expect(aside).to.equal('state.damaged-20260102T030405.000Z');
      expect(readFileSync(folder.join('dir', aside))).to.deep.equal(bytes);
      await store.save(checkpointOf(exampleState()));
      expect((await store.load()).state).to.deep.equal(exampleState());
      expect(readFileSync(folder.join('dir', aside))).to.deep.equal(bytes);
      await store.close();
    });
  }

  it('keeps what was forgotten last', async () => {
    const bytes = await savedBytes();
    const store = await open();
    await store.forget();
    expect(existsSync(path)).to.equal(false);
    expect(readFileSync(`${path}.old`)).to.deep.equal(Buffer.from(bytes));
    await store.close();
  });

  describe('on a disk that fails', () => {
    let disk: FaultyDisk;
    let store: StateFolder;
    const older = exampleState({ savedMs: 1 });
    const newer = exampleState({ savedMs: 2, interval: rolledUp('what is this?\n').rollup });

    beforeEach(async () => {
      await (await open()).close();
      disk = new FaultyDisk();
      store = await open(disk);
      await store.save(checkpointOf(older));
    });

    afterEach(async () => {
      await store.close();
    });

    const FAILURES = [
      ['is full', 'room', 'ENOSPC'],
      ['cannot open', 'open', 'EROFS'],
      ['cannot write', 'write', 'EIO'],
      ['cannot sync', 'sync', 'EIO'],
      ['cannot rename', 'rename', 'EACCES'],
    ] as const;
    for (const [what, operation, code] of FAILURES) {
      it(`keeps the old state when it ${what}, and saves the next one`, async () => {
        if (operation === 'room') disk.roomBytes = 5000;
        else disk.fail(operation, code);
        const failure = await store.save(checkpointOf(newer)).catch((error: unknown) => error);
        expect(failure).to.include({ code });
        expect((failure as Error).message).to.match(/^state .*: /);
        disk.mend();
        expect((await store.load()).state).to.deep.equal(older);
        await store.save(checkpointOf(newer));
        expect((await store.load()).state).to.deep.equal(newer);
        expect(store.isLost).to.equal(false);
      });
    }

    it('does with a disk that takes a little at a time', async () => {
      disk.writeBytesMax = 777;
      await store.save(checkpointOf(newer));
      expect((await store.load()).state).to.deep.equal(newer);
    });

    const ENDS = [undefined, { renamesKept: true }, { renamesKept: false }] as const;
    for (const end of ENDS) {
      const how = end === undefined ? 'a crash' : `the power going off (${JSON.stringify(end)})`;
      it(`has one whole state after ${how}, at whatever moment`, async () => {
        const before = disk.operations;
        await store.save(checkpointOf(newer));
        const operations = disk.operations - before;
        for (let after = 0; after < operations; after++) {
          await store.save(checkpointOf(older));
          disk.crashAfter(after);
          await store.save(checkpointOf(newer)).catch(() => undefined);
          disk.restart(end);
          const { state, notices } = await store.load();
          expect(notices, `after ${after}`).to.deep.equal([]);
          expect([1, 2], `after ${after}`).to.include(state?.savedMs);
        }
        await store.save(checkpointOf(newer));
        disk.restart(end);
        expect((await store.load()).state).to.deep.equal(newer);
      });
    }
  });
});

function flip(bytes: Uint8Array, bit: number): void {
  const at = bit >> 3;
  bytes[at] = (bytes[at] ?? 0) ^ (1 << (bit & 7));
}

function changed(bytes: Buffer, at: number): Buffer {
  flip(bytes, at * 8 + 2);
  return bytes;
}
