import {
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import process from 'node:process';
import { change } from '@hitwatch/testing';
import { expect } from 'chai';
import { AlertLog, EnvironmentFailure } from '../../src/index.ts';
import { AlertLogFolder, failureOf } from './alert-log-folder.ts';

describe('AlertLog, when it cannot be written', () => {
  let state: AlertLogFolder;
  let path: string;
  let log: AlertLog;

  beforeEach(() => {
    state = new AlertLogFolder();
    ({ path, log } = state);
  });

  afterEach(() => {
    state.remove();
  });

  it('writes what has waited with the next alert', async () => {
    await log.prepare();
    state.break();
    for (const second of [1, 2]) await failureOf(log.deliver(change(second)));
    state.mend();
    await log.deliver(change(3));
    expect(await state.seconds()).to.deep.equal([1, 2, 3]);
  });

  it('writes what has waited when it is closed', async () => {
    await log.prepare();
    state.break();
    await failureOf(log.deliver(change(1)));
    expect(await failureOf(log.close())).to.be.instanceOf(EnvironmentFailure);
    state.mend();
    await log.close();
    expect(await state.seconds()).to.deep.equal([1]);
    await log.close();
    expect(await log.recent(Infinity)).to.have.length(1);
  });

  it('does not let a line that was torn spoil the next one', async () => {
    await log.prepare();
    await log.deliver(change(1));
    await log.deliver(change(2));
    // A full disk takes a part of a line; so does the power when it fails.
    truncateSync(path, readFileSync(path).length - 20);
    await log.deliver(change(3));
    expect(await state.seconds()).to.deep.equal([1, 3]);
    expect(readFileSync(path, 'utf8').split('\n'), 'lines').to.have.length(3);
  });

  it('makes the folders that are missing', async () => {
    const deep = new AlertLog(state.folder.join('a', 'b', 'c', 'alerts.ndjson'));
    await deep.prepare();
    await deep.deliver(change(1));
    expect(await deep.recent(1)).to.have.length(1);
  });

  it('says before it starts that there is a file where its folder should be', async () => {
    writeFileSync(state.folder.join('state'), '');
    const failure = await failureOf(log.prepare());
    expect(failure).to.include({
      code: 'ENOTDIR',
      message: `alert log ${path}: something in the path is not a directory`,
    });
  });

  it('says before it starts that it is a directory', async () => {
    const failure = await failureOf(new AlertLog(state.folder.path).prepare());
    expect(failure).to.include({ code: 'EISDIR', remedy: 'name a file with --alert-log' });
  });

  it('says before it starts that it may not write', async function () {
    if (process.getuid?.() === 0) {
      console.log('skipped: root may write everywhere');
      return this.skip();
    }
    mkdirSync(state.folder.join('state'), { mode: 0o500 });
    expect(await failureOf(log.prepare())).to.include({ code: 'EACCES' });
  });

  it('says that the disk is full', async function () {
    if (!existsSync('/dev/full')) {
      console.log('skipped: this system has no /dev/full');
      return this.skip();
    }
    const failure = await failureOf(new AlertLog('/dev/full').deliver(change(1)));
    expect(failure).to.include({
      code: 'ENOSPC',
      message: 'alert log /dev/full: the disk is full',
    });
    expect(failure.remedy).to.include('written as soon as there is');
  });

  it('writes what a full disk has refused when there is room again', async function () {
    if (!existsSync('/dev/full')) {
      console.log('skipped: this system has no /dev/full');
      return this.skip();
    }
    const link = state.folder.join('link.ndjson');
    const linked = new AlertLog(link);
    symlinkSync('/dev/full', link);
    for (const second of [1, 2]) await failureOf(linked.deliver(change(second)));
    rmSync(link);
    await linked.deliver(change(3));
    expect((await linked.recent(Infinity)).map(({ second }) => second)).to.deep.equal([1, 2, 3]);
  });

  it('keeps a bounded number of lines waiting, the newest', async function () {
    this.timeout(30_000);
    await log.prepare();
    state.break();
    const WAITING_MAX = 10_000;
    await Promise.all(
      Array.from({ length: WAITING_MAX + 5 }, (_, second) =>
        failureOf(log.deliver(change(second))),
      ),
    );
    state.mend();
    await log.close();
    const objects = state.objects() as { at: string }[];
    expect(objects).to.have.length(WAITING_MAX);
    expect(objects[0]?.at).to.equal('1970-01-01T00:00:05Z');
  });
});
