import { appendFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { expect } from 'chai';

import { burst, BURST_RULE, hits } from '../access-line.ts';
import { ofType, parseWatch } from '../documents.ts';
import { Scratch } from '../scratch.ts';
import { expectSuccess } from './one-line.ts';

const ERRORS = 'rules:\n  - name: errors\n    metric: error_share\n    critical: ';
const OUTPUT = ['--from', 'start', '--output', 'ndjson', '--alert-log', 'none', '--every', '1h'];

describe('SIGHUP for a watch with a configuration and no terminal', () => {
  let scratch: Scratch;

  beforeEach(() => (scratch = new Scratch()));
  afterEach(() => scratch.remove());

  it('reads the rules again; what is the same goes on, a wrong file changes nothing', async () => {
    const log = scratch.file('access.log', hits(1, 0));
    const config = scratch.file('hitwatch.yaml', `${ERRORS}0.2\n`);
    const args = ['access.log', '--config', 'hitwatch.yaml', ...BURST_RULE, ...OUTPUT];
    const program = scratch.hitwatch(args);
    const told = (code: string) =>
      program.emits(code, (object) => object.type === 'notice' && object.code === code);
    await program.counts(1);

    writeFileSync(config, `${ERRORS}much\n`);
    program.kill('SIGHUP');
    const refused = await told('config_refused');
    expect(refused)
      .to.have.property('message')
      .that.matches(/hitwatch\.yaml:4:15: .*stays as it was/);

    writeFileSync(config, `${ERRORS}0.3\n`);
    program.kill('SIGHUP');
    await told('config_read');
    appendFileSync(log, burst(60));
    await program.emits('recovery', (object) => {
      return object.type === 'alert' && object.state === 'recovered';
    });
    program.kill('SIGTERM');
    const finished = await program.finish();
    expectSuccess(finished);
    const objects = parseWatch(finished.stdout);
    const changed = ofType(objects, 'notice').filter(({ code }) => code === 'rule_changed');
    expect(changed.map(({ message }) => message)).to.have.length(1);
    expect(changed[0]?.message).to.match(/the rule errors is another one than before/);
    const states = ofType(objects, 'alert').map(({ rule, state }) => `${rule} ${state}`);
    expect(states).to.deep.equal(['high-traffic triggered', 'high-traffic recovered']);
  });

  it('opens the channels again: what waited goes to the new address', async () => {
    const taken: string[] = [];
    const receiver = createServer((request, response) => {
      request.resume();
      taken.push(`${String(request.url)} ${String(request.headers.authorization)}`);
      response.end();
    });
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
    const { port } = receiver.address() as AddressInfo; // it listens on a port
    const log = scratch.file('access.log', hits(1, 0));
    const secret = scratch.file('token', 'Bearer old');
    const hook = (path: string, own: number) =>
      [
        'channels:',
        '  hook:',
        '    type: webhook',
        `    url: http://127.0.0.1:${own}${path}`,
        '    headers:',
        `      authorization: { file: ${secret} }`,
        '',
      ].join('\n');
    // Nobody listens at the first one.
    const config = scratch.file('hitwatch.yaml', hook('/old', 9));
    const args = ['access.log', '--config', 'hitwatch.yaml', ...BURST_RULE, ...OUTPUT];
    const program = scratch.hitwatch(args);
    const told = (code: string) =>
      program.emits(code, (object) => object.type === 'notice' && object.code === code);
    try {
      await program.counts(1);
      appendFileSync(log, burst(60));
      await told('channel_failed');

      writeFileSync(config, hook('/new', port).replace(secret, `${secret}.none`));
      program.kill('SIGHUP');
      expect(await told('config_refused'))
        .to.have.property('message')
        .that.contains('all stays');
      expect(taken).to.deep.equal([]);

      writeFileSync(secret, 'Bearer new');
      writeFileSync(config, hook('/new', port));
      program.kill('SIGHUP');
      await told('config_read');
      program.kill('SIGTERM');
      const finished = await program.finish();
      expectSuccess(finished);
      // The alert and its recovery, each once.
      expect(taken).to.deep.equal(['/new Bearer new', '/new Bearer new']);
      const codes = ofType(parseWatch(finished.stdout), 'notice').map(({ code }) => code);
      expect(codes).not.to.include('alerts_undelivered');
    } finally {
      await new Promise((resolve) => receiver.close(resolve));
    }
  });
});
