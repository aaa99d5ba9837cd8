import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  copyFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { gzipSync } from 'node:zlib';
import { type FileCall, FaultyFileSystem } from '@hitwatch/testing';
import { expect } from 'chai';
import { NodeFileSystem } from '../../src/index.ts';
import { Following } from './following.ts';
import { TemporaryFolder } from './temporary-folder.ts';

/** What a log goes through while calls fail. */
const EVENTS: Readonly<Record<string, (path: string) => void>> = {
  'is written': (path) => {
    appendFileSync(path, 'two\n');
  },
  'is renamed and made anew': (path) => {
    appendFileSync(path, 'two\n');
    renameSync(path, `${path}.1`);
    writeFileSync(path, 'three\n');
  },
  'is rotated twice and packed': (path) => {
    appendFileSync(path, 'two\n');
    writeFileSync(`${path}.2.gz`, gzipSync('one\ntwo\n'));
    rmSync(path);
    writeFileSync(`${path}.1`, 'between\n');
    writeFileSync(path, 'three\n');
  },
  'is copied and emptied': (path) => {
    appendFileSync(path, 'two\n');
    copyFileSync(path, `${path}.1`);
    truncateSync(path);
    appendFileSync(path, 'three\n');
  },
};

const CALLS: readonly FileCall[] = ['open', 'status', 'statusAt', 'read', 'list', 'realPath'];
const CODES = ['EIO', 'EMFILE', 'EINTR'] as const;
/** Calls of a look, more than any makes. */
const CALLS_MAX = 25;

describe('FollowedFile, when calls fail', () => {
  let folder: TemporaryFolder;
  let path: string;
  let files: FaultyFileSystem;
  let following: Following;

  beforeEach(async () => {
    begin();
    await following.settle();
  });

  afterEach(async () => {
    await end();
  });

  function begin(): void {
    folder = new TemporaryFolder();
    path = folder.join('access.log');
    files = new FaultyFileSystem(new NodeFileSystem());
    following = new Following(path, undefined, files);
  }

  async function end(): Promise<void> {
    await following.source.close();
    expect(files.openFiles, 'open files').to.equal(0);
    folder.remove();
  }

  for (const [what, happen] of Object.entries(EVENTS)) {
    for (const code of CODES) {
      it(`gives every byte once when its log ${what} and ${code} comes`, async () => {
        for (const call of CALLS) {
          for (let after = 0; after < CALLS_MAX; after++) {
            await end();
            begin();
            writeFileSync(path, 'one\n');
            await following.settle();
            happen(path);
            files.fail({ code, calls: [call], after, times: 3 });
            await following.settle();
            await following.settle();
            files.mend();
            await following.settleForGood();
            const where = `${call}, call ${after}`;
            const text = following.texts.join('').split('\n').sort().join(' ').trim();
            expect(text, where).to.equal(wanted(what));
            const told = following.notices.filter((notice) => notice === 'file_unreadable');
            expect(told.length, `${where}: notices`).to.be.at.most(code === 'EINTR' ? 0 : 2);
            if (files.failures === 0) break;
          }
        }
      }).timeout(60_000);
    }
  }

  it('reads whole what comes in short reads', async () => {
    files.readBytesMax = 3;
    writeFileSync(path, 'one\n');
    await following.settle();
    appendFileSync(path, 'two\n');
    copyFileSync(path, `${path}.1`);
    truncateSync(path);
    appendFileSync(path, 'three\n');
    await following.settleForGood();
    expect(following.texts.join('')).to.equal('one\ntwo\nthree\n');
  });

  it('is told of permission that is taken once, and goes on when it is given back', async () => {
    writeFileSync(path, 'one\n');
    files.fail({ code: 'EACCES', calls: ['open'], path });
    for (let look = 0; look < 5; look++) await following.settle();
    files.mend();
    await following.settle();
    expect(following.texts).to.deep.equal(['one\n']);
    const told = following.notices.filter((notice) => notice === 'file_unreadable');
    expect(told).to.have.length(1);
  });

  it('waits for a file that goes between a look and opening it', async () => {
    writeFileSync(path, 'one\n');
    files.fail({ code: 'ENOENT', calls: ['open'], path, times: 2 });
    await following.settle();
    expect(following.texts).to.deep.equal(['one\n']);
  });

  describe('because it is no log', () => {
    const kinds: Readonly<Record<string, () => Promise<() => void>>> = {
      'a named pipe': () => {
        execFileSync('mkfifo', [path]);
        return Promise.resolve(() => undefined);
      },
      'a device without an end': () => {
        symlinkSync('/dev/zero', path);
        return Promise.resolve(() => undefined);
      },
      'a socket': () =>
        new Promise((resolve) => {
          const server = createServer().listen(path, () => {
            resolve(() => server.close());
          });
        }),
    };

    for (const [kind, make] of Object.entries(kinds)) {
      it(`refuses ${kind} in one line, and reads the file that comes after it`, async () => {
        const unmake = await make();
        for (let look = 0; look < 3; look++) await following.settle();
        const told = following.pulled.events.flatMap((event) =>
          event.kind === 'notice' ? [event.notice.message] : [],
        );
        const remedy = 'name a log file; what comes through a pipe is read with -';
        expect(told.slice(1)).to.deep.equal([
          `${path}: is no regular file: trying again (${remedy})`,
        ]);
        rmSync(path, { force: true });
        unmake();
        writeFileSync(path, 'one\n');
        await following.settle();
        expect(following.texts).to.deep.equal(['one\n']);
      });
    }
  });
});

function wanted(what: string): string {
  if (what === 'is written') return 'one two';
  return what === 'is rotated twice and packed' ? 'between one three two' : 'one three two';
}
