import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { connect } from 'node:net';

import { SystemClock, TimerSleeper } from '@hitwatch/adapters';
import { expect } from 'chai';

import { freePort } from '../free-port.ts';
import { Scratch } from '../scratch.ts';
import { expectSuccess } from './one-line.ts';

const BINARIES = ['/usr/sbin/nats-server', 'nats-server'];
const READY_MS = 15_000;

describe('hitwatch fleet init and doctor', function () {
  this.timeout(60_000);
  let scratch: Scratch;
  let server: ChildProcess | undefined;
  let url: string;

  before(function () {
    if (BINARIES.some((binary) => spawnSync(binary, ['--version']).status === 0)) return;
    console.log('skipped: there is no nats-server; apt-get install nats-server');
    this.skip();
  });

  beforeEach(async () => {
    scratch = new Scratch();
    const port = await freePort();
    url = `nats://127.0.0.1:${port}`;
    const binary = BINARIES.find((name) => spawnSync(name, ['--version']).status === 0) ?? '';
    const args = ['-js', '-sd', scratch.path('nats'), '-a', '127.0.0.1', '-p', String(port)];
    server = spawn(binary, args, { stdio: 'ignore' });
    await listening(port);
  });

  afterEach(async () => {
    server?.kill('SIGKILL');
    await scratch.remove();
  });

  it('make what is not there, leave what is, and look whether all of it works', async () => {
    const place = ['--nats', url, '--fleet', 'web'];
    const before = await scratch.run(['doctor', ...place]);
    expect(before.code).to.equal(1);
    expect(before.stdout).to.match(
      /^fail {2}there is no stream HW_web\n {6}run hitwatch fleet init$/m,
    );
    expect(before.stderr).to.equal(
      'hitwatch: there is no stream HW_web: run hitwatch fleet init\n',
    );

    const made = await scratch.run(['fleet', 'init', ...place]);
    expectSuccess(made);
    expect(made.stdout).to.equal(
      'ok    made stream HW_web, 1 replicas\n' +
        'ok    made bucket HW_web_alerts\n' +
        'ok    made bucket HW_web_agents\n',
    );
    const again = await scratch.run(['fleet', 'init', ...place, '--replicas', '1']);
    expectSuccess(again);
    expect(again.stdout).not.to.contain('made');

    const after = await scratch.run(['doctor', ...place, '--output', 'json']);
    expectSuccess(after);
    const { schema, findings } = JSON.parse(after.stdout) as {
      readonly schema: string;
      readonly findings: readonly { readonly level: string; readonly code: string }[];
    };
    expect(schema).to.equal('hitwatch/doctor/1');
    const codes = findings.map(({ code }) => code);
    expect(codes).to.deep.equal(['server', 'storage', 'stream', 'buckets', 'clock', 'lag']);
    expect(findings.map(({ level }) => level)).not.to.include('fail');
  });

  it('say in one line what no engine can do', async () => {
    const odd = await scratch.run(['fleet', 'init', '--nats', url, '--fleet', 'a b']);
    expect(odd.code).to.equal(2);
    expect(odd.stderr).to.match(/^hitwatch: that is no name for a fleet: .*\n$/);
    const many = ['fleet', 'init', '--nats', url, '--fleet', 'web', '--replicas', '3'];
    const alone = await scratch.run(many);
    expect(alone.code).to.equal(1);
    expect(alone.stderr).to.match(/^hitwatch: the stream could not be made: .*\n$/);
    const nobody = `nats://user:secret@127.0.0.1:${await freePort()}`;
    const away = await scratch.run(['doctor', '--nats', nobody, '--fleet', 'web']);
    expect(away.code).to.equal(1);
    expect(away.stderr).to.match(/^hitwatch: there is no NATS server at 127\.0\.0\.1:\d+ .*\n$/);
  });
});

describe('hitwatch fleet and doctor, used wrongly', () => {
  const cases: readonly (readonly [args: string, said: string])[] = [
    ['fleet', 'the view of a fleet is not in this version'],
    ['fleet destroy', 'fleet "destroy" is not known'],
    ['fleet init', 'no --nats is given'],
    ['fleet init --nats x', 'no --fleet is given'],
    ['fleet init --nats x --fleet f --replicas 2', '--replicas "2" is no number of copies'],
    ['doctor --nats x --fleet f --nats-key k', '--nats-cert and --nats-key go together'],
  ];
  for (const [args, said] of cases) {
    it(`say in one line what is wrong: ${args}`, async () => {
      const scratch = new Scratch();
      try {
        const { code, stdout, stderr } = await scratch.run(args.split(' '));
        expect({ code, stdout }).to.deep.equal({ code: 2, stdout: '' });
        expect(stderr).to.match(/^hitwatch: [^\n]*: [^\n]*\n$/);
        expect(stderr).to.contain(said);
      } finally {
        await scratch.remove();
      }
    });
  }
});

async function listening(port: number): Promise<void> {
  const clock = new SystemClock();
  const sleeper = new TimerSleeper(clock);
  const untilMs = clock.nowMs() + READY_MS;
  while (clock.nowMs() < untilMs) {
    const answers = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1');
      socket.once('connect', () => {
        socket.destroy();
        resolve(true);
      });
      socket.once('error', () => {
        resolve(false);
      });
    });
    if (answers) return;
    await sleeper.sleepUntil(clock.nowMs() + 20);
  }
  throw new Error('the server does not listen');
}
