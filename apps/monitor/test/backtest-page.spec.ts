// What docs/backtest.md tells a reader to type works.
import { readFileSync } from 'node:fs';

import { expect } from 'chai';

import { hits } from './access-line.ts';
import { Scratch } from './scratch.ts';
import { commandsIn } from './shell-commands.ts';

const PAGE = readFileSync(new URL('../../../docs/backtest.md', import.meta.url), 'utf8');

describe('docs/backtest.md', () => {
  let scratch: Scratch;

  beforeEach(() => (scratch = new Scratch()));
  afterEach(() => scratch.remove());

  it('has commands', () => {
    expect(commandsIn(PAGE)).to.have.length(5);
  });

  for (const { line, args } of commandsIn(PAGE)) {
    it(`is right: ${line}`, async () => {
      scratch.file('access.log', hits(3, 0));
      const here = args.map((word) => word.replace(/^\/.*\//, ''));
      const { code, stdout, stderr } = await scratch.run(here);
      expect({ code, stderr }).to.deep.equal({ code: 0, stderr: '' });
      expect(stdout).to.match(/3 hits|"read":3/);
    });
  }
});
