import { appendFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';

import { expect } from 'chai';

import { accessLine, burst, BURST_RULE, hits } from '../access-line.ts';
import { ofType, parseWatch } from '../documents.ts';
import type { Finished, RunningProgram } from '../running-program.ts';
import { Scratch } from '../scratch.ts';
import { expectWatchContract } from '../watch-contract.ts';
import { expectSuccess } from './one-line.ts';

const STOP_MS_MAX = 2000;
/** What a busy machine may add between a signal and our seeing its end. */
const BUSY_MS = 500;
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const NDJSON = ['--from', 'start', '--output', 'ndjson', '--alert-log', 'none'];

describe('a signal', () => {
  let scratch: Scratch;

  beforeEach(() => (scratch = new Scratch()));
  afterEach(() => scratch.remove());

  /** A monitor that has counted 26 hits of 27 since its last report, which is an hour away. */
  async function inTheMiddle(): Promise<RunningProgram> {
    const path = scratch.file('access.log', hits(1, 0));
    const program = scratch.hitwatch(['access.log', ...BURST_RULE, ...NDJSON, '--every', '1h']);
    await program.counts(1);
    appendFileSync(path, burst(60));
    await program.emits('recovery', (object) => {
      return object.type === 'alert' && object.state === 'recovered';
    });
    return program;
  }

  for (const signal of SIGNALS) {
    it(`${signal} ends watch within 2 s; what was counted is reported first`, async () => {
      const finished = await killed(await inTheMiddle(), signal);
      const objects = parseWatch(finished.stdout);
      expectWatchContract(objects);
      const types = objects.map(({ type }) => type);
      expect(types.slice(-2)).to.deep.equal(['interval', 'stop']);
      expect(ofType(objects, 'interval').map((interval) => interval.hits)).to.deep.equal([1, 26]);
      expect(ofType(objects, 'stop').map(({ reason }) => reason)).to.deep.equal(['user']);
    });
  }

  it('a second and a third one change nothing', async () => {
    const program = await inTheMiddle();
    const finished = await killed(program, 'SIGINT', 'SIGINT', 'SIGTERM', 'SIGHUP', 'SIGINT');
    expectWatchContract(parseWatch(finished.stdout));
  });

  it('ends the text output with a last report and the sum', async () => {
    const path = scratch.file('access.log', hits(1, 0));
    const args = ['--from', 'start', '--every', '1h', ...BURST_RULE, '--alert-log', 'none'];
    const program = scratch.hitwatch(['access.log', ...args]);
    await program.shows(/1 hits? in/);
    appendFileSync(path, burst(60));
    await program.shows(/alert recovered/);
    const { stdout } = await killed(program, 'SIGINT');
    expect(stdout).to.match(/26 hits in [^]*\nstopped \(user\): 27 hits, 2\.70 kB\n.*27 counted/);
  });

  it('ends watch while it waits for a file', async () => {
    const program = scratch.hitwatch(['later.log', ...NDJSON]);
    await program.emits('a notice', ({ type }) => type === 'notice');
    const { stdout } = await killed(program, 'SIGTERM');
    expectWatchContract(parseWatch(stdout));
  });

  it('ends watch while it reads a log that is never read to its end', async () => {
    // As much as it has to read for some seconds, and every line counts when it ends.
    scratch.file('access.log', accessLine().repeat(500_000));
    const files = Array.from({ length: 20 }, () => 'access.log');
    const program = scratch.hitwatch([...files, ...NDJSON, '--every', '100ms']);
    await program.counts(1);
    const finished = await killed(program, 'SIGINT');
    const objects = parseWatch(finished.stdout);
    expectWatchContract(objects);
    expect(ofType(objects, 'stop')[0]?.hits).to.be.within(1, 20 * 500_000 - 1);
  });

  it('ends watch while nobody reads its output, and a second one changes nothing', async () => {
    const lines = Array.from({ length: 20_000 }, (_, n) => {
      return accessLine({ request: `GET /pages${n}/create HTTP/1.1` });
    });
    scratch.file('access.log', lines.join(''));
    const program = scratch.hitwatch(['access.log', ...NDJSON, '--top', '0', '--every', '100ms']);
    await program.emits('the start', ({ type }) => type === 'start');
    program.outputPipe.pause();
    const ended = killed(program, 'SIGINT', 'SIGINT', 'SIGTERM');
    await program.exited;
    program.outputPipe.resume();
    await ended;
  });

  it('ends a report that waits for its input, with nothing', async () => {
    const program = scratch.hitwatch(['report', '-'], { stdin: 'open' });
    program.stdin.write(accessLine());
    // There is nothing to be seen of a program that waits, but that it takes what it is given.
    await new Promise((resolve) => program.stdin.write(accessLine(), resolve));
    program.kill('SIGINT');
    const { stdout } = await program.finish();
    expect(stdout).to.equal('');
  });
});

/** Sends the signals one right after the other, and has the program end as it should. */
async function killed(
  program: RunningProgram,
  ...signals: readonly NodeJS.Signals[]
): Promise<Finished> {
  const sentMs = performance.now();
  for (const signal of signals) program.kill(signal);
  await program.exited;
  expect(performance.now() - sentMs).to.be.below(STOP_MS_MAX + BUSY_MS);
  const finished = await program.finish();
  expectSuccess(finished);
  return finished;
}
