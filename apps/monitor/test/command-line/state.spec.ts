// Stopped and started again: what a user sees of --state.
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';

import { expect } from 'chai';

import { accessLine, burst, BURST_RULE, hits } from '../access-line.ts';
import { type NoticeObject, ofType, type WatchObject } from '../documents.ts';
import type { RunningProgram } from '../running-program.ts';
import { Scratch } from '../scratch.ts';
import { expectFailure } from './one-line.ts';
import { unprivileged } from './unprivileged.ts';
import { wholeRun } from './whole-run.ts';

const KEPT = ['--state', 'kept', '--from', 'start', '--output', 'ndjson', '--every', '200ms'];

describe('watch --state', () => {
  let scratch: Scratch;
  let log: string;

  beforeEach(() => {
    scratch = new Scratch();
    log = scratch.file('access.log');
  });

  afterEach(() => scratch.remove());

  const start = (...more: readonly string[]) => scratch.hitwatch([log, ...KEPT, ...more]);

  /** Waits until that many lines have been reported as the total, and stops as a user would. */
  async function stopAt(monitor: RunningProgram, lines: number): Promise<WatchObject[]> {
    await monitor.until(`${lines} lines in all`, () => {
      const total = ofType(monitor.objects, 'interval').at(-1)?.total.lines.read;
      return total !== undefined && total >= lines ? true : undefined;
    });
    return wholeRun(monitor);
  }

  function codes(objects: readonly WatchObject[]): string[] {
    return ofType(objects, 'notice').map(({ code }: NoticeObject) => code);
  }

  it('goes on where it was stopped, with each line once', async () => {
    appendFileSync(log, hits(3, 0));
    const first = await stopAt(start(), 3);
    expect(ofType(first, 'start')[0]?.state).to.include({ path: 'kept', resumed: null });
    appendFileSync(log, hits(4, 1));
    const second = await stopAt(start(), 7);
    const [begun] = ofType(second, 'start');
    expect(begun?.state?.since).to.equal(ofType(first, 'start')[0]?.state?.since);
    expect(begun?.state?.resumed).to.be.a('string');
    expect(codes(second)).to.deep.equal(['state_resumed']);
    const [stop] = ofType(second, 'stop');
    expect(stop).to.include({ hits: 4, bytes: 400 });
    expect(stop?.lines.read).to.equal(4);
    expect(stop?.total).to.deep.include({ hits: 7, bytes: 700 });
    expect(stop?.total.lines.read).to.equal(7);
    expect(stop?.files.map(({ path, lines }) => [path, lines.read])).to.deep.equal([[log, 7]]);
  });

  it('counts a line that was half written when it stopped once it is whole', async () => {
    const line = accessLine({ at: 1 });
    appendFileSync(log, hits(2, 0) + line.slice(0, 40));
    await stopAt(start(), 2);
    appendFileSync(log, line.slice(40));
    const [stop] = ofType(await stopAt(start(), 3), 'stop');
    expect(stop?.total.lines).to.include({ read: 3, counted: 3 });
  });

  it('goes on after it was killed', async () => {
    appendFileSync(log, hits(5, 0));
    const killed = start();
    await killed.until('a state', () =>
      existsSync(scratch.path('kept/state')) ? true : undefined,
    );
    killed.kill('SIGKILL');
    await killed.exited;
    appendFileSync(log, hits(2, 1));
    const [stop] = ofType(await stopAt(start(), 7), 'stop');
    expect(stop?.total.hits).to.equal(7);
  });

  it('does not tell an alert again that is on, and tells when it has recovered', async () => {
    appendFileSync(log, hits(25, 0));
    const first = start(...BURST_RULE);
    appendFileSync(log, hits(1, 1));
    await first.emits('the alert', ({ type }) => type === 'alert');
    const told = ofType(await wholeRun(first), 'alert').map(({ state }) => state);
    expect(told).to.deep.equal(['triggered']);
    appendFileSync(log, hits(1, 30));
    const second = start(...BURST_RULE);
    await second.emits('the recovery', ({ type }) => type === 'alert');
    const after = ofType(await wholeRun(second), 'alert');
    expect(after.map(({ state, at }) => [state, at])).to.deep.equal([
      ['recovered', '2015-05-17T08:00:10Z'],
    ]);
  });

  it('evaluates what happened while it was down at its own time', async () => {
    appendFileSync(log, hits(1, 0));
    await stopAt(start(...BURST_RULE), 1);
    appendFileSync(log, burst(100));
    const second = start(...BURST_RULE);
    await second.until('two alerts', () =>
      ofType(second.objects, 'alert').length >= 2 ? true : undefined,
    );
    const alerts = ofType(await wholeRun(second), 'alert');
    expect(alerts.map(({ state, at }) => [state, at])).to.deep.equal([
      ['triggered', '2015-05-17T08:01:40Z'],
      ['recovered', '2015-05-17T08:01:50Z'],
    ]);
  });

  it('begins anew with --fresh, and keeps the old state aside', async () => {
    appendFileSync(log, hits(3, 0));
    await stopAt(start(), 3);
    const [stop] = ofType(await stopAt(start('--fresh'), 3), 'stop');
    expect(stop?.hits).to.equal(3);
    expect(stop?.total.hits).to.equal(3);
    expect(readdirSync(scratch.path('kept'))).to.have.members(['state', 'state.old']);
  });

  it('says that the rule is another one', async () => {
    appendFileSync(log, hits(3, 0));
    await stopAt(start('--threshold', '5'), 3);
    appendFileSync(log, hits(1, 1));
    const second = await stopAt(start('--threshold', '6', '--site', 'http://my.site.com'), 4);
    expect(codes(second)).to.deep.equal(['state_resumed', 'rule_changed', 'options_changed']);
  });

  it('keeps where it was in a log that is not named this time', async () => {
    const other = scratch.file('other.log', hits(2, 0));
    appendFileSync(log, hits(3, 0));
    await stopAt(start(other), 5);
    appendFileSync(log, hits(1, 1));
    expect(codes(await stopAt(start(), 6))).to.deep.equal(['state_resumed', 'files_unnamed']);
    appendFileSync(other, hits(1, 1));
    const [stop] = ofType(await stopAt(start(other), 7), 'stop');
    expect(stop?.total.hits).to.equal(7);
    expect(stop?.hits).to.equal(1);
  });

  it('sets a damaged state aside and begins anew', async () => {
    appendFileSync(log, hits(3, 0));
    await stopAt(start(), 3);
    const state = scratch.path('kept/state');
    writeFileSync(state, readFileSync(state).subarray(0, 1000));
    const second = await stopAt(start(), 3);
    expect(codes(second)).to.deep.equal(['state_set_aside']);
    expect(readdirSync(scratch.path('kept')).join(' ')).to.match(
      /state\.damaged-\d{8}T\d{6}\.\d{3}Z/,
    );
  });

  describe('that is in use', () => {
    it('is refused to a second monitor, which is told who has it', async () => {
      const first = start();
      await first.emits('the start', ({ type }) => type === 'start');
      const second = await scratch.run([log, ...KEPT]);
      expectFailure(
        second,
        1,
        /^hitwatch: state kept: is in use by another hitwatch, process \d+: /,
      );
      await wholeRun(first);
    });

    it('is free at once when its monitor was killed', async () => {
      const first = start();
      await first.emits('the start', ({ type }) => type === 'start');
      first.kill('SIGKILL');
      await first.exited;
      appendFileSync(log, hits(1, 0));
      await stopAt(start(), 1);
    });

    it('ends the monitor whose lock was taken away', async () => {
      const first = start();
      await first.emits('the start', ({ type }) => type === 'start');
      rmSync(scratch.path('kept/lock'));
      appendFileSync(log, hits(1, 0));
      expectFailure(await first.finish(), 1, /its lock was removed, or taken by another hitwatch/);
    });
  });

  describe('with a folder that will not do', () => {
    it('refuses a file in its place', async () => {
      scratch.file('kept');
      expectFailure(
        await scratch.run([log, ...KEPT]),
        1,
        /^hitwatch: state kept: is not a folder: /,
      );
    });

    it('refuses one that cannot be made', async () => {
      scratch.file('file');
      const finished = await scratch.run([log, '--state', 'file/kept']);
      expectFailure(finished, 1, /^hitwatch: state file\/kept: is not a folder: /);
    });

    it('refuses one that is read-only', async function () {
      const uid = unprivileged();
      if (typeof uid === 'string') {
        console.log(`skipped: ${uid}`);
        return this.skip();
      }
      chmodSync(scratch.folder, 0o777);
      mkdirSync(scratch.path('kept'));
      chmodSync(scratch.path('kept'), 0o555);
      const finished = await scratch.run([log, ...KEPT, '--alert-log', 'none'], { uid });
      expectFailure(finished, 1, /^hitwatch: state kept: permission denied: /);
    });

    it('refuses --fresh without a folder', async () => {
      expectFailure(await scratch.run([log, '--fresh']), 2, /--fresh is given without --state/);
    });
  });
});
