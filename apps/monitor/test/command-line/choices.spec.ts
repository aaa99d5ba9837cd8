// What the options change in the output.
import { appendFileSync } from 'node:fs';

import { expect } from 'chai';

import { accessLine, burst, BURST_RULE, hits } from '../access-line.ts';
import { hitsByKey, ofType, parseReport, parseWatch } from '../documents.ts';
import { Scratch } from '../scratch.ts';
import { expectSuccess } from './one-line.ts';
import { wholeRun } from './whole-run.ts';

/** What one thread of a report takes at a time. */
const PART_BYTES = 16 * 1024 * 1024;
const ESCAPE = '\x1b';
const WATCH = ['access.log', '--every', '100ms', '--alert-log', 'none'];
const NDJSON = [...WATCH, '--output', 'ndjson'];

describe('an option', () => {
  let scratch: Scratch;

  beforeEach(() => (scratch = new Scratch()));
  afterEach(() => scratch.remove());

  async function report(...args: readonly string[]) {
    const finished = await scratch.run(['report', 'access.log', '--output', 'json', ...args]);
    expectSuccess(finished);
    return parseReport(finished.stdout);
  }

  it('--site stands before sections and urls that have no host', async () => {
    const request = (target: string) => accessLine({ request: `GET ${target} HTTP/1.1` });
    scratch.file(
      'access.log',
      request('/pages/create') + request('http://other.example/pages/create') + request('*'),
    );
    const { tables } = await report('--site', 'http://my.site.com/');
    expect(hitsByKey(tables.sections)).to.deep.equal({
      'http://my.site.com/pages': 1,
      'http://other.example/pages': 1,
      '*': 1,
    });
    expect(hitsByKey(tables.urls)).to.have.property('http://my.site.com/pages/create', 1);
  });

  it('--top cuts the tables, and 0 leaves them whole; nothing is lost', async () => {
    const lines = Array.from({ length: 30 }, (_, n) =>
      accessLine({ request: `GET /s${n}/x HTTP/1.1` }).repeat(n + 1),
    );
    scratch.file('access.log', lines.join(''));
    const sums = 465;
    for (const [top, rows] of [
      [[], 10],
      [['--top', '3'], 3],
      [['--top', '0'], 30],
      [['--top', '1000'], 30],
    ] as const) {
      const { sections } = (await report(...top)).tables;
      expect(sections.rows).to.have.lengthOf(rows);
      expect(sections.rows[0]).to.include({ key: '/s29', hits: 30 });
      const shown = sections.rows.reduce((sum, row) => sum + row.hits, 0);
      expect(shown + sections.other).to.equal(sums);
      expect(sections.distinct).to.equal(30);
    }
  });

  it('--timezone is that of the text, never that of the JSON', async () => {
    scratch.file('access.log', hits(1, 0));
    const text = async (zone: readonly string[], TZ: string) => {
      const finished = await scratch.run(['report', 'access.log', ...zone], { env: { TZ } });
      return / {2}(\S+) to /.exec(finished.stdout)?.[1];
    };
    expect(await text([], 'UTC')).to.equal('2015-05-17T08:00:00Z');
    expect(await text([], 'America/New_York')).to.equal('2015-05-17T04:00:00-04:00');
    expect(await text(['--timezone', 'utc'], 'Asia/Tokyo')).to.equal('2015-05-17T08:00:00Z');
    const paris = ['--timezone', 'Europe/Paris'];
    expect(await text(paris, 'Asia/Tokyo')).to.equal('2015-05-17T10:00:00+02:00');
    const { time } = await report(...paris);
    expect(time.first).to.equal('2015-05-17T08:00:00Z');
  });

  it('--timezone is that of alert messages in the text; in NDJSON it is UTC', async () => {
    const args = ['-', ...BURST_RULE, '--timezone', 'Asia/Kolkata', '--alert-log', 'alerts.ndjson'];
    const stdin = { text: burst(0) };
    const text = await scratch.run(args, { stdin });
    expect(text.stdout).to.include('hits = 2.5, triggered at 2015-05-17T13:30:00+05:30\n');
    expect(text.stdout).to.include('peak 25/s at 13:30:00');
    const ndjson = await scratch.run([...args, '--output', 'ndjson'], { stdin });
    const [alert] = ofType(parseWatch(ndjson.stdout), 'alert');
    expect(alert?.message).to.match(/triggered at 2015-05-17T08:00:00Z$/);
  });

  it('--from start reads all that is there, end only what is new', async () => {
    for (const [from, before] of [
      ['start', 5],
      ['end', 0],
    ] as const) {
      const path = scratch.file('access.log', hits(5, 0));
      const program = scratch.hitwatch([...NDJSON, '--from', from]);
      await program.emits('an interval', ({ type }) => type === 'interval');
      appendFileSync(path, hits(2, 1));
      await program.counts(before + 2);
      const [stop] = ofType(await wholeRun(program), 'stop');
      expect(stop?.hits).to.equal(before + 2);
    }
  });

  it('--from window, the default, reads as far back as the alert looks', async () => {
    scratch.file('access.log', hits(50, 0) + hits(7, 51) + hits(3, 60));
    for (const from of [[], ['--from', 'window']]) {
      const program = scratch.hitwatch([...NDJSON, '--duration', '10s', ...from]);
      await program.counts(10);
      const [stop] = ofType(await wholeRun(program), 'stop');
      expect(stop?.hits).to.equal(10);
    }
  });

  it('--every is the time between two reports', async () => {
    scratch.file('access.log');
    const program = scratch.hitwatch([...NDJSON, '--every', '300ms']);
    await program.until('three reports', () => ofType(program.objects, 'interval')[2]);
    const intervals = ofType(await wholeRun(program), 'interval');
    const startMs = Date.parse(intervals[0]?.from ?? '');
    // One that is late takes nothing from the next: they come by the clock.
    intervals.slice(0, 3).forEach(({ to }, index) => {
      expect(Date.parse(to) - startMs).to.be.within(300 * (index + 1), 300 * (index + 1) + 250);
    });
  });

  it('FILE and --file name the same files, in order', async () => {
    for (const name of ['a', 'b', 'c']) scratch.file(name, hits(1, 0));
    const args = ['report', 'c', '--file', 'a', '--file=b', '--output', 'json'];
    const { files } = parseReport((await scratch.run(args)).stdout);
    expect(files.map(({ path }) => path)).to.deep.equal(['a', 'b', 'c']);
    const dashed = scratch.file('-odd name.log', hits(2, 0));
    const finished = await scratch.run(['report', '--output', 'json', '--', '-odd name.log']);
    expect(parseReport(finished.stdout).hits, dashed).to.equal(2);
  });

  it('--jobs changes how fast a report is, and nothing in it', async () => {
    const lines = Array.from({ length: 997 }, (_, n) =>
      accessLine({ at: n, host: `host${n % 101}`, request: `GET /s${n % 37}/${n} HTTP/1.1` }),
    ).join('');
    const times = Math.ceil(PART_BYTES / lines.length) + 1;
    // The first part of the one file ends in the middle of a line, that of the other with one.
    scratch.file('access.log', `${lines.repeat(times)}garbage`);
    const filler = 'x'.repeat((PART_BYTES % lines.length) - 1);
    scratch.file('other.log', `${filler}\n${lines.repeat(times)}`);
    const one = await report('other.log', '--jobs', '1');
    expect(one.lines).to.include({ counted: 2 * 997 * times, unparsed: 2 });
    expect(one.tables.sections.rows[0]).to.include({ key: '/s0', hits: 2 * 27 * times });
    for (const jobs of ['2', '7']) {
      expect(await report('other.log', '--jobs', jobs)).to.deep.equal(one);
    }
  });

  it('--jitless of Node, which has no WebAssembly, changes nothing in a report', async () => {
    const paths = ['/a/b', '/a"b', '/\\x22', '/é', '*', '/a b'];
    const lines = Array.from({ length: 3000 }, (_, n) =>
      accessLine({ at: n, host: `h${n % 7}`, request: `GET ${paths[n % 6] ?? ''} HTTP/1.1` }),
    );
    scratch.file('access.log', `${lines.join('')}garbage\n\n`);
    const args = ['report', 'access.log', '--output', 'json'];
    const plain = await scratch.run(args, { env: { NODE_OPTIONS: '--jitless' } });
    expect(plain.code).to.equal(0);
    expect(parseReport(plain.stdout)).to.deep.equal(await report());
  });

  it('colours are for terminals: FORCE_COLOR turns them on, NO_COLOR off', async () => {
    scratch.file('access.log', hits(1, 0));
    const outputs = async (env: Readonly<Record<string, string>>) => {
      const watched = await scratch.run(['-', ...BURST_RULE, '--alert-log', 'none'], {
        stdin: { text: burst(0) },
        env,
      });
      const reported = await scratch.run(['report', 'access.log'], { env });
      const helped = await scratch.run(['--help'], { env });
      return [watched, reported, helped].map(({ stdout }) => stdout.includes(ESCAPE));
    };
    expect(await outputs({})).to.deep.equal([false, false, false]);
    expect(await outputs({ TERM: 'xterm-256color' })).to.deep.equal([false, false, false]);
    expect(await outputs({ FORCE_COLOR: '1' })).to.deep.equal([true, true, false]);
    expect(await outputs({ FORCE_COLOR: '1', NO_COLOR: '1' })).to.deep.equal([false, false, false]);
  });
});
