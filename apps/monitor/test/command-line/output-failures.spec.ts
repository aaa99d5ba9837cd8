import { existsSync, readFileSync } from 'node:fs';

import { expect } from 'chai';

import { hits } from '../access-line.ts';
import { Scratch } from '../scratch.ts';
import { expectFailure, expectSuccess } from './one-line.ts';

const WATCH = ['access.log', '--from', 'start', '--every', '100ms', '--alert-log', 'none'];
const DISK_FULL = 'standard output: the disk is full: make room, or write elsewhere';

describe('standard output', () => {
  let scratch: Scratch;

  beforeEach(() => {
    scratch = new Scratch();
    scratch.file('access.log', hits(3, 0));
  });

  afterEach(() => scratch.remove());

  const commands = {
    'watch as text': WATCH,
    'watch as NDJSON': [...WATCH, '--output', 'ndjson'],
    'report as text': ['report', 'access.log'],
    'report as JSON': ['report', 'access.log', '--output', 'json', '--top', '0'],
    help: ['--help'],
    version: ['--version'],
  };

  for (const [name, args] of Object.entries(commands)) {
    it(`on a full disk: one line and exit code 1: ${name}`, async function () {
      if (!existsSync('/dev/full')) {
        console.log('skipped: there is no /dev/full here');
        this.skip();
      }
      expectFailure(await scratch.run(args, { stdout: '/dev/full' }), 1, DISK_FULL);
    });

    it(`whose reader has gone before it starts: exit code 0, without a word: ${name}`, async () => {
      const program = scratch.hitwatch(args);
      program.outputPipe.destroy();
      expectSuccess(await program.finish());
    });
  }

  it('whose reader goes in the middle: watch ends, without a word', async () => {
    const program = scratch.hitwatch(WATCH);
    await program.shows(/3 hits/);
    program.outputPipe.destroy();
    expectSuccess(await program.finish());
  });

  it('to a pipe of a shell whose reader takes a line and goes', () => {
    for (const args of [WATCH.join(' '), 'report access.log', '--help']) {
      const line = `{ hitwatch ${args}; echo $? > code; } | head -1`;
      const { status, stdout, stderr } = scratch.shell(line);
      expect({ status, stderr }).to.deep.equal({ status: 0, stderr: '' });
      expect(stdout.split('\n')).to.have.lengthOf(2);
      expect(readFileSync(scratch.path('code'), 'utf8')).to.equal('0\n');
    }
  });

  it('a report that is larger than a pipe holds comes through whole', async () => {
    const lines = Array.from({ length: 20_000 }, (_, n) => hits(1, 0).replace('/pages', `/p${n}`));
    scratch.file('access.log', lines.join(''));
    const finished = await scratch.run(commands['report as JSON']);
    expectSuccess(finished);
    expect(finished.stdout.length).to.be.above(1_000_000);
    const document = JSON.parse(finished.stdout) as { hits: number }; // any other fails below
    expect(document.hits).to.equal(20_000);
  });
});
