import { readFileSync, rmSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

import { expect } from 'chai';

import { burst, BURST_RULE } from '../access-line.ts';
import { Scratch } from '../scratch.ts';
import { expectFailure, expectSuccess } from './one-line.ts';

interface Listed {
  readonly schema: string;
  readonly files: readonly string[];
  readonly alerts: readonly {
    readonly id: string;
    readonly state: string;
    readonly started_at: string;
    readonly ended_at: string | null;
  }[];
}

describe('hitwatch alerts', () => {
  let scratch: Scratch;

  beforeEach(async () => {
    scratch = new Scratch();
    const stdin = { text: burst(0) + burst(60) };
    expectSuccess(await scratch.run(['-', ...BURST_RULE, '--alert-log', 'a.ndjson'], { stdin }));
  });
  afterEach(() => scratch.remove());

  async function listed(...args: readonly string[]): Promise<Listed> {
    const common = ['alerts', '--alert-log', 'a.ndjson', '--output', 'json'];
    const finished = await scratch.run([...common, ...args]);
    expectSuccess(finished);
    return JSON.parse(finished.stdout) as Listed; // the document that is tested
  }

  async function starts(...args: readonly string[]): Promise<string[]> {
    return (await listed(...args)).alerts.map(({ started_at }) => started_at.slice(11, 19));
  }

  it('lists what there was, from begin to end, the newest last', async () => {
    const finished = await scratch.run(['alerts', '--alert-log', 'a.ndjson']);
    expectSuccess(finished);
    const lines = finished.stdout.trimEnd().split('\n');
    expect(lines[0]?.trim().split(/\s+/)).to.deep.equal([
      ...['id', 'from', 'lasted', 'severity', 'rule', 'start', 'peak', 'end'],
    ]);
    expect(lines.slice(1).map((line) => line.trim().split(/\s+/).slice(1))).to.deep.equal([
      ['2015-05-17T08:00:00Z', '10s', 'critical', 'high-traffic', '2.5', '2.5', '0'],
      ['2015-05-17T08:01:00Z', '10s', 'critical', 'high-traffic', '2.5', '2.5', '0'],
    ]);
  });

  it('tells all that is known of one, by the beginning of its id', async () => {
    const [first] = (await listed()).alerts;
    const id = first?.id ?? '';
    const finished = await scratch.run(['alerts', '--alert-log', 'a.ndjson', id.slice(0, 6)]);
    expectSuccess(finished);
    expect(finished.stdout).to.include(id).and.to.include('what drove it').and.to.include('GET /');
    expect(finished.stdout.match(/high-traffic: critical/g)).to.have.length(1);
  });

  it('takes bounds of time, rules and states', async () => {
    const all = ['08:00:00', '08:01:00'];
    expect(await starts()).to.deep.equal(all);
    expect(await starts('--since', '2015-05-17T08:00:10Z')).to.deep.equal(all);
    expect(await starts('--since', '2015-05-17T10:00:11+02:00')).to.deep.equal(['08:01:00']);
    expect(await starts('--until', '2015-05-17T08:00:59Z')).to.deep.equal(['08:00:00']);
    expect(await starts('--since', '2h')).to.deep.equal([]);
    expect(await starts('--since', 'yesterday', '--until', 'now')).to.deep.equal([]);
    expect(await starts('--rule', 'other')).to.deep.equal([]);
    expect(await starts('--rule', 'high-traffic', '--state', 'recovered')).to.deep.equal(all);
    expect(await starts('--state', 'firing', '--state', 'unfinished')).to.deep.equal([]);
  });

  it('reads what the log was rotated to, packed or not, each alert once', async () => {
    const lines = readFileSync(scratch.path('a.ndjson'), 'utf8').split(/(?<=\n)/);
    scratch.file('a.ndjson.2.gz', gzipSync((lines[0] ?? '') + (lines[1] ?? '')));
    scratch.file('a.ndjson.1', `torn\n${lines[1] ?? ''}${lines[2] ?? ''}`);
    scratch.file('a.ndjson', lines[3] ?? '');
    scratch.file('a.ndjson.bak', 'of no set');
    const { files, alerts } = await listed();
    expect(files).to.deep.equal(['a.ndjson.2.gz', 'a.ndjson.1', 'a.ndjson']);
    expect(alerts.map(({ state }) => state)).to.deep.equal(['recovered', 'recovered']);
  });

  it('shows one that stands without an end', async () => {
    const lines = readFileSync(scratch.path('a.ndjson'), 'utf8').split(/(?<=\n)/);
    scratch.file('a.ndjson', lines.slice(0, 3).join(''));
    const { alerts } = await listed('--state', 'firing');
    expect(alerts).to.have.length(1);
    expect(alerts[0]).to.include({ started_at: '2015-05-17T08:01:00Z', ended_at: null });
  });

  it('says what is wrong in one line', async () => {
    rmSync(scratch.path('a.ndjson'));
    const missing = await scratch.run(['alerts', '--alert-log', 'a.ndjson']);
    expectFailure(missing, 1, /^hitwatch: a\.ndjson: no such file: /);
    expectFailure(await scratch.run(['alerts', '--since', 'soon']), 2, /--since "soon" is no time/);
    expectFailure(await scratch.run(['alerts', '--state', 'bad']), 2, /--state/);
    expectFailure(await scratch.run(['alerts', 'nothing']), 2, /is no id of an alert/);
    const none = await scratch.run(['alerts']);
    expectSuccess(none);
    expect(none.stdout).to.match(/^no such alerts in /);
  });
});
