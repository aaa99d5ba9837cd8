// A named pipe is what `mkfifo` makes, and what a shell makes of `<(ssh web1 tail -F access.log)`.
import { spawnSync } from 'node:child_process';
import { closeSync, constants, openSync } from 'node:fs';
import { open } from 'node:fs/promises';

import { expect } from 'chai';

import { accessLine, hits } from '../access-line.ts';
import { ofType, parseReport, parseWatch } from '../documents.ts';
import { Scratch } from '../scratch.ts';
import { expectWatchContract } from '../watch-contract.ts';
import { expectFailure, expectSuccess } from './one-line.ts';
import { unprivileged } from './unprivileged.ts';

const NDJSON = ['--output', 'ndjson', '--every', '100ms', '--alert-log', 'none'];

describe('a named pipe', () => {
  let scratch: Scratch;
  let pipe: string;

  beforeEach(() => {
    scratch = new Scratch();
    pipe = scratch.path('pipe');
    expect(spawnSync('mkfifo', [pipe]).status).to.equal(0);
  });

  afterEach(async () => {
    // A writer that still waits for a reader would keep this process from ending.
    closeSync(openSync(pipe, constants.O_RDONLY | constants.O_NONBLOCK));
    await scratch.remove();
  });

  it('is reported when its writer has closed it', async () => {
    const program = scratch.hitwatch(['report', 'pipe', '--output', 'json']);
    const writer = await open(pipe, 'w');
    await writer.write(hits(3, 0));
    await writer.write(accessLine().trimEnd());
    await writer.close();
    const finished = await program.finish();
    expectSuccess(finished);
    const { hits: counted, files } = parseReport(finished.stdout);
    expect(counted).to.equal(4);
    expect(files.map(({ path }) => path)).to.deep.equal(['pipe']);
  });

  it('is watched until its writer closes it', async () => {
    const program = scratch.hitwatch(['pipe', ...NDJSON]);
    const writer = await open(pipe, 'w');
    await writer.write(hits(3, 0));
    await program.counts(3);
    await writer.write(hits(2, 1));
    await program.counts(5);
    await writer.close();
    const finished = await program.finish();
    expectSuccess(finished);
    const objects = parseWatch(finished.stdout);
    expectWatchContract(objects);
    expect(ofType(objects, 'stop')[0]).to.include({ reason: 'end of input', hits: 5 });
  });

  it('is watched beside a file', async () => {
    scratch.file('access.log', hits(4, 0));
    const program = scratch.hitwatch(['access.log', 'pipe', '--from', 'start', ...NDJSON]);
    const writer = await open(pipe, 'w');
    await writer.write(hits(3, 0));
    await program.counts(7);
    await writer.close();
    program.kill('SIGINT');
    expectSuccess(await program.finish());
  });

  for (const command of ['watch', 'report']) {
    it(`that nobody writes to keeps no signal from ending ${command}`, async () => {
      const program = scratch.hitwatch([command, 'pipe']);
      if (command === 'watch') await program.shows(/^hitwatch follows pipe/);
      // Its writer can open it as soon as it has a reader: that is all there is to be seen of one.
      const writer = await open(pipe, 'w');
      program.kill('SIGINT');
      const { code, signal, stderr } = await program.finish();
      await writer.close();
      expect({ code, signal, stderr }).to.deep.equal({ code: 0, signal: null, stderr: '' });
    });
  }

  it('that nobody has opened to write keeps no signal from ending watch', async () => {
    const program = scratch.hitwatch(['pipe', ...NDJSON]);
    await program.emits('an interval', ({ type }) => type === 'interval');
    program.kill('SIGTERM');
    expectSuccess(await program.finish());
  });

  it('that may not be read is told of', async function () {
    const uid = unprivileged();
    if (typeof uid === 'string') {
      console.log(`skipped: ${uid}`);
      return this.skip();
    }
    expect(spawnSync('chmod', ['711', scratch.folder]).status).to.equal(0);
    expect(spawnSync('chmod', ['000', pipe]).status).to.equal(0);
    for (const command of ['watch', 'report']) {
      const finished = await scratch.run([command, 'pipe', '--output', 'ndjson'], { uid });
      expectFailure(finished, 1, /^hitwatch: pipe: permission denied: /);
    }
  });
});
