import { EventEmitter } from 'node:events';
import { appendFileSync, renameSync, writeFileSync } from 'node:fs';
import { expect } from 'chai';
import { Following } from './following.ts';
import { betweenSystemCalls, leaveSystemCalls, watchWith } from './system-calls.ts';
import { TemporaryFolder } from './temporary-folder.ts';

/** Reads and stats of an open file that a look makes. */
const CALLS_OF_A_LOOK = 3;

describe('FollowedFile, while its log is quiet', () => {
  let folder: TemporaryFolder;
  let path: string;
  let following: Following;

  beforeEach(async () => {
    folder = new TemporaryFolder();
    path = folder.join('access.log');
    writeFileSync(path, 'one\n');
    following = new Following(path);
    await following.settle();
  });

  afterEach(async () => {
    leaveSystemCalls();
    await following.source.close();
    folder.remove();
  });

  /** Lets the log be quiet for `ms`, and writes then. Milliseconds until that was seen. */
  async function seenAfter(ms: number): Promise<number> {
    const writtenMs = following.clock.nowMs() + ms;
    following.clock.plan(writtenMs, () => {
      appendFileSync(path, 'two\n');
    });
    const event = await following.source.next(writtenMs + 10_000);
    expect(event?.kind).to.equal('block');
    return following.clock.nowMs() - writtenMs;
  }

  it('looks four times a second', async () => {
    let calls = 0;
    betweenSystemCalls(() => calls++);
    expect(await following.source.next(following.clock.nowMs() + 10_000)).to.equal(undefined);
    expect(calls).to.be.within(40 * CALLS_OF_A_LOOK, 45 * CALLS_OF_A_LOOK);
  });

  it('looks more often where it cannot be told of changes', async () => {
    watchWith(() => {
      throw Object.assign(new Error('ENOSPC: watchers'), { code: 'ENOSPC' });
    });
    expect(await seenAfter(5001)).to.be.within(0, 100);
  });

  it('looks more often when it is not told any more', async () => {
    const watcher = new Watcher();
    let watchers = 0;
    watchWith(() => {
      if (watchers++ > 0) throw new Error('none is left');
      return watcher;
    });
    following.clock.plan(following.clock.nowMs() + 5000, () => {
      watcher.emit('error', new Error('the queue overflowed'));
    });
    expect(await seenAfter(9001)).to.be.within(0, 100);
    expect(watchers).to.be.above(1);
  });

  it('sees what it is not told of', async () => {
    watchWith(() => new Watcher());
    for (const ms of [5001, 333]) expect(await seenAfter(ms)).to.be.within(0, 250);
  });

  it('is told of one change, and looks by itself while there are more', async () => {
    let watchers = 0;
    let tell: () => void = () => undefined;
    watchWith((onChange) => {
      tell = onChange;
      watchers++;
      return new Watcher(() => watchers--);
    });
    await following.source.next(following.clock.nowMs() + 1000);
    expect(watchers, 'while it is quiet').to.equal(1);
    appendFileSync(path, 'two\n');
    tell();
    expect(watchers, 'after a change').to.equal(0);
    for (let line = 0; line < 100; line++) {
      appendFileSync(path, 'more\n');
      await following.pulled.pull(following.source, following.clock.nowMs() + 50);
      expect(watchers, 'while lines come').to.equal(0);
    }
  });

  it('goes on looking often for late lines of a rotated file', async () => {
    renameSync(path, `${path}.1`);
    writeFileSync(path, 'new\n');
    await following.settle();
    path = `${path}.1`;
    expect(await seenAfter(5001)).to.be.within(0, 100);
  });
});

/** Tells nothing. */
class Watcher extends EventEmitter {
  readonly #onClose: () => void;

  constructor(onClose: () => void = () => undefined) {
    super();
    this.#onClose = onClose;
  }

  close(): void {
    this.#onClose();
  }
}
