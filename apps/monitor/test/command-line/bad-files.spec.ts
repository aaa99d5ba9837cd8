import { spawnSync } from 'node:child_process';
import { chmodSync } from 'node:fs';

import { expect } from 'chai';

import { USUAL_PLACES } from '../../src/defaults.ts';
import { accessLine } from '../access-line.ts';
import { parseReport } from '../documents.ts';
import { Scratch } from '../scratch.ts';
import { expectProof } from '../watch-contract.ts';
import { expectFailure, expectSuccess } from './one-line.ts';
import { unprivileged } from './unprivileged.ts';

/** One line that names the three formats that came nearest. */
function noLog(name: string): RegExp {
  const guess = '\\w+ to column \\d+ of line 1';
  return new RegExp(
    `^hitwatch: ${name}: no known format fits \\(best: ${guess}, ${guess}, ${guess}\\)` +
      ': hitwatch explain shows why, and --format takes any\\n$',
  );
}

describe('report of what is no good log', () => {
  let scratch: Scratch;

  beforeEach(() => (scratch = new Scratch()));
  afterEach(() => scratch.remove());

  it('no such file', async () => {
    const finished = await scratch.run(['report', 'nope.log']);
    expectFailure(finished, 1, 'nope.log: no such file: check the path');
    expect(finished.stdout).to.equal('');
  });

  it('one file of two is missing', async () => {
    scratch.file('access.log', accessLine());
    const finished = await scratch.run(['report', 'access.log', 'nope.log']);
    expectFailure(finished, 1, 'nope.log: no such file: check the path');
    expect(finished.stdout).to.equal('');
  });

  it('a path through something that is no directory', async () => {
    scratch.file('access.log');
    const finished = await scratch.run(['report', 'access.log/today']);
    const remedy = 'check the path: something in it is not a directory';
    expectFailure(finished, 1, `access.log/today: no such file: ${remedy}`);
  });

  it('a directory without a log, and a pattern that nothing matches', async () => {
    const remedy = 'check the path, and quote a pattern';
    scratch.directory('logs');
    scratch.file('logs/nginx.pid');
    for (const [arg, what] of [
      ['logs', 'holds no log'],
      ['logs/*.log', 'no file matches'],
      ['nowhere/*.log', 'no file matches'],
    ] as const) {
      const finished = await scratch.run(['report', arg]);
      expectFailure(finished, 1, `${arg}: ${what}: ${remedy}`);
      expect(finished.stdout).to.equal('');
    }
  });

  for (const command of ['report', 'watch']) {
    it(`no permission: ${command}`, async function () {
      const uid = unprivileged();
      if (typeof uid === 'string') {
        console.log(`skipped: ${uid}`);
        return this.skip();
      }
      chmodSync(scratch.file('access.log', accessLine()), 0o000);
      chmodSync(scratch.folder, 0o777);
      const finished = await scratch.run([command, 'access.log'], { uid });
      expectFailure(
        finished,
        1,
        /^hitwatch: access\.log: permission denied: run as a user who may/,
      );
      expect(finished.stdout).to.equal('');
    });
  }

  it('an empty file is a log without hits', async () => {
    scratch.file('access.log');
    const finished = await scratch.run(['report', 'access.log', '--output', 'json']);
    expectSuccess(finished);
    const { hits, lines, time, files } = parseReport(finished.stdout);
    expect({ hits, time }).to.deep.equal({ hits: 0, time: { first: null, last: null } });
    expect(lines.read).to.equal(0);
    expect(files.map(({ path, format }) => [path, format])).to.deep.equal([
      ['access.log', 'unknown'],
    ]);
    expect((await scratch.run(['report', 'access.log'])).stdout).to.match(/^ {2}no hits\n/);
  });

  it('a binary file: its report, then one line that it is no log', async () => {
    // Every octet there is, many times over, as lines of 1 to 64 KiB.
    const octets = Uint8Array.from({ length: 300_000 }, (_, at) => (at * at + (at >> 8)) & 0xff);
    scratch.file('program', octets);
    const finished = await scratch.run(['report', 'program', '--output', 'json']);
    expect(finished.code).to.equal(2);
    expect(finished.stderr).to.match(noLog('program'));
    const { lines, hits } = parseReport(finished.stdout);
    expectProof(lines, hits);
    expect(lines.unparsed).to.be.above(0);
    expect(hits).to.equal(0);
  });

  it('a file of another format: its report says why, then one line', async () => {
    scratch.file('app.log', 'INFO started\nINFO ready\n');
    const finished = await scratch.run(['report', 'app.log']);
    expect(finished.code).to.equal(2);
    expect(finished.stderr).to.match(noLog('app.log'));
    expect(finished.stdout).to.include('2 read = 0 counted + 0 filtered + 2 unparsed');
    expect(finished.stdout).to.include('2 no_fit: fits neither the format of its file nor another');
    expect(finished.stdout).to.include('app.log at byte 13, no_fit: INFO ready');
  });

  it('one of two files is of another format: a notice, and the report of the other', async () => {
    scratch.file('app.log', 'INFO started\n');
    scratch.file('access.log', accessLine());
    const { code, stdout, stderr } = await scratch.run(['report', 'access.log', 'app.log']);
    expect(code).to.equal(0);
    expect(stdout).to.include('2 read = 1 counted + 0 filtered + 1 unparsed');
    expect(stderr).to.match(/^hitwatch: notice: app\.log: no known format fits \(best: .*\)\n$/);
  });

  it('odd ends of lines, a hole of NULs and a line without end', async () => {
    const line = accessLine().trimEnd();
    const content =
      `${line}\r\n` + // CR LF
      `\n` + // empty
      `${'\0'.repeat(5000)}${line}\n` + // cut short under its writer
      `${'\0'.repeat(100)}\n` +
      `${'x'.repeat(2 ** 20 + 1)}\n` + // over the limit of a line
      line; // no LF at the end
    scratch.file('access.log', content);
    const finished = await scratch.run(['report', 'access.log', '--output', 'json']);
    expectSuccess(finished);
    const { lines, hits } = parseReport(finished.stdout);
    expectProof(lines, hits);
    expect(lines).to.deep.include({ read: 6, counted: 3 });
    expect(lines.reasons).to.deep.equal({ empty: 1, nul: 1, too_long: 1 });
  });

  it('no file at all', async function () {
    if (USUAL_PLACES.some((place) => isReadable(place))) {
      console.log('skipped: this machine has a log in one of the usual places');
      this.skip();
    }
    for (const args of [['report'], [], ['watch']]) {
      const finished = await scratch.run(args);
      expectFailure(finished, 2, /no log to read: .*: name one, as in hitwatch access\.log/);
      expect(finished.stdout).to.equal('');
    }
  });
});

function isReadable(path: string): boolean {
  return spawnSync('test', ['-r', path]).status === 0;
}
