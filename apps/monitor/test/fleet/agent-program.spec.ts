import { appendFileSync, copyFileSync, readFileSync, renameSync, truncateSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

import { NatsBus } from '@hitwatch/adapters/nats';
import { expect } from 'chai';

import { Scratch } from '../scratch.ts';
import { eventually, FleetReader, natsBinary, OneServer } from './fleet-reader.ts';

describe('hitwatch agent, with an engine', function () {
  this.timeout(90_000);
  let scratch: Scratch;
  let server: OneServer;
  let bus: NatsBus | undefined;
  let fleet: FleetReader;
  let args: readonly string[];
  let written = 0;

  before(function () {
    if (natsBinary !== undefined) return;
    console.log('      skipped: there is no nats-server (Debian: apt-get install nats-server)');
    this.skip();
  });

  beforeEach(async () => {
    scratch = new Scratch();
    server = await OneServer.start(scratch.path('nats'));
    const place = ['--nats', server.url, '--fleet', 'web'];
    const made = await scratch.run(['fleet', 'init', ...place]);
    expect(made.code, made.stderr).to.equal(0);
    bus = await NatsBus.connect('web', { servers: [server.url], clientName: 'test' });
    fleet = new FleetReader(bus);
    scratch.file('access.log');
    written = 0;
    const state = ['--state', scratch.path('agent'), '--from', 'start'];
    args = ['agent', 'access.log', ...place, '--name', 'web-1', ...state];
  });

  afterEach(async () => {
    await fleet.close();
    await bus?.close();
    await scratch.remove();
    await server.kill();
  });

  function write(lines: number): void {
    for (let line = 0; line < lines; line++) {
      const [, day, month, year, time] = new Date().toUTCString().split(' ');
      const stamp = `${day ?? ''}/${month ?? ''}/${year ?? ''}:${time ?? ''} +0000`;
      const request = `"GET /s${written % 7}/x HTTP/1.1"`;
      const text = `10.0.0.${written % 200} - - [${stamp}] ${request} 200 ${written}\n`;
      appendFileSync(scratch.path('access.log'), text);
      written++;
    }
  }

  async function writeFor(ms: number): Promise<void> {
    const until = performance.now() + ms;
    while (performance.now() < until) {
      write(7);
      await sleep(20);
    }
  }

  it('counts each line once, whenever it is killed and whatever is rotated', async () => {
    for (let round = 0; round < 3; round++) {
      const agent = scratch.hitwatch(args);
      await agent.shows(/^hitwatch agent web-1 follows access\.log for fleet web at nats:\/\/.*$/m);
      await writeFor(1500);
      if (round === 1) renameSync(scratch.path('access.log'), scratch.path('access.log.1'));
      await writeFor(700);
      agent.kill('SIGKILL');
      await agent.exited;
      write(20);
    }
    const last = scratch.hitwatch(args);
    await eventually('all lines are counted', () => fleet.hits >= written);
    last.kill('SIGTERM');
    expect(await last.finish()).to.include({ code: 0, stderr: '' });
    await eventually('it says goodbye', () => fleet.messages.at(-1)?.bye === true);
    expect(fleet.hits).to.equal(written);
    expect(new Set(fleet.messages.map(({ epoch }) => epoch)).size).to.equal(1);
  });

  it('counts on while the engine is away', async () => {
    const agent = scratch.hitwatch(args);
    await writeFor(1500);
    await server.kill();
    await writeFor(2500);
    await server.start();
    await eventually('all lines are counted', () => fleet.hits >= written, 40_000);
    agent.kill('SIGTERM');
    const { code, stderr } = await agent.finish();
    expect(code).to.equal(0);
    expect(stderr).to.match(/^hitwatch: notice: NATS at .*; counts on, and tries again$/m);
    expect(stderr).to.match(/^hitwatch: notice: NATS at .* takes messages again$/m);
    expect(fleet.hits).to.equal(written);
  });

  it('ends in time while the engine is away', async () => {
    const agent = scratch.hitwatch(args);
    await writeFor(1500);
    await server.kill();
    await writeFor(1200);
    const before = performance.now();
    agent.kill('SIGTERM');
    const { code } = await agent.finish();
    expect(code).to.equal(0);
    expect(performance.now() - before).to.be.below(1800);
    await server.start();
    const next = scratch.hitwatch(args);
    await eventually('all lines are counted', () => fleet.hits >= written);
    next.kill('SIGTERM');
    await next.finish();
    expect(fleet.hits).to.equal(written);
  });

  it('counts what is copied and truncated, and what is piped in', async () => {
    const agent = scratch.hitwatch(args);
    await writeFor(1500);
    copyFileSync(scratch.path('access.log'), scratch.path('access.log.1'));
    truncateSync(scratch.path('access.log'));
    await writeFor(1200);
    agent.kill('SIGKILL');
    await agent.exited;
    write(20);
    const next = scratch.hitwatch(args);
    await eventually('all lines are counted', () => fleet.hits >= written);
    next.kill('SIGTERM');
    await next.finish();
    expect(fleet.hits).to.equal(written);

    const text = readFileSync(scratch.path('access.log'));
    const lines = text.toString().split('\n').length - 1;
    const piped = args.map((word) => (word === 'access.log' ? '-' : word));
    const other = piped.map((word) => (word === 'web-1' ? 'web-2' : word)).slice(0, -4);
    const { code, stderr } = await scratch.run(other, { stdin: { text: text.toString() } });
    expect(code, stderr).to.equal(0);
    await eventually('it says goodbye', () => fleet.messages.at(-1)?.bye === true);
    expect(fleet.hits).to.equal(written + lines);
  });

  it('goes on from what the engine has when its checkpoint is gone', async () => {
    const agent = scratch.hitwatch(args);
    await writeFor(3000);
    await eventually('something is published', () => fleet.hits > 0);
    agent.kill('SIGKILL');
    await agent.exited;
    write(20);
    const other = args.map((word) => (word === scratch.path('agent') ? scratch.path('b') : word));
    const next = scratch.hitwatch(other);
    await eventually('all lines are counted', () => fleet.hits >= written);
    next.kill('SIGTERM');
    await next.finish();
    await eventually('it says goodbye', () => fleet.messages.at(-1)?.bye === true);
    expect(fleet.hits).to.equal(written);
  });

  it('says in one line that there is no engine, or no fleet', async () => {
    const elsewhere = await scratch.run(
      args.map((word) => (word === server.url ? 'nats://127.0.0.1:1' : word)),
    );
    expect(elsewhere.code).to.equal(1);
    expect(elsewhere.stderr).to.match(/^hitwatch: there is no NATS server at .*\n$/);
    const nowhere = await scratch.run(args.map((word) => (word === 'web' ? 'no' : word)));
    expect(nowhere.code).to.equal(1);
    expect(nowhere.stderr).to.match(/^hitwatch: .*\n$/);
  });
});
