// What backtest says of logs whose alerts are known, and of the scenarios of other monitors.
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

import { expect } from 'chai';

import { accessLine } from '../access-line.ts';
import { type BacktestDocument, parseBacktest } from '../documents.ts';
import { expectSuccess } from '../command-line/one-line.ts';
import { Scratch } from '../scratch.ts';
import { KNOWN_LOGS } from './ground-truth.ts';

const SCENARIOS = new URL(
  '../../../../libs/domain/test/alert/alert-scenarios.jsonl',
  import.meta.url,
);

interface Scenario {
  readonly test: string;
  readonly window_s: number;
  readonly threshold: number;
  readonly events: readonly (readonly [second: number, hits: number])[];
  readonly reference: readonly { readonly type: string; readonly t: number }[];
}

/** Where the reference recovers at equality and our state stays. */
const EQUALITY: Readonly<Record<string, readonly string[]>> = {
  whenOverThreshold_TriggerAlert: ['triggered 1', 'recovered 3'],
  whenAlertTriggeredAndTrafficDrops_StopAlert: ['triggered 1', 'recovered 4'],
};

describe('backtest, held to what is known', () => {
  let scratch: Scratch;

  beforeEach(() => (scratch = new Scratch()));
  afterEach(() => scratch.remove());

  async function backtest(args: readonly string[]): Promise<BacktestDocument> {
    const finished = await scratch.run(['backtest', ...args, '--output', 'json']);
    expectSuccess(finished);
    return parseBacktest(finished.stdout);
  }

  for (const known of KNOWN_LOGS) {
    it(`finds all crossings, as the log is: ${known.name}`, async function () {
      if (known.missing !== undefined) {
        console.log(`skipped: ${known.missing}`);
        this.skip();
      }
      const { truth, files } = known.load();
      const paths = files.map(({ name, content }) => scratch.file(name, content));
      for (const [threshold, { events }] of Object.entries(truth.crossings)) {
        const { alerts, lines } = await backtest([...paths, '--threshold', threshold]);
        expect(lines.read).to.equal(truth.total_lines);
        const found = alerts.map(({ state, at, hits }) => [state, Date.parse(at) / 1000, hits]);
        expect(found).to.deep.equal(events.map(({ type, t, window_total: n }) => [type, t, n]));
      }
    });
  }

  it('tells of the scenarios of other monitors what they tell, also backwards', async () => {
    const scenarios = readFileSync(SCENARIOS, 'utf8').trimEnd().split('\n');
    expect(scenarios).to.have.length(23);
    for (const line of scenarios) {
      const { test, window_s, threshold, events, reference } = JSON.parse(line) as Scenario; // ours
      const lines = [...events].reverse().flatMap(([at, hits]) => {
        return Array.from({ length: hits }, () => accessLine({ at }));
      });
      if (lines.length === 0) continue;
      const log = scratch.file('access.log', lines.join(''));
      const rule = ['--threshold', String(threshold), '--duration', String(window_s)];
      const { alerts } = await backtest([log, ...rule]);
      const zero = Date.UTC(2015, 4, 17, 8) / 1000;
      const story = alerts.map(({ state, at }) => `${state} ${Date.parse(at) / 1000 - zero}`);
      const wanted = EQUALITY[test] ?? reference.map(({ type, t }) => `${type} ${t}`);
      expect(story, test).to.deep.equal(wanted);
    }
  });

  describe('of a large log', () => {
    /** Some 30 MiB: more than one part, and worth a worker. Bursts at hours, from one client. */
    const lines = Array.from({ length: 300_000 }, (_, at) => {
      const isBurst = at % 100_000 < 900;
      const second = isBurst ? Math.floor(at / 100_000) * 3600 + (at % 60) : Math.floor(at / 7);
      const host = isBurst ? '203.0.113.9' : `192.0.2.${at % 200}`;
      const request = `GET /${isBurst ? 'login' : `s${at % 11}`}/x?${'q'.repeat(20)} HTTP/1.1`;
      return accessLine({ at: second, host, request, status: isBurst ? 401 : 200 });
    });
    const rule = ['--threshold', '8', '--duration', '2m', '--suggest', '7'];

    it('is the same for any number of jobs, any order, in pieces and packed', async () => {
      const log = scratch.file('access.log', lines.join(''));
      const whole = await backtest([log, ...rule, '--jobs', '1']);
      const [first] = whole.alerts;
      expect(first?.drivers?.find(({ dimension }) => dimension === 'clients')).to.include({
        key: '203.0.113.9',
      });
      expect(first?.samples).to.have.length(3);
      for (const jobs of ['2', '5']) {
        expect(await backtest([log, ...rule, '--jobs', jobs])).to.deep.equal(whole);
      }
      const middle = 170_001;
      const shuffled = [...lines.slice(middle).reverse(), ...lines.slice(0, middle)];
      const one = scratch.file('one.log', shuffled.slice(0, 99_999).join(''));
      const packed = gzipSync(shuffled.slice(99_999).join(''));
      const other = scratch.file('other.log.gz', packed);
      const mixed = await backtest([one, other, ...rule]);
      expect(mixed.alerts).to.deep.equal(whole.alerts);
      expect(mixed.suggestions).to.deep.equal(whole.suggestions);
      expect(mixed.lines).to.deep.equal(whole.lines);
    }).timeout(60_000);

    it('reads a stream as well, but not for a second time', async () => {
      const log = scratch.file('access.log', lines.join(''));
      const whole = await backtest([log, ...rule]);
      const args = ['backtest', '-', ...rule, '--output', 'json'];
      const { stdout } = await scratch.run(args, { stdin: { file: log } });
      const piped = parseBacktest(stdout);
      expect(piped.lines).to.deep.equal(whole.lines);
      expect(piped.alerts).to.deep.equal(
        whole.alerts.map((alert) => {
          return { ...alert, drivers: [], hits_before: 0, samples: [] };
        }),
      );
    }).timeout(60_000);
  });

  it('of lines years apart takes no longer for the years', async () => {
    const year = (at: number) => accessLine({ at: 0 }).replace('2015', String(at));
    const log = scratch.file('access.log', `${year(2024)}${year(1990)}${year(2024)}`);
    const { alerts, rules } = await backtest([log, '--threshold', '0.01', '--suggest', '1']);
    expect(alerts.map(({ state, at }) => `${state} ${at}`)).to.deep.equal([
      'triggered 2024-05-17T08:00:00Z',
      'recovered 2024-05-17T08:02:00Z',
    ]);
    expect(rules).to.have.length(1);
  });

  it('shows what a person wants to see', async () => {
    const burst = Array.from({ length: 50 }, (_, at) => accessLine({ at: 60 + (at % 5) }));
    const log = scratch.file('access.log', `${accessLine({ at: 0 })}${burst.join('')}`);
    const args = ['backtest', log, '--threshold', '1', '--duration', '10s', '--suggest', '1'];
    const { stdout } = await scratch.run(args);
    expect(stdout).to.match(/high-traffic: hits per second over 10s, above 1; fired once/);
    expect(stdout).to.match(/[⠁-⣿]{3}/);
    expect(stdout).to.match(/High traffic generated an alert - hits = 2, triggered at .*:01:01/);
    expect(stdout).to.match(/ {4}sections 0% to 100% .* \/pages\n/);
    expect(stdout).to.match(/the log is <0\.1% of a week long/);
    const ascii = await scratch.run(args, { env: { LC_ALL: 'C' } });
    expect(ascii.stdout)
      .to.match(/^ +\d+(\.\d+)? \+/m)
      .and.not.match(/[⠀-⣿┤]/);
  });
});
