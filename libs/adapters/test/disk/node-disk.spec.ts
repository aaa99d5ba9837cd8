import { mkdirSync, statSync } from 'node:fs';

import { diskContract } from '@hitwatch/testing';
import { expect } from 'chai';

import { NodeDisk } from '../../src/index.ts';
import { TemporaryFolder } from '../files/temporary-folder.ts';

describe('NodeDisk', () => {
  let folder: TemporaryFolder;

  beforeEach(() => {
    folder = new TemporaryFolder();
  });

  afterEach(() => {
    folder.remove();
  });

  diskContract(() => ({ disk: new NodeDisk(), at: (name) => folder.join(name) }));

  it('makes folders, also those that are there', async () => {
    const path = folder.join('a', 'b', 'c');
    for (let time = 0; time < 2; time++) await new NodeDisk().makeFolder(path);
    expect(statSync(path).isDirectory()).to.equal(true);
  });

  it('does not let others read what it replaces', async () => {
    const file = await new NodeDisk().open(folder.join('secret'), 'replace');
    await file.close();
    expect(statSync(folder.join('secret')).mode & 0o777).to.equal(0o600);
  });

  it('refuses to read what is no file', async () => {
    mkdirSync(folder.join('folder'));
    const failure = await new NodeDisk().read(folder.join('folder')).catch((e: unknown) => e);
    expect(failure).to.include({ code: 'EISDIR' });
  });
});
