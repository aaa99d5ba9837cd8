// `report --verify`, from outside: what is said, where, and with which exit code.
import { gzipSync } from 'node:zlib';

import { expect } from 'chai';

import { hits } from '../access-line.ts';
import { parseReport } from '../documents.ts';
import { Scratch } from '../scratch.ts';
import { expectFailure, expectSuccess } from './one-line.ts';

/** Two lines become one, the first time that a block of a log is read, and never again. */
const LOSES_A_LINE = `
  import fs from 'node:fs';
  import { syncBuiltinESMExports } from 'node:module';
  const { readSync } = fs;
  let isDone = false;
  fs.readSync = (fd, octets, ...rest) => {
    const length = readSync(fd, octets, ...rest);
    // Not what Node itself reads to load modules, which are Buffers.
    if (!Buffer.isBuffer(octets) && octets.length >= 65536 && length > 0 && !isDone) {
      isDone = true;
      octets[octets.indexOf(10)] = 32;
    }
    return length;
  };
  syncBuiltinESMExports();
`;
/** What the report has read is shorter, or longer, when it is read again. */
const CHANGES = (change: string) => `
  import fs from 'node:fs';
  import { syncBuiltinESMExports } from 'node:module';
  const { openSync } = fs;
  let opened = 0;
  fs.openSync = (path, ...rest) => {
    // Two looks at how it is packed, one for the report, and then it is read again.
    if (String(path).endsWith('access.log') && ++opened === 4) ${change};
    return openSync(path, ...rest);
  };
  syncBuiltinESMExports();
`;

describe('report --verify', () => {
  let scratch: Scratch;

  beforeEach(() => (scratch = new Scratch()));
  afterEach(() => scratch.remove());

  const verify = (args: readonly string[], preload = '') => {
    const source = `data:text/javascript,${encodeURIComponent(preload)}`;
    const env = preload === '' ? {} : { NODE_OPTIONS: `--import=${source}` };
    return scratch.run(['report', '--verify', ...args], { env });
  };

  it('says below the report what was compared', async () => {
    scratch.file('access.log', `${hits(30, 5)}noise\n`);
    const finished = await verify(['access.log']);
    expectSuccess(finished);
    expect(finished.stdout).to.match(/30 hits[^]+31 read = 30 counted[^]+verified: 31 lines/);
    expect(finished.stdout).to.match(
      /lines, sums, seconds, visitors, quantiles,\s+12 tables agree/,
    );
    expect(finished.stdout).to.include('31 lines read by a second parser');
  });

  it('counts several files and packed ones again, and says so in the document', async () => {
    scratch.file('access.log', hits(30, 5));
    scratch.file('access.log.1.gz', gzipSync(hits(20, 1)));
    scratch.file('torn.log.gz', gzipSync(hits(5000, 1)).subarray(0, 300));
    for (const files of [['access.log.1.gz', 'access.log'], ['torn.log.gz'], ['access.log*']]) {
      const { stdout, code } = await verify([...files, '--output', 'json']);
      expect(code).to.equal(0);
      const { verify: found, lines } = parseReport(stdout);
      expect(found).to.include({ agrees: true, differing: 0 });
      expect(found?.differences).to.deep.equal([]);
      expect(found?.lines).to.deep.equal({ recounted: lines.read, independent: lines.read });
      expect(found?.seconds).to.be.at.least(0);
      expect(found?.checks).to.deep.include({ what: 'lines', how: 'exactly', agrees: true });
      expect(found?.checks.filter(({ what }) => /^tables\.\w+$/.test(what))).to.have.length(12);
    }
  });

  it('says which parts have no second parser', async () => {
    const line = '{"time":"2026-01-05T10:11:12Z","method":"GET","path":"/a","status":200}\n';
    scratch.file('access.log', line.repeat(3));
    const finished = await verify(['access.log']);
    expectSuccess(finished);
    expect(finished.stdout).to.match(/0 lines read by a second parser, 3 by the parser of the/);
  });

  it('is not in the document of a report that is not verified', async () => {
    scratch.file('access.log', hits(3, 5));
    const { stdout } = await scratch.run(['report', 'access.log', '--output', 'json']);
    expect(parseReport(stdout)).not.to.have.property('verify');
  });

  it('finds a line that the report has lost: exit code 1, and one line that says so', async () => {
    scratch.file('access.log', hits(30, 5));
    const finished = await verify(['access.log'], LOSES_A_LINE);
    expectFailure(finished, 1, /figures differ between the report and its recount: verify again/);
    expect(finished.stdout).to.match(/NOT verified: 30 lines recounted/);
    expect(finished.stdout).to.match(/ lines\.read: reported 29, recounted 30\n/);

    const json = await verify(['access.log', '--output', 'json'], LOSES_A_LINE);
    expectFailure(json, 1, /figures differ/);
    const found = parseReport(json.stdout).verify;
    expect(found?.agrees).to.be.false;
    expect(found?.differences).to.deep.include({
      what: 'lines.read',
      reported: 29,
      recounted: 30,
    });
    expect(found?.differing).to.be.at.least(found?.differences.length ?? Infinity);
  });

  it('counts again as much of a file that has grown as the report did', async () => {
    const log = scratch.file('access.log', hits(30, 5));
    const more = JSON.stringify(hits(7, 6));
    const grows = CHANGES(`fs.appendFileSync(path, ${more})`);
    const finished = await verify([log], grows);
    expectSuccess(finished);
    expect(finished.stdout).to.include('verified: 30 lines');
    // It did grow.
    expect((await scratch.run(['report', log])).stdout).to.include('37 hits');
  });

  it('says when a file was cut meanwhile', async () => {
    const log = scratch.file('access.log', hits(30, 5));
    const finished = await verify([log], CHANGES('fs.truncateSync(path, 500)'));
    expectFailure(finished, 1, /a file has changed meanwhile, verify a copy of it/);
    expect(finished.stdout).to.match(/bytes read: reported [\d,]+, recounted 500\n/);
  });

  it('refuses what can be read only once, before it reads anything', async () => {
    scratch.file('access.log', hits(3, 5));
    const line = 'can be read only once: save it to a file first';
    for (const args of [['-'], ['access.log', '-']]) {
      const finished = await verify(args);
      expectFailure(finished, 2, `--verify reads the log twice, and standard input ${line}`);
      expect(finished.stdout).to.equal('');
    }
    const device = await verify(['/dev/null']);
    expectFailure(device, 2, `--verify reads the log twice, and /dev/null ${line}`);
  });
});
