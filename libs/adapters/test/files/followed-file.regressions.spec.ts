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
import { FaultyFileSystem } from '@hitwatch/testing';
import { expect } from 'chai';
import { NodeFileSystem } from '../../src/index.ts';
import { eachFollows, Following } from './following.ts';
import type { TemporaryFolder } from './temporary-folder.ts';

/** Files get times far enough from each other and from now, by hand. */
const EPOCH_S = 1_700_000_000;

/** Writes to the old file and then to the new one, just before the new one is read. */
class WrittenBeforeRead extends NodeFileSystem {
  beforeRead: (() => void) | undefined;
  readonly #path: string;
  #fd: number | undefined;

  constructor(path: string) {
    super();
    this.#path = path;
  }

  override open(path: string): number {
    const fd = super.open(path);
    if (path === this.#path) this.#fd = fd;
    return fd;
  }

  override read(fd: number, buffer: Uint8Array, position: number): number {
    if (fd === this.#fd) {
      this.beforeRead?.();
      this.beforeRead = undefined;
    }
    return super.read(fd, buffer, position);
  }
}

describe('FollowedFile, what it once counted wrong', () => {
  let folder: TemporaryFolder;
  let path: string;
  let following: Following;
  let now: Following | undefined;
  eachFollows((log) => {
    ({ folder, path, following } = log);
  });

  afterEach(async () => {
    await now?.source.close();
    now = undefined;
  });

  /** Lines that were given by the one before a restart and by the one after it. */
  function lines(...followings: readonly Following[]): readonly string[] {
    const text = followings.flatMap(({ texts }) => texts).join('');
    return text.trim().split('\n').sort();
  }

  function write(name: string, text: string, second: number): void {
    appendFileSync(name, text);
    utimesSync(name, EPOCH_S + second, EPOCH_S + second);
  }

  function pack(name: string): void {
    const { mtimeMs } = statSync(name);
    writeFileSync(`${name}.gz`, gzipSync(readFileSync(name)));
    utimesSync(`${name}.gz`, mtimeMs / 1000, mtimeMs / 1000);
    rmSync(name);
  }

  function rotateCopy(second: number): void {
    for (let age = 99; age > 0; age--) {
      if (statSync(`${path}.${age}`, { throwIfNoEntry: false }) === undefined) continue;
      renameSync(`${path}.${age}`, `${path}.${age + 1}`);
    }
    copyFileSync(path, `${path}.1`);
    utimesSync(`${path}.1`, EPOCH_S + second, EPOCH_S + second);
    truncateSync(path);
    utimesSync(path, EPOCH_S + second, EPOCH_S + second);
  }

  /** Until it is told that old files have been found, before they are read. */
  async function glanceUntilFound(): Promise<void> {
    for (let looks = 0; looks < 5 && !following.notices.includes('file_rotated'); looks++) {
      await following.glance();
    }
  }

  it('took the log that was packed while it was open for one that was read', async () => {
    write(path, '', 1);
    await following.settle();
    write(path, 'one, which is in a copy\n', 2);
    rotateCopy(3);
    write(path, 'two, which nobody has read yet\n', 4);
    renameSync(`${path}.1`, `${path}.2`);
    renameSync(path, `${path}.1`);
    pack(`${path}.1`);
    await glanceUntilFound();
    now = await following.restart(path);
    await now.settleForGood();
    const expected = ['one, which is in a copy', 'two, which nobody has read yet'];
    expect(lines(following, now)).to.deep.equal(expected);
  });

  it('read an old file again in the next run that was written to late', async () => {
    write(path, 'one\n', 1);
    await following.settle();
    renameSync(path, `${path}.1`);
    write(path, '', 2);
    await following.settle();
    write(`${path}.1`, 'late\n', 3);
    await following.settleForGood();
    now = await following.restart(path);
    write(path, 'two\n', 4);
    await now.settleForGood();
    expect(lines(following, now)).to.deep.equal(['late', 'one', 'two']);
  });

  it('took an old file that was written to late for the newest', async () => {
    write(path, 'one, in the file that is renamed\n', 1);
    await following.settle();
    renameSync(path, `${path}.1`);
    write(path, 'two, in the first copy\n', 2);
    await following.settle();
    rotateCopy(3);
    write(path, 'three, in the second copy\n', 4);
    await following.settle();
    rotateCopy(5);
    rotateCopy(6);
    rmSync(path);
    now = await following.restart(path);
    write(`${path}.4`, 'late, in the renamed file\n', 7);
    await now.settle();
    await now.settleForGood();
    await now.settleForGood();
    const given = lines(following, now).map((line) => line.split(',')[0]);
    expect(given).to.deep.equal(['late', 'one', 'three', 'two']);
  });

  it('gave up a file with one newer, since seventeen were found at once', async () => {
    const dated = (day: number) => `${path}-202601${String(day).padStart(2, '0')}`;
    write(path, '0, in a file of its own\n', 1);
    await following.settle();
    for (let day = 1; day <= 18; day++) {
      renameSync(path, dated(day));
      write(path, `${day}, in a file of its own\n`, 10 * day);
    }
    await following.settle();
    write(dated(17), 'late, in one of the newest\n', 190);
    await following.settleForGood();
    const given = lines(following).map((line) => line.split(',')[0]);
    expect(given).to.include('late').and.have.length(20);
  });

  it('passed over what came before late lines of a renamed file that is gone', async () => {
    const files = new FaultyFileSystem(new NodeFileSystem());
    write(path, 'one\n', 1);
    now = new Following(path, undefined, files);
    await now.settle();
    for (const call of ['open', 'statusAt'] as const) {
      files.fail({ code: 'EACCES', calls: [call], path });
    }
    renameSync(path, `${path}.2`);
    write(`${path}.1`, 'two\n', 2);
    write(path, 'three\n', 4);
    write(`${path}.2`, 'late\n', 3);
    await now.settle();
    rmSync(`${path}.2`);
    files.mend();
    await now.settleForGood();
    expect(lines(now)).to.deep.equal(['late', 'one', 'three', 'two']);
  });

  it('gave what came to the new file before what was written to the old one earlier', async () => {
    const files = new WrittenBeforeRead(path);
    writeFileSync(path, 'one\n');
    now = new Following(path, undefined, files);
    await now.settle();
    renameSync(path, `${path}.1`);
    writeFileSync(path, 'three\n');
    await now.settle();
    const { length } = now.pulled.events;
    files.beforeRead = () => {
      appendFileSync(`${path}.1`, 'two\n');
      appendFileSync(path, 'four\n');
    };
    await now.settleForGood();
    const [first] = now.pulled.events.slice(length);
    const [old] = now.pulled.streams;
    expect(now.texts).to.deep.equal(['one\ntwo\n', 'three\nfour\n']);
    expect(first?.kind === 'block' && first.stream.id).to.equal(old?.stream.id);
  });

  it('lost what was copied away while it looked for what was copied before', async () => {
    write(path, '', 1);
    await following.settle();
    write(path, 'one\n', 2);
    rotateCopy(3);
    await glanceUntilFound();
    write(path, 'two\n', 4);
    rotateCopy(5);
    write(path, 'three\n', 6);
    rotateCopy(7);
    await following.settleForGood();
    expect(lines(following)).to.deep.equal(['one', 'three', 'two']);
  });

  it('waited for ten seconds after sixteen rotations', async () => {
    writeFileSync(path, 'line 0\n');
    for (let line = 1; line <= 40; line++) {
      await following.settle();
      renameSync(path, `${path}-202611010000${String(line).padStart(2, '0')}`);
      writeFileSync(path, `line ${line}\n`);
    }
    await following.settle();
    expect(lines(following)).to.have.length(41);
  });

  it('lost nothing of forty copies when it is killed at each look', async () => {
    write(path, '', 1);
    await following.settle();
    for (let line = 1; line <= 40; line++) {
      write(path, `line ${line}, longer than what tells files\n`, 2 * line);
      rotateCopy(2 * line + 1);
    }
    const killed = [following];
    for (let kill = 0; kill < 60; kill++) {
      const last = killed.at(-1) ?? following;
      await last.glance();
      killed.push(await last.restart(path));
    }
    now = killed.at(-1);
    await now?.settleForGood();
    expect(lines(...killed)).to.have.length(40);
  });

  describe('where old files stand', () => {
    it('finds them in a folder below', async () => {
      writeFileSync(path, 'one\n');
      await following.settle();
      appendFileSync(path, 'two\n');
      mkdirSync(folder.join('old'));
      renameSync(path, folder.join('old', 'access.log.2'));
      writeFileSync(folder.join('old', 'access.log.1'), 'three\n');
      writeFileSync(path, 'four\n');
      now = await following.restart(path);
      await now.settleForGood();
      expect(lines(following, now)).to.deep.equal(['four', 'one', 'three', 'two']);
    });

    it('finds those between when a link leads to another date', async () => {
      const dated = (day: number) => folder.join(`access-2026110${day}.log`);
      writeFileSync(dated(1), 'one\n');
      symlinkSync(dated(1), path);
      await following.settle();
      appendFileSync(dated(1), 'two\n');
      writeFileSync(dated(2), 'three\n');
      writeFileSync(dated(3), 'four\n');
      rmSync(path);
      symlinkSync(dated(3), path);
      await following.settleForGood();
      expect(lines(following)).to.deep.equal(['four', 'one', 'three', 'two']);
    });

    it('goes on in a folder that was moved away and is back', async () => {
      const deep = folder.join('logs', 'access.log');
      mkdirSync(folder.join('logs'));
      writeFileSync(deep, 'one\n');
      now = new Following(deep);
      await now.settle();
      renameSync(folder.join('logs'), folder.join('away'));
      await now.settle();
      appendFileSync(folder.join('away', 'access.log'), 'two\n');
      renameSync(folder.join('away'), folder.join('logs'));
      appendFileSync(deep, 'three\n');
      await now.settleForGood();
      expect(now.texts).to.deep.equal(['one\ntwo\nthree\n']);
    });

    it('makes no more calls than some for each of five thousand', async () => {
      const files = new FaultyFileSystem(new NodeFileSystem());
      for (let age = 1; age <= 5000; age++) writeFileSync(`${path}.${age}`, '');
      writeFileSync(path, 'one\n');
      now = new Following(path, undefined, files);
      await now.settle();
      const { calls } = files;
      const beganMs = performance.now();
      truncateSync(path);
      appendFileSync(path, '2\n');
      await now.settle();
      console.log(`${files.calls - calls} calls, ${Math.round(performance.now() - beganMs)} ms`);
      // The newest two thousand are looked at, twice, and a few are opened.
      expect(files.calls - calls).to.be.below(6000);
    });
  });
});
