import {
  appendFileSync,
  copyFileSync,
  mkdirSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { eachFollows, type Following } from './following.ts';
import type { TemporaryFolder } from './temporary-folder.ts';

describe('FollowedFile, when its log is emptied', () => {
  let folder: TemporaryFolder;
  let path: string;
  let following: Following;

  eachFollows((log) => ({ folder, path, following } = log));

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
    writeFileSync(`${path}.3.gz`, gzipSync('on a third day\n'));
    writeFileSync(folder.join('other.log'), 'one\ntwo\nthree\n');
    mkdirSync(`${path}.d`);
    for (const age of ['1', '2', '3.gz']) {
      utimesSync(`${path}.${age}`, 1_767_000_000, 1_767_000_000);
    }
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
