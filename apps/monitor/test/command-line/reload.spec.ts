import { appendFileSync, writeFileSync } from 'node:fs';

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
      .that.matches(/hitwatch\.yaml:4:15: .*stay as they/);

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
});
