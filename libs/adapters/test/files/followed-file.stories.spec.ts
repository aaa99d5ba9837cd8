import {
  appendFileSync,
  copyFileSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import sinon from 'sinon';
import { Following, GIVEN_UP_MS } from './following.ts';
import { betweenSystemCalls } from './system-calls.ts';
import { TemporaryFolder } from './temporary-folder.ts';

describe('FollowedFile', () => {
  let folder: TemporaryFolder;
  let path: string;
  let following: Following;

  beforeEach(() => {
    folder = new TemporaryFolder();
    path = folder.join('access.log');
    following = new Following(path);
  });

  afterEach(async () => {
    await following.source.close();
    folder.remove();
  });

  describe('when its log is renamed', () => {
    beforeEach(async () => {
      writeFileSync(path, 'one\n');
      await following.settle();
    });

    it('reads the old file to its end, and the new one from its beginning', async () => {
      appendFileSync(path, 'two\n');
      renameSync(path, `${path}.1`);
      writeFileSync(path, 'three\n');
      await following.settleForGood();
      expect(following.texts).to.deep.equal(['one\ntwo\n', 'three\n']);
      expect(following.notices).to.deep.equal(['file_rotated']);
    });

    it('puts a half line together when its writer ends it in the renamed file', async () => {
      appendFileSync(path, 'a half ');
      await following.settle();
      renameSync(path, `${path}.1`);
      writeFileSync(path, 'new line\n');
      await following.settle();
      appendFileSync(`${path}.1`, 'line\n');
      await following.settle();
      expect(following.texts).to.deep.equal(['one\na half line\n', 'new line\n']);
    });

    it('keeps the half line of the old file apart from the new file', async () => {
      appendFileSync(path, 'a half ');
      renameSync(path, `${path}.1`);
      writeFileSync(path, 'line\n');
      await following.settleForGood();
      expect(following.texts).to.deep.equal(['one\na half ', 'line\n']);
      expect(following.pulled.streams.map(({ finished }) => finished)).to.deep.equal([true, false]);
    });

    it('goes on with the renamed file for as long as it is written now and then', async () => {
      renameSync(path, `${path}.1`);
      writeFileSync(path, 'new\n');
      let written = 'one\n';
      for (let line = 0; line < 10; line++) {
        await following.settle();
        following.clock.advance(GIVEN_UP_MS - 500);
        appendFileSync(`${path}.1`, `late ${line}\n`);
        written += `late ${line}\n`;
      }
      await following.settle();
      expect(following.texts).to.deep.equal([written, 'new\n']);
      expect(following.pulled.streams[0]?.finished).to.equal(false);
      await following.settleForGood();
      expect(following.pulled.streams[0]?.finished).to.equal(true);
      expect(folder.openFiles() ?? [path]).to.deep.equal([path]);
    });

    it('counts nothing twice when it is moved away and back', async () => {
      renameSync(path, `${path}.moved`);
      await following.settle();
      renameSync(`${path}.moved`, path);
      appendFileSync(path, 'two\n');
      await following.settleForGood();
      appendFileSync(path, 'three\n');
      await following.settleForGood();
      expect(following.texts).to.deep.equal(['one\ntwo\nthree\n']);
      expect(following.notices).to.deep.equal(['file_rotated', 'file_missing', 'file_appeared']);
    });

    it('waits for it when it is deleted', async () => {
      rmSync(path);
      await following.settleForGood();
      expect(following.notices).to.deep.equal(['file_rotated', 'file_missing']);
      writeFileSync(path, 'two\n');
      await following.settle();
      expect(following.texts).to.deep.equal(['one\n', 'two\n']);
      expect(following.notices.slice(2)).to.deep.equal(['file_appeared']);
    });

    it('follows a link to where it leads now', async () => {
      const [first, second] = [folder.join('1.log'), folder.join('2.log')];
      renameSync(path, first);
      symlinkSync(first, path);
      await following.settle();
      appendFileSync(first, 'two\n');
      writeFileSync(second, 'three\n');
      rmSync(path);
      symlinkSync(second, path);
      await following.settleForGood();
      appendFileSync(second, 'four\n');
      await following.settle();
      expect(following.texts).to.deep.equal(['one\ntwo\n', 'three\nfour\n']);
    });
  });

  describe('when its log is emptied', () => {
    const LONG = 'a longer line than any before it\n'.repeat(30);

    beforeEach(async () => {
      writeFileSync(path, 'one\n');
      await following.settle();
    });

    it('reads it from its beginning', async () => {
      truncateSync(path);
      await following.settle();
      appendFileSync(path, 'two\n');
      await following.settle();
      expect(following.texts).to.deep.equal(['one\n', 'two\n']);
      expect(following.notices).to.deep.equal(['file_truncated']);
      expect(following.pulled.streams[0]?.finished).to.equal(true);
    });

    it('sees it by its beginning when it has grown beyond its old end already', async () => {
      const { ino } = statSync(path);
      writeFileSync(path, LONG);
      expect(statSync(path).ino, 'the same file').to.equal(ino);
      await following.settle();
      expect(following.texts).to.deep.equal(['one\n', LONG]);
      expect(following.notices).to.deep.equal(['file_truncated']);
    });

    it('sees it when it has just as many bytes as before', async () => {
      writeFileSync(path, 'two\n');
      await following.settle();
      expect(following.texts).to.deep.equal(['one\n', 'two\n']);
    });

    it('reads what it had not read yet from the copy', async () => {
      appendFileSync(path, 'two\n');
      copyFileSync(path, `${path}.1`);
      writeFileSync(path, LONG);
      await following.settle();
      expect(following.texts).to.deep.equal(['one\ntwo\n', LONG]);
      expect(following.pulled.streams[0]?.finished).to.equal(true);
      expect(folder.openFiles() ?? [path]).to.deep.equal([path]);
    });

    it('finds the copy among many that are older', async () => {
      for (let at = 2; at < 40; at++) {
        writeFileSync(`${path}.${at}`, 'older\n');
        utimesSync(`${path}.${at}`, 1_767_000_000, 1_767_000_000 - at);
      }
      appendFileSync(path, 'two\n');
      copyFileSync(path, `${path}-20260102`);
      truncateSync(path);
      await following.settle();
      expect(following.texts).to.deep.equal(['one\ntwo\n']);
    });

    it('passes over a file that begins alike but does not hold what was read', async () => {
      appendFileSync(path, LONG);
      await following.settle();
      appendFileSync(path, 'two\n');
      copyFileSync(path, `${path}.1`);
      writeFileSync(`${path}.part`, readFileSync(path).subarray(0, 500));
      utimesSync(`${path}.1`, 1_767_000_000, 1_767_000_000);
      truncateSync(path);
      await following.settle();
      expect(following.texts).to.deep.equal([`one\n${LONG}two\n`]);
    });

    it('takes nothing else for the copy', async () => {
      appendFileSync(path, 'two\n');
      await following.settle();
      writeFileSync(`${path}.1`, 'one\n'); // begins alike and is shorter than what was read
      writeFileSync(`${path}.2`, 'on another day\n');
      writeFileSync(`${path}.3.gz`, gzipSync(readFileSync(path)));
      writeFileSync(folder.join('other.log'), 'one\ntwo\nthree\n');
      mkdirSync(`${path}.d`);
      truncateSync(path);
      await following.settle();
      expect(following.texts).to.deep.equal(['one\ntwo\n']);
      expect(following.pulled.streams[0]?.finished).to.equal(true);
    });

    it('finds the copy beside the file that a link leads to', async () => {
      const real = folder.join('real', 'site.log');
      mkdirSync(folder.join('real'));
      renameSync(path, real);
      symlinkSync(real, path);
      await following.settle();
      appendFileSync(real, 'two\n');
      copyFileSync(real, `${real}.1`);
      truncateSync(real);
      await following.settle();
      expect(following.texts).to.deep.equal(['one\ntwo\n']);
    });
  });

  describe('when the disk fails between', () => {
    afterEach(() => {
      sinon.restore();
    });

    it('loses nothing', async () => {
      for (let call = 0; call < 6; call++) {
        const log = folder.join(`${call}.log`);
        writeFileSync(log, 'one\n');
        const other = new Following(log);
        await other.settle();
        appendFileSync(log, 'two\n');
        let calls = 0;
        await betweenSystemCalls(() => {
          if (calls++ === call) throw Object.assign(new Error('EIO: i/o error'), { code: 'EIO' });
        });
        await other.settle();
        sinon.restore();
        await other.settle();
        await other.source.close();
        expect(other.texts, `call ${call}`).to.deep.equal(['one\ntwo\n']);
        expect(other.notices, `call ${call}`).to.deep.equal(['file_unreadable']);
      }
    });
  });
});
