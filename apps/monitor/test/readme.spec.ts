// What the README tells a reader to type works as it stands there.
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, readFileSync, statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { expect } from 'chai';

import { accessLine, burst, BURST_RULE } from './access-line.ts';
import type { RunningProgram } from './running-program.ts';
import { Scratch } from './scratch.ts';
import { commandsIn, type ShellCommand } from './shell-commands.ts';

const README = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8');
const LOG = fileURLToPath(new URL('./fixtures/telegraf-nginx-elastic.log', import.meta.url));
const FILE_DEADLINE_MS = 10_000;

const commands = commandsIn(README);

describe('the README', () => {
  let scratch: Scratch;

  beforeEach(() => {
    scratch = new Scratch();
    for (const name of ['access.log', 'access.log.1', 'old.log']) {
      copyFileSync(LOG, scratch.path(name));
    }
  });

  afterEach(() => scratch.remove());

  it('has commands of both programs', () => {
    const programs = commands.map((command) => command.program);
    expect(programs).to.include.members(['monitor', 'loadgen']);
    const lines = commands.map(({ line }) => line);
    expect(lines.some((line) => line.startsWith('hitwatch report'))).to.be.true;
    expect(lines.some((line) => line.includes('--output ndjson'))).to.be.true;
  });

  for (const command of commands) {
    it(`is right: ${command.line}`, async () => {
      const args = command.args.map(inThisFolder);
      if (command.program === 'loadgen') await generate(args);
      else if (args[0] === 'report' || args[0] === 'backtest') await report(args);
      else if (args[0] === 'explain') await explain(args);
      else if (['config', 'channels'].includes(args[0] ?? '')) await configured(args);
      else if (args[0] === 'alerts') await alerts(args);
      else await watch(command, args);
    });
  }

  it('has jq programs that take what they are given', async function () {
    if (spawnSync('jq', ['--version']).status !== 0) {
      console.log('skipped: jq is not installed');
      this.skip();
    }
    const filters = commands.filter(({ reader }) => reader?.[0] === 'jq');
    expect(filters).not.to.be.empty;
    for (const { args, reader = [] } of filters) {
      // An error and an alert are what they look for.
      const stdin = { text: burst(0) + accessLine({ status: 503 }) };
      const ours = args.map((word) => (word.endsWith('.log') ? '-' : word));
      const rule = args[0] === 'report' ? [] : BURST_RULE;
      const { stdout } = await scratch.run([...ours, ...rule], { stdin });
      const found = spawnSync('jq', reader.slice(1), { input: stdout, encoding: 'utf8' });
      expect(found.stderr).to.equal('');
      expect(found.stdout).to.match(/"errors":\s*1|"type":\s*"alert"/);
    }
  });

  it('names only options that there are', async () => {
    const helps = await Promise.all([
      scratch.run(['--help']),
      scratch.loadgen(['--help']).finish(),
    ]);
    const known = helps.flatMap(({ stdout }) => stdout.match(/--[a-z][a-z-]+/g) ?? []);
    const named = README.match(/(?<=[\s`])--[a-z][a-z-]+/g) ?? [];
    expect(named).to.include('--threshold');
    expect(known).to.include.members(named);
  });

  it('points to pages that are there', () => {
    const links = [...README.matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, path = '']) => path);
    expect(links).not.to.be.empty;
    const missing = links.filter(
      (path) => !existsSync(new URL(`../../../${path}`, import.meta.url)),
    );
    expect(missing).to.deep.equal([]);
  });

  async function report(args: readonly string[]): Promise<void> {
    const { code, stdout, stderr } = await scratch.run(args);
    expect({ code, stderr }).to.deep.equal({ code: 0, stderr: '' });
    expect(stdout).to.match(/500|1,000/);
  }

  async function configured(args: readonly string[]): Promise<void> {
    scratch.directory('.config/hitwatch');
    const chat = 'channels: { chat: { type: file, path: chat.ndjson } }\n';
    scratch.file('.config/hitwatch/hitwatch.yaml', chat);
    const { code, stdout, stderr } = await scratch.run(args);
    expect({ code, stderr }).to.deep.equal({ code: 0, stderr: '' });
    expect(stdout).to.match(/is fine|chat/);
  }

  async function explain(args: readonly string[]): Promise<void> {
    const { code, stdout, stderr } = await scratch.run(args);
    expect({ code, stderr }).to.deep.equal({ code: 0, stderr: '' });
    expect(stdout).to.match(/^access\.log: combined .*\n.*64 fit, 0 do not\n/);
  }

  async function alerts(args: readonly string[]): Promise<void> {
    const { code, stdout, stderr } = await scratch.run(args);
    expect({ code, stderr }).to.deep.equal({ code: 0, stderr: '' });
    expect(stdout).to.match(/^no such alerts in /);
  }

  async function watch({ piped }: ShellCommand, args: readonly string[]): Promise<void> {
    const stdin = piped ? { file: scratch.path('access.log') } : 'none';
    // What --demo makes goes here as well.
    const program = scratch.hitwatch(args, { stdin, env: { TMPDIR: scratch.folder } });
    await program.shows(/^hitwatch follows |^\{"type":"start"/);
    await interrupted(program);
  }

  async function generate(args: readonly string[]): Promise<void> {
    const out = scratch.path('access.log');
    const before = statSync(out).size;
    const program = scratch.loadgen(args);
    const deadlineMs = Date.now() + FILE_DEADLINE_MS;
    while (statSync(out).size === before && Date.now() < deadlineMs) await sleep(20);
    expect(statSync(out).size).to.be.above(before);
    await interrupted(program);
  }

  async function interrupted(program: RunningProgram): Promise<void> {
    program.kill('SIGINT');
    const { code, signal, stderr } = await program.finish();
    expect({ code, signal, stderr }).to.deep.equal({ code: 0, signal: null, stderr: '' });
  }
});

/** A log elsewhere on the machine is replaced by the one of this test. */
function inThisFolder(word: string): string {
  return /^\/.*\.log$/.test(word) ? 'access.log' : word;
}
