import {
  appendFileSync,
  chmodSync,
  mkdirSync,
  renameSync,
  rmdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import process from 'node:process';
import { expect } from 'chai';
import { eachFollows, Following } from './following.ts';
import type { TemporaryFolder } from './temporary-folder.ts';

describe('FollowedFile', () => {
  let folder: TemporaryFolder;
  let path: string;
  let following: Following;

  eachFollows((log) => ({ folder, path, following } = log));

  /** The notices, and a block where lines came between them. */
  function told(): readonly string[] {
    return following.pulled.events.map((event) =>
      event.kind === 'notice' ? event.notice.code : event.kind,
    );
  }

  function messages(): readonly string[] {
    return following.pulled.events.flatMap((event) =>
      event.kind === 'notice' ? [event.notice.message] : [],
    );
  }

  describe('when its log cannot be read', () => {
    it('waits for one that is not there yet, and says so once', async () => {
      for (let look = 0; look < 5; look++) await following.settle();
      writeFileSync(path, 'one\n');
      await following.settle();
      expect(told()).to.deep.equal(['file_missing', 'file_appeared', 'block']);
      expect(following.texts).to.deep.equal(['one\n']);
      expect(messages()).to.deep.equal([
        `${path}: no such file: waiting for it`,
        `${path} is there now and is followed`,
      ]);
    });

    it('waits for a folder as well', async () => {
      const deep = folder.join('not', 'yet', 'access.log');
      following = new Following(deep);
      await following.settle();
      mkdirSync(folder.join('not', 'yet'), { recursive: true });
      writeFileSync(deep, 'one\n');
      await following.settle();
      expect(told()).to.deep.equal(['file_missing', 'file_appeared', 'block']);
    });

    it('waits when something in the path is a file', async () => {
      writeFileSync(folder.join('file'), '');
      const below = folder.join('file', 'access.log');
      following = new Following(below);
      await following.settle();
      expect(told()).to.deep.equal(['file_missing']);
      rmSync(folder.join('file'));
      mkdirSync(folder.join('file'));
      writeFileSync(below, 'one\n');
      await following.settle();
      // On the way there was no file, which is another reason.
      expect(following.texts).to.deep.equal(['one\n']);
      expect(following.notices.at(-1)).to.equal('file_appeared');
    });

    it('waits for a link that leads nowhere', async () => {
      symlinkSync(folder.join('target.log'), path);
      await following.settle();
      writeFileSync(folder.join('target.log'), 'one\n');
      await following.settle();
      expect(told()).to.deep.equal(['file_missing', 'file_appeared', 'block']);
    });

    it('says that it is a directory, once, and tries again', async () => {
      mkdirSync(path);
      for (let look = 0; look < 3; look++) await following.settle();
      expect(messages()).to.deep.equal([
        `${path}: is a directory: trying again (name the log files in it)`,
      ]);
      rmdirSync(path);
      writeFileSync(path, 'one\n');
      await following.settle();
      expect(following.texts).to.deep.equal(['one\n']);
      expect(told()[0]).to.equal('file_unreadable');
      expect(folder.openFiles() ?? [path]).to.deep.equal([path]);
    });

    it('says that it may not read it, and reads it when it may', async function () {
      if (process.getuid?.() === 0) {
        console.log('skipped: root may read everything');
        return this.skip();
      }
      writeFileSync(path, 'one\n', { mode: 0o000 });
      await following.settle();
      expect(messages()[0]).to.match(/permission denied: trying again \(run as a user who may/);
      chmodSync(path, 0o600);
      await following.settle();
      expect(told()).to.deep.equal(['file_unreadable', 'file_appeared', 'block']);
    });

    it('goes on with the open file when its folder is gone', async () => {
      const deep = folder.join('logs', 'access.log');
      mkdirSync(folder.join('logs'));
      writeFileSync(deep, 'one\n');
      following = new Following(deep);
      await following.settle();
      renameSync(folder.join('logs'), folder.join('moved'));
      writeFileSync(folder.join('logs'), 'now a file');
      appendFileSync(folder.join('moved', 'access.log'), 'two\n');
      await following.settleForGood();
      expect(following.texts).to.deep.equal(['one\ntwo\n']);
    });
  });

  describe('at its start', () => {
    beforeEach(() => {
      writeFileSync(path, 'one\ntwo\n');
    });

    it('begins where it is told to in a file that is there', async () => {
      following = new Following(path, () => 4);
      await following.settle();
      expect(following.pulled.streams.map(({ from }) => from)).to.deep.equal([4]);
      expect(following.texts).to.deep.equal(['two\n']);
    });

    it('begins at the end, and reads what comes then', async () => {
      following = new Following(path, (log) => log.size());
      await following.settle();
      appendFileSync(path, 'three\n');
      await following.settle();
      expect(following.texts).to.deep.equal(['three\n']);
      expect(following.pulled.streams[0]?.from).to.equal(8);
    });

    it('reads the files after it from their first byte', async () => {
      following = new Following(path, (log) => log.size());
      await following.settle();
      renameSync(path, `${path}.1`);
      writeFileSync(path, 'three\n');
      await following.settle();
      expect(following.texts).to.deep.equal(['three\n']);
      expect(following.pulled.streams[0]?.from).to.equal(0);
    });

    it('sees that a file was written anew of which it has read nothing but the end', async () => {
      following = new Following(path, (log) => log.size());
      await following.settle();
      writeFileSync(path, 'a new beginning, longer than the old file\n');
      await following.settle();
      expect(following.pulled.text).to.equal('a new beginning, longer than the old file\n');
      expect(following.notices).to.deep.equal(['file_truncated']);
    });

    it('leaves nothing open when the place to begin cannot be found', async () => {
      const failure = Object.assign(new Error('EIO: read'), { code: 'EIO' });
      following = new Following(path, () => {
        throw failure;
      });
      await following.settle();
      expect(following.notices).to.include('file_unreadable');
      await following.source.close();
      expect(folder.openFiles() ?? []).to.deep.equal([]);
    });

    it('looks for that place again when the file can be read', async () => {
      const failure = Object.assign(new Error('EIO: read'), { code: 'EIO' });
      let tries = 0;
      following = new Following(path, () => {
        if (++tries === 1) throw failure;
        return 4;
      });
      await following.settle();
      expect(following.texts).to.deep.equal(['two\n']);
      expect(following.notices).to.deep.equal(['file_unreadable', 'file_appeared']);
    });

    it('does not hide a mistake of its own', async () => {
      following = new Following(path, () => {
        throw new TypeError('a mistake');
      });
      const outcome = await following.settle().catch((error: unknown) => error);
      expect(outcome).to.be.instanceOf(TypeError);
    });
  });
});
