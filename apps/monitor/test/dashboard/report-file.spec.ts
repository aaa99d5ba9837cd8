import { readdirSync, readFileSync, statSync } from 'node:fs';

import { Rollup } from '@hitwatch/domain';
import { SOME_TIME_MS } from '@hitwatch/testing';
import { expect } from 'chai';

import { writeReportFile } from '../../src/live/report-file.ts';
import { Scratch } from '../scratch.ts';

describe('a report that is written from the dashboard', () => {
  let scratch: Scratch;

  beforeEach(() => {
    scratch = new Scratch();
  });

  afterEach(() => scratch.remove());

  function write(folder: string): Promise<string> {
    const env = { XDG_STATE_HOME: scratch.path('state') };
    const setting = { top: 10, nowMs: SOME_TIME_MS, env, folder };
    return writeReportFile([], new Rollup({ seed: 1 }), setting);
  }

  it('is a document for its owner alone, in a new file each time', async () => {
    const first = await write(scratch.folder);
    expect(first).to.equal(scratch.path('hitwatch-report-20260102T030405Z.json'));
    const document = JSON.parse(readFileSync(first, 'utf8')) as object;
    expect(document).to.include({ schema: 'hitwatch/report/1', hits: 0 });
    expect(statSync(first).mode & 0o777).to.equal(0o600);
    expect(await write(scratch.folder)).to.match(/Z-2\.json$/);
    expect(readdirSync(scratch.folder)).to.have.length(2);
  });

  it('goes to the state folder where the current one takes none', async () => {
    const path = await write(scratch.path('nowhere'));
    expect(path).to.equal(scratch.path('state/hitwatch/hitwatch-report-20260102T030405Z.json'));
  });

  it('says in one sentence when no folder takes it', async () => {
    scratch.file('state', 'a file where a folder should be');
    const failure = await write(scratch.path('nowhere')).catch((error: unknown) => error);
    expect(failure).to.be.an('error').with.property('message').that.includes('takes a file (');
  });
});
