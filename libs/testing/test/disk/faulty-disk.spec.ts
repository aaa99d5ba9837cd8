import { expect } from 'chai';

import { diskContract, FaultyDisk } from '../../src/index.ts';

describe('FaultyDisk', () => {
  diskContract(() => ({ disk: new FaultyDisk(), at: (name) => `/${name}` }));

  it('is full after so many bytes', async () => {
    const disk = new FaultyDisk();
    disk.roomBytes = 3;
    const file = await disk.open('/a', 'append');
    expect(await file.write(new Uint8Array(5))).to.equal(3);
    const failure = await file.write(new Uint8Array(2)).catch((error: unknown) => error);
    expect(failure).to.include({ code: 'ENOSPC' });
    disk.mend();
    expect(await file.write(new Uint8Array(2))).to.equal(2);
  });

  it('loses what was not synced when the power goes off', async () => {
    const disk = new FaultyDisk();
    const file = await disk.open('/a', 'append');
    await disk.syncFolder();
    await file.write(new TextEncoder().encode('one'));
    await file.sync();
    await file.write(new TextEncoder().encode('two'));
    await disk.rename('/a', '/b');
    disk.restart({ renamesKept: false });
    expect(disk.text('/a')).to.equal('one');
    expect(disk.content('/b')).to.equal(undefined);
  });

  it('does nothing more when the process has ended', async () => {
    const disk = new FaultyDisk();
    disk.crashAfter(1);
    await disk.open('/a', 'append');
    expect(await disk.remove('/a').catch(() => 'ended')).to.equal('ended');
    expect(disk.paths).to.deep.equal(['/a']);
  });
});
