import { existsSync, readFileSync } from 'node:fs';

import { expect } from 'chai';

import { burst, BURST_RULE } from '../access-line.ts';
import { ofType, parseWatch } from '../documents.ts';
import { Scratch } from '../scratch.ts';
import { expectFailure, expectSuccess } from './one-line.ts';

const WATCH = ['-', ...BURST_RULE];
const NDJSON = [...WATCH, '--output', 'ndjson'];
const TRIGGERED = 'High traffic generated an alert - hits = 2.5, triggered at 2015-05-17T08:00:00Z';
const RECOVERED = 'High traffic alert recovered - hits = 0, recovered at 2015-05-17T08:00:10Z';

describe('the alert log', () => {
  let scratch: Scratch;

  beforeEach(() => (scratch = new Scratch()));
  afterEach(() => scratch.remove());

  it('holds the same objects as the output, one a line', async () => {
    const args = [...NDJSON, '--alert-log', 'logs/today/alerts.ndjson'];
    const finished = await scratch.run(args, { stdin: { text: burst(0) + burst(60) } });
    expectSuccess(finished);
    const lines = finished.stdout.split('\n').filter((line) => line.includes('"type":"alert"'));
    expect(lines).to.have.lengthOf(4);
    const kept = readFileSync(scratch.path('logs/today/alerts.ndjson'), 'utf8');
    expect(kept).to.equal(`${lines.join('\n')}\n`);
    expect(ofType(parseWatch(kept), 'alert').map(({ message }) => message)).to.include.members([
      TRIGGERED,
      RECOVERED,
    ]);
  });

  it('is in the state folder unless told otherwise, and is appended to', async () => {
    await scratch.run(NDJSON, { stdin: { text: burst(0) } });
    const once = readFileSync(scratch.defaultAlertLog, 'utf8');
    expect(parseWatch(once)).to.have.lengthOf(2);
    await scratch.run(NDJSON, { stdin: { text: burst(60) } });
    const twice = readFileSync(scratch.defaultAlertLog, 'utf8');
    expect(twice.startsWith(once)).to.be.true;
    expect(parseWatch(twice)).to.have.lengthOf(4);
  });

  it('is below the home folder where XDG_STATE_HOME is missing or relative', async () => {
    for (const state of ['', 'here/below']) {
      await scratch.run(NDJSON, { stdin: { text: burst(0) }, env: { XDG_STATE_HOME: state } });
    }
    const kept = readFileSync(scratch.path('.local/state/hitwatch/alerts.ndjson'), 'utf8');
    expect(parseWatch(kept)).to.have.lengthOf(4);
    expect(existsSync(scratch.path('here'))).to.be.false;
  });

  it('is not there with none', async () => {
    const args = [...NDJSON, '--alert-log', 'none'];
    const finished = await scratch.run(args, { stdin: { text: burst(0) } });
    expect(ofType(parseWatch(finished.stdout), 'alert')).to.have.lengthOf(2);
    expect(existsSync(scratch.defaultAlertLog)).to.be.false;
    expect(existsSync(scratch.path('none'))).to.be.false;
  });

  it('of earlier runs is shown at the next start, torn and foreign lines or not', async () => {
    const args = [...WATCH, '--alert-log', 'alerts.ndjson', '--timezone', 'utc'];
    await scratch.run(args, { stdin: { text: burst(0) } });
    const kept = readFileSync(scratch.path('alerts.ndjson'), 'utf8');
    const torn = kept.slice(0, 50);
    scratch.file('alerts.ndjson', `not json\n{"type":"alert"}\n[]\n7\nnull\n${kept}${torn}`);
    const next = scratch.hitwatch([...args, '--every', '100ms'], { stdin: 'open' });
    await next.shows(/alerts \(newest last\):\n.*\n.*recovered/);
    next.kill('SIGINT');
    const { stdout } = await next.finish();
    expect(stdout).to.include(`  alerts (newest last):\n    ${TRIGGERED}\n    ${RECOVERED}\n`);
    expect(stdout).to.include('stopped (user): 0 hits');
  });

  it('that cannot be written although it was asked for: one line and exit code 1', async () => {
    scratch.directory('logs');
    scratch.file('file');
    const choose = 'choose another file with --alert-log';
    const cases = {
      logs: 'alert log logs: is a directory: name a file with --alert-log',
      'file/alerts.ndjson':
        'alert log file/alerts.ndjson: something in the path is not a directory: ' + choose,
      '/proc/hitwatch/alerts.ndjson':
        'alert log /proc/hitwatch/alerts.ndjson: its folder cannot be made: ' + choose,
    };
    for (const [path, line] of Object.entries(cases)) {
      const finished = await scratch.run([...NDJSON, '--alert-log', path], { stdin: { text: '' } });
      expect(finished.stdout).to.equal('');
      expect(finished.stderr).to.equal(`hitwatch: ${line}\n`);
      expectFailure(finished, 1, /^hitwatch: alert log /);
    }
  });

  it('in its usual place that cannot be written: a notice, and the alerts are shown', async () => {
    scratch.file('file');
    const env = { XDG_STATE_HOME: scratch.path('file') };
    const finished = await scratch.run(NDJSON, { stdin: { text: burst(0) }, env });
    expect(finished.code).to.equal(0);
    expect(finished.stderr).to.match(
      /^hitwatch: notice: alert log [^\n]*not a directory: alerts are shown but not kept\n$/,
    );
    expect(ofType(parseWatch(finished.stdout), 'alert')).to.have.lengthOf(2);
  });

  it('on a full disk: a notice, and the monitor goes on', async function () {
    if (!existsSync('/dev/full')) {
      console.log('skipped: there is no /dev/full here');
      this.skip();
    }
    const args = [...NDJSON, '--alert-log', '/dev/full'];
    const finished = await scratch.run(args, { stdin: { text: burst(0) } });
    expectSuccess(finished);
    const objects = parseWatch(finished.stdout);
    expect(ofType(objects, 'alert')).to.have.lengthOf(2);
    const [notice] = ofType(objects, 'notice');
    expect(notice).to.deep.equal({
      type: 'notice',
      code: 'alert_sink_failed',
      message: 'alert log /dev/full: the disk is full',
    });
    expect(ofType(objects, 'stop').map(({ hits }) => hits)).to.deep.equal([26]);
  });
});
