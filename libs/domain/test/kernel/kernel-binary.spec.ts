import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { assembled } from '../../assembly/assemble.mjs';

describe('the kernel in binary', () => {
  it('is what its source compiles to', async function () {
    this.timeout(60_000);
    const committed = new URL('../../src/kernel/kernel-binary.ts', import.meta.url);
    expect(readFileSync(committed, 'utf8')).to.equal(await assembled());
  });
});
