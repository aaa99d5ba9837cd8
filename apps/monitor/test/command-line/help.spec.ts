import { readFileSync } from 'node:fs';

import { expect } from 'chai';

import { DEFAULTS, USUAL_PLACES } from '../../src/defaults.ts';
import { BACKTEST_OPTIONS, REPORT_OPTIONS, WATCH_OPTIONS } from '../../src/option-tables.ts';
import type { Finished } from '../running-program.ts';
import { Scratch } from '../scratch.ts';
import { expectSuccess } from './one-line.ts';

const COLUMNS_MAX = 100;

describe('help and version', () => {
  let scratch: Scratch;

  before(() => (scratch = new Scratch()));
  after(() => scratch.remove());

  async function help(...args: readonly string[]): Promise<string> {
    const finished: Finished = await scratch.run(args);
    expectSuccess(finished);
    return finished.stdout;
  }

  it('the help names every option there is, with its default', async () => {
    const text = await help('--help');
    const names = Object.keys({ ...WATCH_OPTIONS, ...REPORT_OPTIONS, ...BACKTEST_OPTIONS });
    for (const name of names) expect(text).to.match(option(name));
    for (const [name, value] of Object.entries(DEFAULTS)) {
      const line = text.slice(text.indexOf(`--${name} `));
      expect(line.slice(0, 300)).to.include(`(default ${value}`);
    }
    for (const place of USUAL_PLACES) expect(text).to.include(`    ${place}\n`);
  });

  it('the help of a command names its options', async () => {
    const watch = await help('help', 'watch');
    const report = await help('help', 'report');
    for (const name of Object.keys(WATCH_OPTIONS)) expect(watch).to.match(option(name));
    for (const name of Object.keys(REPORT_OPTIONS)) expect(report).to.match(option(name));
    expect(report).not.to.match(option('threshold'));
  });

  it('every option that the help names is one', async () => {
    for (const [command, options] of [
      ['watch', WATCH_OPTIONS],
      ['report', REPORT_OPTIONS],
      ['backtest', BACKTEST_OPTIONS],
    ] as const) {
      const named = (await help('help', command)).matchAll(/(?<=^ +(?:-\w, )?)--([a-z-]+)/gm);
      expect([...named].map(([, name]) => name)).to.have.members(Object.keys(options));
    }
  });

  it('is the same however it is asked for', async () => {
    const all = await help('--help');
    expect(await help('-h')).to.equal(all);
    expect(await help('help')).to.equal(all);
    expect(await help('access.log', '--threshold', '5', '--help')).to.equal(all);
    expect(await help('watch', '--help')).to.equal(await help('help', 'watch'));
    expect(await help('report', '-h')).to.equal(await help('help', 'report'));
  });

  it('fits a terminal', async () => {
    const lines = (await help('--help')).split('\n');
    for (const line of lines) expect(line.length, line).to.be.at.most(COLUMNS_MAX);
  });

  it('the version is that of the package', async () => {
    const url = new URL('../../package.json', import.meta.url);
    // As npm has it.
    const { version } = JSON.parse(readFileSync(url, 'utf8')) as { version: string };
    for (const args of [['--version'], ['-V'], ['watch', '--version'], ['report', '-V']]) {
      expect(await help(...args)).to.equal(`hitwatch ${version}\n`);
    }
  });
});

function option(name: string): RegExp {
  return new RegExp(`^  (-\\w, )?--${name}\\b`, 'm');
}
