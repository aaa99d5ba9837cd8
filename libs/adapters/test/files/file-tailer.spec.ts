import { appendFileSync, existsSync, renameSync, writeFileSync } from 'node:fs';
import { PassThrough } from 'node:stream';
import type { SourceEvent } from '@hitwatch/ports';
import { logSourceContract, ManualClock, ManualSleeper, Pulled } from '@hitwatch/testing';
import { expect } from 'chai';
import sinon from 'sinon';
import {
  EnvironmentFailure,
  FileTailer,
  type Followed,
  FollowedFile,
  FollowedStream,
  NodeFileSystem,
} from '../../src/index.ts';
import { TemporaryFolder } from './temporary-folder.ts';

describe('FileTailer', () => {
  let folder: TemporaryFolder;

  beforeEach(() => {
    folder = new TemporaryFolder();
  });

  afterEach(() => {
    folder.remove();
  });

  function newFollowedFile(
    path: string,
    clock: ManualClock,
    id = 0,
    onReady: () => void = () => undefined,
  ): FollowedFile {
    let streams = id;
    const nextStreamId = () => streams++;
    const files = new NodeFileSystem();
    const findStart = () => 0;
    return new FollowedFile({ path, files, clock, nextStreamId, findStart, resume: [], onReady });
  }

  describe('with a file', () => {
    logSourceContract({ follows: true, ends: false }, () => {
      const clock = new ManualClock();
      const sleeper = new ManualSleeper(clock);
      const path = folder.join('access.log');
      writeFileSync(path, '');
      const file = newFollowedFile(path, clock, 0, () => {
        sleeper.wake();
      });
      return Promise.resolve({
        source: new FileTailer([file], clock, sleeper),
        clock,
        write: (text) => {
          appendFileSync(path, text);
        },
        finish: () => {
          if (existsSync(path)) renameSync(path, `${path}.1`);
        },
        released: () => {
          const open = folder.openFiles();
          return open === undefined ? undefined : open.length === 0;
        },
      });
    });
  });

  describe('with a stream', () => {
    logSourceContract({ follows: true, ends: true }, () => {
      const clock = new ManualClock();
      const sleeper = new ManualSleeper(clock);
      const stdin = new PassThrough();
      const onReady = () => {
        sleeper.wake();
      };
      const stream = new FollowedStream(stdin, { id: 0, path: '-' }, onReady);
      return Promise.resolve({
        source: new FileTailer([stream], clock, sleeper),
        clock,
        write: (text) => {
          stdin.write(text);
        },
        finish: () => {
          stdin.end();
        },
        released: () => stdin.destroyed,
      });
    });
  });

  describe('with several', () => {
    const clock = new ManualClock();
    const start = clock.nowMs();

    function open(...followed: readonly Followed[]): FileTailer {
      return new FileTailer(followed, clock, new ManualSleeper(clock));
    }

    it('takes from each file in turn, so that a busy one does not starve the others', async () => {
      const [busy, quiet] = [folder.join('busy.log'), folder.join('quiet.log')];
      writeFileSync(busy, 'x'.repeat(3_000_000));
      writeFileSync(quiet, 'quiet\n');
      const tailer = open(newFollowedFile(busy, clock), newFollowedFile(quiet, clock, 100));
      const events = [await tailer.next(start), await tailer.next(start), await tailer.next(start)];
      await tailer.close();
      expect(events.map(pathOf)).to.deep.equal([busy, quiet, busy]);
    });

    it('gives signals and streams their turn while it reads a backlog', async () => {
      const path = folder.join('long.log');
      writeFileSync(path, 'x'.repeat(3_000_000));
      const tailer = open(newFollowedFile(path, clock));
      let turned = false;
      setImmediate(() => (turned = true));
      await tailer.next(start);
      await tailer.close();
      expect(turned).to.equal(true);
    });

    it('leaves alone what calls by itself', async () => {
      const stream = new FollowedStream(new PassThrough(), { id: 0, path: '-' }, () => undefined);
      const poll = sinon.spy(stream, 'poll');
      await open(stream).next(clock.nowMs() + 10_000);
      expect(poll.callCount).to.be.at.most(2);
    });

    it('ends when all that it follows has ended', async () => {
      const streams = [new PassThrough(), new PassThrough()];
      const tailer = open(
        ...streams.map(
          (stream, id) => new FollowedStream(stream, { id, path: '-' }, () => undefined),
        ),
      );
      const pulled = new Pulled();
      streams[0]?.end('one\n');
      await pulled.pull(tailer, clock.nowMs() + 200);
      expect(pulled.events.map(({ kind }) => kind)).to.deep.equal(['block', 'finished']);
      streams[1]?.end();
      await pulled.pull(tailer, clock.nowMs() + 200);
      expect(pulled.events.map(({ kind }) => kind).slice(2)).to.deep.equal(['finished', 'end']);
    });

    it('ends at once when there is nothing to follow', async () => {
      expect(await open().next(start + 1000)).to.deep.equal({ kind: 'end' });
    });

    it('rejects when no event can ever come', async () => {
      const broken = new BrokenFollowed();
      const tailer = open(broken);
      expect(await rejection(tailer)).to.be.instanceOf(EnvironmentFailure);
      expect(await rejection(tailer), 'asked again').to.be.instanceOf(EnvironmentFailure);
    });

    it('tells what failed and goes on with the rest', async () => {
      const path = folder.join('access.log');
      writeFileSync(path, 'one\n');
      const tailer = open(new BrokenFollowed(), newFollowedFile(path, clock));
      const pulled = new Pulled();
      await pulled.pull(tailer, clock.nowMs() + 200);
      appendFileSync(path, 'two\n');
      await pulled.pull(tailer, clock.nowMs() + 200);
      await tailer.close();
      expect(pulled.text).to.equal('one\ntwo\n');
      expect(pulled.notices).to.deep.equal(['source_failed']);
    });

    async function rejection(tailer: FileTailer): Promise<unknown> {
      return tailer.next(clock.nowMs() + 1000).then(
        () => 'it did not reject',
        (error: unknown) => error,
      );
    }
  });
});

class BrokenFollowed implements Followed {
  marks(): readonly [] {
    return [];
  }

  readonly pollMs = 50;

  poll(): never {
    throw new EnvironmentFailure('EIO', '-: cannot be read', 'check it');
  }

  close(): void {
    // Nothing is open.
  }
}

function pathOf(event: SourceEvent | undefined): string | undefined {
  return event?.kind === 'block' ? event.stream.path : undefined;
}
