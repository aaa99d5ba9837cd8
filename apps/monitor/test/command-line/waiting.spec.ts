// watch goes on where report gives up: what can mend is told once and waited for.
import { appendFileSync, chmodSync, renameSync, unlinkSync } from 'node:fs';

import { expect } from 'chai';

import { accessLine, hits } from '../access-line.ts';
import { ofType, type WatchObject } from '../documents.ts';
import { Scratch } from '../scratch.ts';
import { unprivileged } from './unprivileged.ts';
import { wholeRun } from './whole-run.ts';

const NDJSON = ['--output', 'ndjson', '--every', '100ms', '--alert-log', 'none'];

describe('watch of what is no good log', () => {
  let scratch: Scratch;

  beforeEach(() => (scratch = new Scratch()));
  afterEach(() => scratch.remove());

  it('waits for a file that is not there, and reads it from its beginning', async () => {
    const program = scratch.hitwatch(['later.log', '--from', 'end', ...NDJSON]);
    const missing = await program.emits('a notice', (object) => object.type === 'notice');
    expect(missing).to.deep.equal({
      type: 'notice',
      code: 'file_missing',
      message: 'later.log: no such file: waiting for it',
    });
    scratch.file('later.log', hits(3, 0));
    await program.counts(3);
    const objects = await wholeRun(program);
    const codes = ofType(objects, 'notice').map(({ code }) => code);
    expect(codes).to.deep.equal(['file_missing', 'file_appeared']);
  });

  it('goes on when the file is deleted and comes back', async () => {
    const path = scratch.file('access.log', hits(2, 0));
    const program = scratch.hitwatch(['access.log', '--from', 'start', ...NDJSON]);
    await program.counts(2);
    unlinkSync(path);
    await program.emits('a notice', (object) => object.type === 'notice');
    scratch.file('access.log', hits(5, 1));
    await program.counts(7);
    const objects = await wholeRun(program);
    expect(ofType(objects, 'stop').map((object) => object.hits)).to.deep.equal([7]);
  });

  it('an empty file is followed', async () => {
    const path = scratch.file('access.log');
    const program = scratch.hitwatch(['access.log', ...NDJSON]);
    await program.emits('an interval', (object) => object.type === 'interval');
    appendFileSync(path, hits(4, 0));
    await program.counts(4);
    const objects = await wholeRun(program);
    expect(ofType(objects, 'notice')).to.be.empty;
  });

  it('a file of another format is told of once', async () => {
    scratch.file('app.log', 'INFO ready\n'.repeat(100));
    const program = scratch.hitwatch(['app.log', '--from', 'start', ...NDJSON]);
    await program.emits('a hundred lines', (object) => hasLines(object, 100));
    const objects = await wholeRun(program);
    const notices = ofType(objects, 'notice');
    expect(notices.map(({ code }) => code)).to.deep.equal(['format_unknown']);
    expect(notices[0]?.message).to.match(
      /of app\.log is in a known format .*: hitwatch explain says where/,
    );
    expect(ofType(objects, 'stop')[0]?.lines).to.deep.include({ read: 100, unparsed: 100 });
  });

  it('a binary file stops nothing', async () => {
    const octets = Uint8Array.from({ length: 300_000 }, (_, at) => (at * at + (at >> 8)) & 0xff);
    const path = scratch.file('access.log', octets);
    const program = scratch.hitwatch(['access.log', '--from', 'start', ...NDJSON]);
    await program.emits('lines', (object) => hasLines(object, 1));
    appendFileSync(path, `\n${accessLine()}`);
    await program.counts(1);
    await wholeRun(program);
  });

  it('a line that is not written to its end waits for its end', async () => {
    const line = accessLine();
    const path = scratch.file('access.log', line + line.slice(0, 40));
    const program = scratch.hitwatch(['access.log', '--from', 'start', ...NDJSON]);
    await program.counts(1);
    appendFileSync(path, line.slice(40) + line);
    await program.counts(3);
    const objects = await wholeRun(program);
    expect(ofType(objects, 'stop')[0]?.lines).to.deep.include({ read: 3, counted: 3 });
  });

  it('a file that is taken from the reader is told of, and followed again', async function () {
    const uid = unprivileged();
    if (typeof uid === 'string') {
      console.log(`skipped: ${uid}`);
      return this.skip();
    }
    chmodSync(scratch.folder, 0o777);
    const path = scratch.file('access.log');
    const other = scratch.file('other.log');
    const program = scratch.hitwatch(['access.log', 'other.log', ...NDJSON], { uid });
    await program.emits('an interval', (object) => object.type === 'interval');
    const next = scratch.file('next.log', hits(1, 0));
    chmodSync(next, 0o000);
    renameSync(path, scratch.path('access.log.1'));
    renameSync(next, path);
    await program.shows(/"code":"file_unreadable","message":"access\.log: permission denied/);
    appendFileSync(other, hits(2, 0));
    await program.counts(2);
    chmodSync(path, 0o644);
    await program.counts(3);
    await wholeRun(program);
  });
});

function hasLines(object: WatchObject, count: number): boolean {
  return object.type === 'interval' && object.lines.read >= count;
}
