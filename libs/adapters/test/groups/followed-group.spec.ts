import { appendFileSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

import type { LogMark } from '@hitwatch/ports';
import { logSourceContract, ManualClock, ManualSleeper, Pulled } from '@hitwatch/testing';
import { expect } from 'chai';

import {
  Claims,
  FileTailer,
  FollowedFile,
  FollowedGroup,
  logGroup,
  NodeFileSystem,
  type OpenLog,
} from '../../src/index.ts';
import { TemporaryFolder } from '../files/temporary-folder.ts';

const GIVEN_UP_MS = 12_000;

describe('FollowedGroup', () => {
  let folder: TemporaryFolder;
  let clock: ManualClock;
  let sleeper: ManualSleeper;
  let pulled: Pulled;
  let claims: Claims;
  let streams = 0;
  const files = new NodeFileSystem();
  let marks: LogMark[] = [];
  let fromStart: boolean;
  let source: FileTailer;

  beforeEach(() => {
    folder = new TemporaryFolder();
    clock = new ManualClock();
    sleeper = new ManualSleeper(clock);
    pulled = new Pulled();
    claims = new Claims();
    fromStart = false;
    marks = [];
  });

  afterEach(async () => {
    await source.close();
    folder.remove();
  });

  function follow(path: string, isNew: boolean): FollowedFile {
    const findStart = (log: OpenLog) => (isNew || fromStart ? 0 : log.size());
    const nextStreamId = () => streams++;
    const onReady = () => {
      sleeper.wake();
    };
    const resume = marks.filter((mark) => mark.path === path);
    return new FollowedFile({ path, files, clock, nextStreamId, findStart, resume, onReady });
  }

  /** Existing files are followed from their end, unless said otherwise. */
  async function open(...names: readonly string[]): Promise<void> {
    const groups = [];
    for (const name of names) {
      const group = await logGroup(folder.join(name));
      if (group === undefined) continue;
      groups.push(new FollowedGroup({ group, files, clock, claims, follow, resume: marks }));
    }
    expect(groups).to.have.length(names.length);
    source = new FileTailer(groups, clock, sleeper);
  }

  /** Time for a look at the folder and at the files. */
  async function settle(ms = 1200): Promise<void> {
    await pulled.pull(source, clock.nowMs() + ms);
  }

  function write(name: string, content: string | Buffer): void {
    writeFileSync(folder.join(name), content);
  }

  /** What was read, by the name of its file. */
  function texts(): Readonly<Record<string, string>> {
    return Object.fromEntries(
      pulled.streams
        .filter(({ bytes }) => bytes.length > 0)
        .map(({ stream, bytes }) => [stream.path.slice(folder.path.length + 1), bytes.toString()]),
    );
  }

  describe('with a file', () => {
    logSourceContract({ follows: true, ends: false }, async () => {
      fromStart = true;
      write('access.log', '');
      await open('*.log');
      const path = folder.join('access.log');
      return {
        source,
        clock,
        write: (text) => {
          appendFileSync(path, text);
        },
        finish: () => {
          rmSync(path, { force: true });
        },
        released: () => {
          const files = folder.openFiles();
          return files === undefined ? undefined : files.length === 0;
        },
      };
    });
  });

  it('waits for what does not match yet, says so once, and reads it whole', async () => {
    await open('*.log');
    await settle(5000);
    expect(pulled.notices).to.deep.equal(['file_missing']);
    write('a.log', 'one\n');
    await settle();
    write('b.log', 'two\n');
    await settle();
    appendFileSync(folder.join('a.log'), 'three\n');
    await settle();
    expect(texts()).to.deep.equal({ 'a.log': 'one\nthree\n', 'b.log': 'two\n' });
    expect(pulled.notices).to.deep.equal(['file_missing', 'file_appeared', 'file_appeared']);
  });

  it('waits for a folder that is not there', async () => {
    await open('later/*.log');
    await settle();
    mkdirSync(folder.join('later'));
    await settle();
    write('later/a.log', 'one\n');
    await settle();
    expect(texts()).to.deep.equal({ 'later/a.log': 'one\n' });
  });

  it('follows what a directory has and gets', async () => {
    mkdirSync(folder.join('logs'));
    write('logs/a.log', 'old\n');
    await open('logs');
    await settle();
    appendFileSync(folder.join('logs/a.log'), 'one\n');
    write('logs/b.log', 'two\n');
    await settle();
    expect(texts()).to.deep.equal({ 'logs/a.log': 'one\n', 'logs/b.log': 'two\n' });
  });

  it('reads a file to its end that has gone, and forgets it', async () => {
    write('a.log', '');
    await open('*.log');
    await settle();
    appendFileSync(folder.join('a.log'), 'last\n');
    rmSync(folder.join('a.log'));
    await settle(GIVEN_UP_MS);
    expect(texts()).to.deep.equal({ 'a.log': 'last\n' });
    expect(pulled.streams.map(({ finished }) => finished)).to.deep.equal([true]);
    expect(folder.openFiles() ?? []).to.deep.equal([]);
    expect(claims.has(folder.join('a.log'))).to.equal(false);
    write('a.log', 'again\n');
    await settle();
    expect(pulled.text).to.equal('last\nagain\n');
  });

  it('does not take a file for new that was only renamed, whatever it is called', async () => {
    for (const name of ['a.log.1', 'a.log-20261101', 'old-a.log']) {
      write('a.log', '');
      await open('*a.log*');
      await settle();
      appendFileSync(folder.join('a.log'), 'one\n');
      await settle();
      renameSync(folder.join('a.log'), folder.join(name));
      await settle();
      appendFileSync(folder.join(name), 'late\n');
      write('a.log', 'two\n');
      await settle(GIVEN_UP_MS);
      expect(pulled.text, name).to.equal('one\nlate\ntwo\n');
      await source.close();
      for (const gone of ['a.log', name]) rmSync(folder.join(gone));
      pulled = new Pulled();
      claims = new Claims();
    }
  });

  it('shifts no old file into the counts, rotation after rotation', async () => {
    write('a.log', '');
    await open('a.log*');
    await settle();
    let wanted = '';
    for (let round = 1; round <= 4; round++) {
      appendFileSync(folder.join('a.log'), `${round}\n`);
      wanted += `${round}\n`;
      await settle();
      for (let age = round - 1; age > 0; age--) {
        renameSync(folder.join(`a.log.${age}`), folder.join(`a.log.${age + 1}`));
      }
      renameSync(folder.join('a.log'), folder.join('a.log.1'));
      await settle();
      write('a.log', '');
      await settle(GIVEN_UP_MS);
    }
    expect(pulled.text).to.equal(wanted);
  });

  it('passes over old and packed files, says so once, and names one', async () => {
    const packed = gzipSync('packed\n');
    write('a.log', '');
    write('a.log.1', 'old\n');
    write('a.log.2.gz', packed);
    write('b.log', packed);
    await open('*.log*');
    await settle();
    write('c.log', packed);
    write('a.log.3.gz', '');
    await settle();
    expect(texts()).to.deep.equal({});
    expect(pulled.notices).to.deep.equal(['files_passed_over']);
  });

  it('follows logs that have a date in their names while they are written', async () => {
    write('access.2026-11-01.log', '');
    await open('access.*.log');
    await settle();
    appendFileSync(folder.join('access.2026-11-01.log'), 'sunday\n');
    write('access.2026-11-02.log', 'monday\n');
    await settle();
    expect(texts()).to.deep.equal({
      'access.2026-11-01.log': 'sunday\n',
      'access.2026-11-02.log': 'monday\n',
    });
  });

  it('follows a file once to which two arguments lead', async () => {
    await open('*.log', 'a*');
    await settle();
    write('a.log', 'one\n');
    await settle();
    expect(pulled.text).to.equal('one\n');
  });

  it('takes from each file in turn', async () => {
    await open('*.log');
    await settle();
    write('busy.log', 'x'.repeat(3_000_000));
    write('quiet.log', 'quiet\n');
    clock.advance(1000);
    const paths: string[] = [];
    while (paths.length < 3) {
      const event = await source.next(clock.nowMs());
      if (event?.kind === 'block') paths.push(event.stream.path);
    }
    expect(paths).to.include(folder.join('quiet.log'));
  });

  it('reads to its end what has gone since an earlier run', async () => {
    write('a.log', 'one\n');
    const path = folder.join('a.log');
    const { dev, ino } = files.statusAt(path);
    appendFileSync(path, 'two\n');
    renameSync(path, folder.join('a.log.1'));
    const mark = { path, dev, ino, fingerprint: Buffer.from('one\n'), offset: 4 };
    marks = [mark, { ...mark, path: '/elsewhere/a.log' }];
    await open('*.log');
    await settle(GIVEN_UP_MS);
    expect(texts()).to.deep.equal({ 'a.log': 'two\n' });
    expect(claims.has(path)).to.equal(false);
  });
});
