import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import process from 'node:process';

import { ManualClock } from '@hitwatch/testing';
import { expect } from 'chai';

import { EnvironmentFailure, FolderLock } from '../../src/index.ts';
import { failureOf } from '../files/alert-log-folder.ts';
import { TemporaryFolder } from '../files/temporary-folder.ts';

describe('FolderLock', () => {
  let folder: TemporaryFolder;
  const locks: FolderLock[] = [];

  beforeEach(() => {
    folder = new TemporaryFolder();
  });

  afterEach(async () => {
    for (const lock of locks.splice(0)) await lock.release();
    folder.remove();
  });

  async function take(path = folder.path): Promise<FolderLock> {
    const lock = await FolderLock.take(path, new ManualClock());
    locks.push(lock);
    return lock;
  }

  it('keeps a second one out, and says who has it', async () => {
    const first = await take();
    const failure = await failureOf(take());
    expect(failure).to.include({
      code: 'ELOCKED',
      message: `state ${folder.path}: is in use by another hitwatch, process ${process.pid}`,
    });
    expect(first.isHeld()).to.equal(true);
    expect(readdirSync(folder.path)).to.deep.equal(['lock']);
  });

  it('lets the next one in when it is released', async () => {
    await (await take()).release();
    locks.length = 0;
    expect(readdirSync(folder.path)).to.deep.equal([]);
    expect((await take()).isHeld()).to.equal(true);
  });

  it('takes over from a process that is no more', async () => {
    writeFileSync(folder.join('lock'), ''); // what nobody listens at, as a dead one's socket
    expect((await take()).isHeld()).to.equal(true);
    expect(await failureOf(take())).to.include({ code: 'ELOCKED' });
  });

  it('has one holder when many take over at once', async () => {
    for (let round = 0; round < 20; round++) {
      writeFileSync(folder.join('lock'), '');
      const results = await Promise.allSettled(Array.from({ length: 5 }, () => take()));
      const taken = results.flatMap((result) =>
        result.status === 'fulfilled' ? [result.value] : [],
      );
      for (const result of results) {
        if (result.status === 'rejected') expect(result.reason).to.include({ code: 'ELOCKED' });
      }
      expect(taken.filter((lock) => lock.isHeld())).to.have.length(1);
      for (const lock of locks.splice(0)) await lock.release();
    }
  });

  it('knows when it was removed or replaced', async () => {
    const lock = await take();
    rmSync(folder.join('lock'));
    expect(lock.isHeld()).to.equal(false);
    const other = await take();
    expect(lock.isHeld()).to.equal(false);
    await lock.release();
    locks.shift();
    expect(other.isHeld(), 'the lock of another is left alone').to.equal(true);
  });

  it('believes a holder that does not answer', async function () {
    this.timeout(5000);
    const server = createServer(() => undefined);
    await new Promise<void>((resolve) => server.listen(folder.join('lock'), resolve));
    try {
      expect(await failureOf(take())).to.include({
        code: 'ELOCKED',
        message: `state ${folder.path}: is in use by another hitwatch`,
      });
    } finally {
      server.close();
    }
  });

  it('works where the path is too long for a socket', async function () {
    if (!existsSync('/proc/self/fd')) {
      console.log('skipped: there is no /proc/self/fd here');
      return this.skip();
    }
    const long = folder.join('a'.repeat(120));
    mkdirSync(long);
    await take(long);
    expect(await failureOf(take(long))).to.include({ code: 'ELOCKED' });
    expect(readdirSync(long)).to.deep.equal(['lock']);
  });

  it('refuses a file, and what is not there', async () => {
    writeFileSync(folder.join('file'), '');
    expect(await failureOf(take(folder.join('file')))).to.be.instanceOf(EnvironmentFailure);
    expect(await failureOf(take(folder.join('none')))).to.be.instanceOf(EnvironmentFailure);
  });
});
