import { appendFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { expect } from 'chai';
import { eachFollows, type Following, GIVEN_UP_MS } from './following.ts';
import type { TemporaryFolder } from './temporary-folder.ts';

describe('FollowedFile, when its log is renamed', () => {
  let folder: TemporaryFolder;
  let path: string;
  let following: Following;

  eachFollows((log) => ({ folder, path, following } = log));

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
