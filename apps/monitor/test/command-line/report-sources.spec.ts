// What report takes besides a file: directories, patterns, rotated sets and packed logs.
import { spawnSync } from 'node:child_process';
import { readFileSync, symlinkSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

import { expect } from 'chai';

import { hits } from '../access-line.ts';
import { parseReport, type ReportDocument } from '../documents.ts';
import { Scratch } from '../scratch.ts';
import { expectSuccess } from './one-line.ts';

const FIXTURES = new URL('../../../../libs/adapters/test/compressed/fixtures/', import.meta.url);

describe('report of many files', () => {
  let scratch: Scratch;

  beforeEach(() => (scratch = new Scratch()));
  afterEach(() => scratch.remove());

  async function report(...args: readonly string[]): Promise<ReportDocument> {
    const finished = await scratch.run(['report', ...args, '--output', 'json']);
    expectSuccess(finished);
    return parseReport(finished.stdout);
  }

  function pathsOf({ files }: ReportDocument): readonly string[] {
    return files.map(({ path }) => path);
  }

  /** A set as logrotate leaves it: 8 hits in all. */
  function rotatedSet(folder: string): void {
    scratch.directory(folder);
    scratch.file(`${folder}/access.log`, hits(1, 30));
    scratch.file(`${folder}/access.log.1`, hits(2, 20));
    scratch.file(`${folder}/access.log.2.gz`, gzipSync(hits(2, 10)));
    scratch.file(`${folder}/access.log.10.gz`, gzipSync(hits(3, 0)));
    scratch.file(`${folder}/.access.log.swp`, 'no log');
  }

  const SET = ['access.log.10.gz', 'access.log.2.gz', 'access.log.1', 'access.log'];

  it('a directory is the logs in it, each set in the order of time', async () => {
    rotatedSet('logs');
    for (const name of ['logs', 'logs/', './logs']) {
      const document = await report(name);
      expect(document.hits).to.equal(8);
      expect(pathsOf(document)).to.deep.equal(SET.map((file) => `logs/${file}`));
    }
  });

  it('a pattern is what matches it', async () => {
    rotatedSet('logs');
    rotatedSet('more');
    const all = await report('{logs,more}/access.log*');
    expect(all.hits).to.equal(16);
    expect(pathsOf(all)).to.have.length(8);
    expect(pathsOf(await report('**/access.log.1'))).to.deep.equal([
      'logs/access.log.1',
      'more/access.log.1',
    ]);
  });

  it('a file of that very name is no pattern', async () => {
    scratch.file('access[1].log', hits(2, 0));
    scratch.file('access1.log', hits(5, 0));
    expect((await report('access[1].log')).hits).to.equal(2);
  });

  it('counts a file as often as it is named, and a pattern what nothing else names', async () => {
    scratch.file('access.log', hits(1, 0));
    scratch.file('access.log.1', hits(10, 0));
    symlinkSync('access.log', scratch.path('latest.log'));
    expect((await report('access.log', 'access.log')).hits).to.equal(2);
    expect((await report('access.log', '*.log*')).hits).to.equal(11);
    expect((await report('*.log*', 'access*', '.')).hits).to.equal(11);
    expect((await report('./access.log*', 'access.log', 'access.log')).hits).to.equal(12);
  });

  it('keeps files that are named in the order in which they are named', async () => {
    rotatedSet('.');
    const order = ['access.log', 'access.log.10.gz', 'access.log.1'];
    expect(pathsOf(await report(...order))).to.deep.equal(order);
  });

  it('unpacks by what is in a file and not by its name', async () => {
    scratch.file('access.log', gzipSync(hits(3, 0)));
    scratch.file('plain.log.gz', hits(4, 0));
    const document = await report('access.log', 'plain.log.gz');
    expect(document.files.map(({ lines }) => lines.counted)).to.deep.equal([3, 4]);
  });

  it('unpacks gzip, zstd and bzip2 alike', async () => {
    const documents: ReportDocument[] = [];
    for (const name of ['lines.log.gz', 'lines.log.zst', 'lines.log.bz2']) {
      scratch.file(name, readFileSync(new URL(name, FIXTURES)));
      scratch.file('access.log', hits(1, 0));
      const args = ['report', name, 'access.log', '--output', 'json'];
      const { code, stdout, stderr } = await scratch.run(args);
      expect({ code, stderr }).to.deep.equal({
        code: 0,
        stderr: `hitwatch: notice: ${name}: no known format fits\n`,
      });
      documents.push(parseReport(stdout));
    }
    for (const { lines, hits: counted } of documents) {
      expect(counted).to.equal(1);
      expect(lines).to.deep.equal(documents[0]?.lines);
      expect(lines.unparsed).to.equal(9000);
    }
  });

  it('unpacks what is piped in', async () => {
    scratch.file('access.log.gz', gzipSync(hits(3, 0)));
    const finished = await scratch.run(['report', '-', '--output', 'json'], {
      stdin: { file: scratch.path('access.log.gz') },
    });
    expectSuccess(finished);
    expect(parseReport(finished.stdout).hits).to.equal(3);
  });

  it('makes the same of a packed set for any number of threads', async () => {
    rotatedSet('logs');
    const texts = await Promise.all(
      ['1', '2', '3', '8'].map((jobs) => report('logs', '--jobs', jobs)),
    );
    for (const text of texts) expect(text).to.deep.equal(texts[0]);
  });

  for (const jobs of ['1', '2']) {
    it(`a gzip that ends early counts as far as it goes, with ${jobs} threads`, async () => {
      const whole = gzipSync(hits(3, 0) + hits(5, 9), { level: 0 });
      const cut = whole.subarray(0, whole.length - 60);
      scratch.file('cut.log.gz', cut);
      scratch.file('access.log', hits(2, 0));
      const args = ['report', 'cut.log.gz', 'access.log', '--jobs', jobs];
      const finished = await scratch.run([...args, '--output', 'json']);
      expect({ code: finished.code, stderr: finished.stderr }).to.deep.equal({
        code: 0,
        stderr:
          'hitwatch: notice: cut.log.gz: its gzip data ends early: counted what could be read\n',
      });
      const document = parseReport(finished.stdout);
      expect(document.hits).to.equal(9);
      expect(document.lines).to.deep.include({ read: 10, unparsed: 1 });
      expect(document.files[0]).to.include({ damage: 'its gzip data ends early' });
      expect(document.files[1]).not.to.have.property('damage');
    });
  }

  it('says of damaged data that it is, and counts the rest', async () => {
    const damaged = gzipSync(hits(3, 0));
    damaged.fill(0xff, 12, 30);
    scratch.file('bad.log', damaged);
    scratch.file('access.log', hits(2, 0));
    const { code, stderr } = await scratch.run(['report', 'bad.log', 'access.log']);
    expect(code).to.equal(0);
    expect(stderr).to.match(/^hitwatch: notice: bad\.log: its gzip data is damaged: counted /);
  });

  it('takes the files that gzip and its kind make', function () {
    scratch.file('access.log', hits(7, 0));
    for (const program of ['gzip', 'zstd', 'bzip2']) {
      if (spawnSync(program, ['--version'], { input: '' }).error !== undefined) {
        console.log(`skipped: ${program} is not installed`);
        continue;
      }
      const twice = `${program} -c access.log > one; cat one one > two; hitwatch report two`;
      const { status, stdout, stderr } = scratch.shell(twice);
      expect({ status, stderr }).to.deep.equal({ status: 0, stderr: '' });
      expect(stdout).to.include('14 hits');
    }
  });
});
