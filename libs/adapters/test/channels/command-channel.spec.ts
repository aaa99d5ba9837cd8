// Commands get the alert as data: no shell, and nothing of our own secrets.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { notification } from '@hitwatch/testing';
import { expect } from 'chai';

import { CommandChannel } from '../../src/channels/command-channel.ts';
import { findProgram } from '../../src/channels/find-program.ts';
import { Secret } from '../../src/channels/secret.ts';

const never = new AbortController().signal;

describe('CommandChannel', () => {
  let folder: string;

  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'hitwatch-command-'))));
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  /** Runs a script that may write to the file `out`. */
  function running(script: string, ...args: string[]): CommandChannel {
    return new CommandChannel({
      name: 'cmd',
      command: [process.execPath, '-e', script, join(folder, 'out'), ...args],
      env: { PATH: process.env['PATH'], HITWATCH_TOKEN: 'ours', AWS_SECRET: 'ours' },
      variables: [['API_KEY', new Secret('given')]],
    });
  }
  const out = () => readFileSync(join(folder, 'out'), 'utf8');
  const errorOf = (sent: Promise<void>) =>
    sent.then(
      () => '',
      (error: unknown) => String(error),
    );

  it('gives the alert as JSON on standard input', async () => {
    const script = 'require("fs").writeFileSync(process.argv[1], require("fs").readFileSync(0))';
    await running(script).send(notification(), never);
    expect(JSON.parse(out())).to.include({ id: 'a1', rule: 'errors' });
  });

  it('gives it in variables, what it is given besides, and nothing else of ours', async () => {
    const script = 'require("fs").writeFileSync(process.argv[1], JSON.stringify(process.env))';
    const group = '$(touch x); `touch x`\u0000\u001b[2J\nHITWATCH_ID=forged';
    await running(script).send(notification({ group }), never);
    const variables = JSON.parse(out()) as Record<string, string>;
    expect(variables).to.include({
      HITWATCH_ID: 'a1',
      HITWATCH_GROUP: '$(touch x); `touch x`\\x00\\x1b[2J\\x0aHITWATCH_ID=forged',
      HITWATCH_FIRING: '1',
      HITWATCH_AT: '2026-01-02T03:04:05.000Z',
      API_KEY: 'given',
    });
    expect(Object.values(variables)).to.not.include('ours');
  });

  it('asks no shell', async () => {
    const hostile = `; touch ${join(folder, 'x')} #`;
    const script = 'require("fs").writeFileSync(process.argv[1], process.argv[2])';
    await running(script, hostile).send(notification(), never);
    expect(out()).to.equal(hostile);
    expect(existsSync(join(folder, 'x'))).to.equal(false);
  });

  it('has failed when the command has, with what it said', async () => {
    const said = await errorOf(
      running('console.error("no \\u001b[31mroute\\nmore"); process.exit(3)').send(
        notification(),
        never,
      ),
    );
    expect(said).to.match(/ended with 3: no \\x1b\[31mroute$/);
  });

  it('is through although what it has left running holds its standard error open', async () => {
    const child = 'require("child_process").spawn("sleep", ["3"], {stdio: "inherit"}).unref()';
    await running(`${child}; process.exit(0)`).send(notification(), never);
  });

  it('kills a command that takes too long, with all that it has started', async () => {
    const stop = new AbortController();
    const pidFile = join(folder, 'out');
    const script = `const {spawn} = require("child_process"); const child = spawn("sleep", ["60"]);
      require("fs").writeFileSync(process.argv[1], String(child.pid)); setInterval(() => {}, 1000)`;
    const sent = errorOf(running(script).send(notification(), stop.signal));
    while (!existsSync(pidFile) || out() === '')
      await new Promise((resolve) => setImmediate(resolve));
    stop.abort();
    expect(await sent).to.include('took too long');
    const pid = Number(out());
    while (isRunning(pid)) await new Promise((resolve) => setImmediate(resolve));
  });

  it('does not mind a command that reads nothing', async () => {
    const document = { text: 'x'.repeat(1_000_000) };
    await running('process.exit(0)').send(notification({ document }), never);
  });

  it('says that there is no such program', async () => {
    const options = { name: 'c', env: {}, variables: [] };
    const channel = new CommandChannel({ ...options, command: ['no-such-program-at-all'] });
    expect(await errorOf(channel.send(notification(), never))).to.include('no such program');
  });
});

/** A zombie that nobody waits for has ended as well. */
function isRunning(pid: number): boolean {
  try {
    return !/^State:\s+[ZX]/m.test(readFileSync(`/proc/${String(pid)}/status`, 'utf8'));
  } catch {
    return false;
  }
}

describe('findProgram', () => {
  it('looks in PATH, and takes what can be run', () => {
    const folder = mkdtempSync(join(tmpdir(), 'hitwatch-path-'));
    writeFileSync(join(folder, 'plain'), '');
    writeFileSync(join(folder, 'tool'), '', { mode: 0o755 });
    const env = { PATH: `/nonexistent:${folder}` };
    expect(findProgram('tool', env)).to.equal(join(folder, 'tool'));
    expect(findProgram(join(folder, 'tool'), {})).to.equal(join(folder, 'tool'));
    expect(findProgram('plain', env)).to.equal(undefined);
    expect(findProgram(folder, env)).to.equal(undefined);
    expect(findProgram('none', {})).to.equal(undefined);
    rmSync(folder, { recursive: true });
  });
});
