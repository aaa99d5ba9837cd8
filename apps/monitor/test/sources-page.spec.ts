// What docs/sources.md tells a reader to type is understood.
import { readFileSync } from 'node:fs';

import { expect } from 'chai';

import { Scratch } from './scratch.ts';
import { commandsIn } from './shell-commands.ts';

const PAGE = readFileSync(new URL('../../../docs/sources.md', import.meta.url), 'utf8');

describe('docs/sources.md', () => {
  let scratch: Scratch;

  beforeEach(() => (scratch = new Scratch()));
  afterEach(() => scratch.remove());

  for (const { line, args } of commandsIn(PAGE)) {
    it(`is right: ${line}`, async () => {
      const redirected = args.indexOf('<');
      const own = redirected < 0 ? args : args.slice(0, redirected);
      const { code, stdout, stderr } = await scratch.run([...own, '--help']);
      expect({ code, stderr }).to.deep.equal({ code: 0, stderr: '' });
      expect(stdout).to.include(own[0] === 'report' ? '--jobs' : '--listen');
    });
  }

  it('has a recipe for every source', () => {
    const lines = commandsIn(PAGE).map(({ line }) => line);
    for (const word of ['journalctl', 'docker logs', '--listen', '.gz', "log*'", '| hitwatch -']) {
      expect(
        lines.some((line) => line.includes(word)),
        word,
      ).to.equal(true);
    }
  });

  it('names the options and endings that there are', async () => {
    const { stdout } = await scratch.run(['--help']);
    const named = PAGE.match(/(?<=hitwatch [^|\n]*)--[a-z][a-z-]+/g) ?? [];
    expect(named).to.include('--listen');
    for (const option of named) expect(stdout).to.include(option);
  });
});
