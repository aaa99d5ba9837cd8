import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { ManualClock } from '@hitwatch/testing';
import { expect } from 'chai';
import fc from 'fast-check';
import { EnvironmentFailure, RotatingFile, type Rotation } from '../../src/index.ts';
import { TemporaryFolder } from './temporary-folder.ts';

let folder: TemporaryFolder;
let path: string;
let clock: ManualClock;

beforeEach(() => {
  folder = new TemporaryFolder();
  path = folder.join('access.log');
  clock = new ManualClock();
});

afterEach(() => {
  folder.remove();
});

const MODES = ['rename', 'copytruncate'] as const;

function read(name: string): string {
  return readFileSync(folder.join(name), 'utf8');
}

/** All that was written and is kept, the oldest first. */
function history(): string[] {
  const age = (name: string) => Number(/\.(\d+)$/.exec(name)?.[1] ?? 0);
  return readdirSync(folder.path)
    .sort((a, b) => age(b) - age(a))
    .map(read);
}

async function writeText(file: RotatingFile, text: string): Promise<void> {
  await file.write(Buffer.from(text));
}

async function failureOf(work: Promise<unknown>): Promise<EnvironmentFailure> {
  const failure = await work.catch((error: unknown) => error);
  if (failure instanceof EnvironmentFailure) return failure;
  throw new Error(`no EnvironmentFailure but ${String(failure)}`);
}

describe('RotatingFile', () => {
  it('creates a file, appends to it, and goes on behind what is there', async () => {
    const first = await RotatingFile.open(path, clock);
    await writeText(first, 'a\nb\n');
    await writeText(first, 'c\n');
    await first.close();
    const second = await RotatingFile.open(path, clock);
    await writeText(second, 'd\n');
    await second.close();
    expect(read('access.log')).to.equal('a\nb\nc\nd\n');
    expect(folder.openFiles() ?? []).to.deep.equal([]);
  });

  it('ends a line that an earlier writer left torn', async () => {
    writeFileSync(path, 'whole\nto');
    const file = await RotatingFile.open(path, clock);
    await writeText(file, 'next\n');
    await file.close();
    expect(read('access.log')).to.equal('whole\nto\nnext\n');
  });

  it('leaves the lines of others where they are: it always writes at the end', async () => {
    const file = await RotatingFile.open(path, clock);
    await writeText(file, 'mine\n');
    appendFileSync(path, 'theirs\n');
    await writeText(file, 'mine again\n');
    await file.close();
    expect(read('access.log')).to.equal('mine\ntheirs\nmine again\n');
  });

  for (const mode of MODES) {
    it(`loses and tears no line, with as many in each file as it is told: ${mode}`, async () => {
      const line = fc
        .string({ unit: 'grapheme', maxLength: 30 })
        .map((text) => `${text.replace(/[\r\n]/g, ' ')}\n`);
      const chunk = fc.array(line, { maxLength: 12 });
      let run = 0;
      await fc.assert(
        fc.asyncProperty(fc.array(chunk), fc.integer({ min: 1, max: 7 }), async (chunks, lines) => {
          folder.remove();
          mkdirSync(folder.path);
          const file = await RotatingFile.open(path, clock, { lines, keep: 200, mode });
          for (const each of chunks) await writeText(file, each.join(''));
          await file.close();
          const files = history();
          expect(files.join('')).to.equal(chunks.flat().join(''));
          const counts = files.map((text) => text.split('\n').length - 1);
          expect(counts.slice(0, -1).every((count) => count === lines)).to.equal(true);
          expect(counts.at(-1)).to.be.at.most(lines);
          run++;
        }),
        { seed: 1, numRuns: 30 },
      );
      expect(run).to.equal(30);
    });

    it(`keeps as many old files as it is told, the newest as .1: ${mode}`, async () => {
      const file = await RotatingFile.open(path, clock, { lines: 1, keep: 2, mode });
      await writeText(file, 'a\nb\nc\nd\ne\n');
      await file.close();
      expect(readdirSync(folder.path).sort()).to.deep.equal([
        'access.log',
        'access.log.1',
        'access.log.2',
      ]);
      expect(history()).to.deep.equal(['c\n', 'd\n', 'e\n']);
      expect(folder.openFiles() ?? []).to.deep.equal([]);
    });

    it(`keeps none when it is told so: ${mode}`, async () => {
      const file = await RotatingFile.open(path, clock, { lines: 2, keep: 0, mode });
      await writeText(file, 'a\nb\nc\n');
      await file.close();
      expect(history()).to.deep.equal(['c\n']);
    });
  }

  it('renames the file that was read so far, or empties it in place', async () => {
    for (const mode of MODES) {
      const log = folder.join(`${mode}.log`);
      const file = await RotatingFile.open(log, clock, { lines: 1, keep: 1, mode });
      await writeText(file, 'old\n');
      const before = statSync(log).ino;
      await writeText(file, 'new\n');
      await file.close();
      const [now, old] = [statSync(log).ino, statSync(`${log}.1`).ino];
      if (mode === 'rename') expect(old).to.equal(before).and.not.equal(now);
      else expect(now).to.equal(before).and.not.equal(old);
    }
  });

  it('rotates by time when the next line comes, in step, and no empty file', async () => {
    const rotation: Rotation = { everyMs: 10_000, keep: 9, mode: 'rename' };
    const file = await RotatingFile.open(path, clock, rotation);
    clock.advance(25_000);
    await writeText(file, 'a\n');
    expect(history()).to.deep.equal(['a\n']);
    clock.advance(4999);
    await writeText(file, 'b\n');
    expect(history(), 'at 29.999 s').to.deep.equal(['a\n', 'b\n']);
    clock.advance(1);
    await writeText(file, 'c\n');
    expect(history(), 'at 30 s').to.deep.equal(['a\n', 'b\n', 'c\n']);
    clock.advance(9999);
    await writeText(file, 'd\n');
    expect(history(), 'at 39.999 s').to.deep.equal(['a\n', 'b\n', 'c\nd\n']);
    clock.advance(3_600_001);
    await writeText(file, 'e\nf\n');
    await file.close();
    expect(history()).to.deep.equal(['a\n', 'b\n', 'c\nd\n', 'e\nf\n']);
  });

  it('rotates by lines and by time, whichever comes first', async () => {
    const rotation: Rotation = { lines: 2, everyMs: 10_000, keep: 9, mode: 'copytruncate' };
    const file = await RotatingFile.open(path, clock, rotation);
    await writeText(file, 'a\nb\nc\n');
    clock.advance(10_000);
    await writeText(file, 'd\n');
    await file.close();
    expect(history()).to.deep.equal(['a\nb\n', 'c\n', 'd\n']);
  });
});

describe('RotatingFile, where it cannot write', () => {
  it('says that the folder is missing, that it is a folder, that the disk is full', async () => {
    const missing = await failureOf(RotatingFile.open(folder.join('no', 'access.log'), clock));
    expect(missing).to.include({ code: 'ENOENT' });
    expect(missing.message).to.contain('no such folder');
    expect(await failureOf(RotatingFile.open(folder.path, clock))).to.include({ code: 'EISDIR' });
    const full = await RotatingFile.open('/dev/full', clock);
    expect(await failureOf(writeText(full, 'a\n'))).to.include({ code: 'ENOSPC' });
    await full.close();
  });

  it('refuses to rotate a device or a link, and leaves both as they are', async () => {
    const rotation: Rotation = { lines: 1, keep: 1, mode: 'rename' };
    writeFileSync(folder.join('target.log'), '');
    symlinkSync(folder.join('target.log'), path);
    for (const place of [path, '/dev/null']) {
      const failure = await failureOf(RotatingFile.open(place, clock, rotation));
      expect(failure.message).to.equal(`${place}: is not a regular file and cannot be rotated`);
    }
    expect(statSync('/dev/null').isCharacterDevice()).to.equal(true);
    expect(folder.openFiles() ?? []).to.deep.equal([]);
  });

  it('refuses a pipe, whose opening no signal could end', async () => {
    expect(spawnSync('mkfifo', [path]).status).to.equal(0);
    const failure = await failureOf(RotatingFile.open(path, clock));
    expect(failure.message).to.equal(`${path}: is a pipe`);
  });

  it('appends to a file that it may not read', async () => {
    writeFileSync(path, 'a\n');
    chmodSync(path, 0o200);
    const file = await RotatingFile.open(path, clock);
    await writeText(file, 'b\n');
    await file.close();
    chmodSync(path, 0o600);
    expect(read('access.log')).to.equal('a\nb\n');
  });
});
