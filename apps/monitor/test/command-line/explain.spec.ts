// How the first lines of a log are read, for a person and for a program.
import { gzipSync } from 'node:zlib';

import { expect } from 'chai';

import { accessLine, hits } from '../access-line.ts';
import type { ExplainDocument } from '../documents.ts';
import { caddyLine, dockerLine, W3C_HEADER, w3cLine } from '../format-lines.ts';
import { Scratch } from '../scratch.ts';
import { expectFailure, expectSuccess } from './one-line.ts';

/** What terminals obey: see hostile-text.spec.ts. */
const HOSTILE = '\x1b[2J\x1b]0;owned\x07\x9b2J\x7f\u202egnp.exe\u2066\u200b\u2028\u{e0041}';
const DANGEROUS = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\u{e0000}-\u{e0fff}]/u;

describe('explain', () => {
  let scratch: Scratch;

  beforeEach(() => (scratch = new Scratch()));
  afterEach(() => scratch.remove());

  async function explained(...args: readonly string[]): Promise<string> {
    const finished = await scratch.run(['explain', ...args]);
    expectSuccess(finished);
    return finished.stdout;
  }

  async function document(...args: readonly string[]): Promise<ExplainDocument> {
    return JSON.parse(await explained(...args, '--output', 'json')) as ExplainDocument;
  }

  it('a Combined log: its format, how sure that is, and the fields of three lines', async () => {
    scratch.file('access.log', hits(10, 0));
    const lines = (await explained('access.log')).split('\n');
    expect(lines.slice(0, 2)).to.deep.equal([
      'access.log: combined (Combined Log Format)',
      '  confidence 0.92; of the first lines 10 fit, 0 do not',
    ]);
    expect(lines.filter((line) => /^ {2}line \d+$/.test(line))).to.have.length(3);
    expect(fieldsOf(lines)).to.deep.equal({
      time: '2015-05-17T08:00:00.000Z',
      client: '192.0.2.1',
      user: '-',
      method: 'GET',
      target: '/pages/create',
      section: '/pages',
      protocol: 'HTTP/1.1',
      status: '200',
      bytes: '100',
      referrer: '-',
      agent: 'curl/8.5.0',
    });
  });

  it('a JSON log: what its keys mean', async () => {
    scratch.file('access.log', caddyLine());
    const text = await explained('access.log');
    expect(text).to.match(/^access\.log: caddy \(Caddy, JSON\)\n/);
    expect(fieldsOf(text.split('\n'))).to.deep.equal({
      time: '2015-05-17T08:00:00.000Z',
      client: '203.0.113.9',
      vhost: 'example.com',
      method: 'GET',
      target: '/pages/create',
      section: '/pages',
      protocol: 'HTTP/2.0',
      tls: '772',
      status: '200',
      bytes: '100',
      response_us: '250000',
    });
  });

  it('a W3C log: lines of directives are neither good nor bad', async () => {
    scratch.file('access.log', W3C_HEADER + w3cLine().repeat(2));
    const text = await explained('access.log');
    expect(text).to.match(/^access\.log: w3c \(W3C Extended Log File Format\)\n/);
    expect(text).to.include('of the first lines 2 fit, 0 do not');
    expect(text).to.include('  line 3\n');
    expect(text).to.match(/^ {4}response_us +250000$/m);
  });

  it('a log within a wrapper: names both', async () => {
    scratch.file('access.log', dockerLine(accessLine()));
    const text = await explained('access.log');
    expect(text).to.match(/^access\.log: combined \(Combined Log Format\), within docker\n/);
    const { format, envelope } = await document('access.log');
    expect({ format, envelope }).to.deep.equal({ format: 'combined', envelope: 'docker' });
  });

  it('a log of two formats: names the other as well', async () => {
    scratch.file('access.log', hits(9, 0) + caddyLine().repeat(5));
    const text = await explained('access.log');
    expect(text).to.match(/^access\.log: combined /);
    expect(text).to.match(/^ {2}also caddy$/m);
    const { formats, lines } = await document('access.log');
    expect(formats).to.deep.equal(['combined', 'caddy']);
    expect(lines.map(({ format }) => format).slice(8, 10)).to.deep.equal(['combined', 'caddy']);
  });

  it('a log that no format fits: the three best guesses, each with a mark', async () => {
    scratch.file('app.log', '[INFO] 192.0.2.1 started\n[INFO] ready\n');
    const text = await explained('app.log');
    expect(text).to.match(/^app\.log: no known format fits\. The best guesses:\n/);
    const guesses = [...text.matchAll(/^ {2}\w+ to column (\d+) of line 1\n(.*)\n( *)\^$/gm)];
    expect(guesses).to.have.length(3);
    for (const [, column, line = '', mark = ''] of guesses) {
      const at = line.indexOf('[INFO]') + Number(column) - 1;
      expect(mark).to.have.length(at);
    }
    const { format, confidence, guesses: named } = await document('app.log');
    expect({ format, confidence }).to.deep.equal({ format: null, confidence: 0 });
    expect(named).to.have.length(3);
    for (const { failure } of named) expect(failure?.column).to.be.above(0);
  });

  it('bad lines: the column where each stops fitting, and why', async () => {
    const bad = accessLine().replace('"GET /pages/create HTTP/1.1"', 'GET /');
    scratch.file('access.log', hits(5, 0) + bad + 'garbage\n' + hits(2, 0));
    const text = await explained('access.log');
    expect(text).to.include('of the first lines 7 fit, 2 do not');
    // Behind the bracket of the time.
    const column = accessLine().indexOf('] ') + 2;
    const why = 'no_request, no quoted request after the time';
    expect(text).to.include(`\n  line 6 stops fitting at column ${column}: ${why}\n`);
    expect(text).to.match(/\n {2}line 7 stops fitting at column 8: no_time, .*\n {5}garbage\n/);
    const { lines } = await document('access.log');
    expect(lines[5]).to.deep.include({ number: 6, failure: { reason: 'no_request', column } });
    expect(lines[5]?.fields).to.deep.equal([]);
  });

  it('a bad line of any length: the column is marked where it is in sight', async () => {
    for (const [size, end] of [
      [150, ' GET /'],
      [3000, '…'], // far behind what is kept of the line
    ] as const) {
      const bad = `${'x '.repeat(size)}[17/May/2015:08:00:00 +0000] GET /`;
      scratch.file('access.log', `${hits(5, 0)}${bad}\n`);
      const shown = (await explained('access.log')).split('\n');
      const mark = shown.find((line) => /^ *\^$/.test(line)) ?? '';
      const above = shown[shown.indexOf(mark) - 1] ?? '';
      expect(above.slice(mark.length - 1)).to.equal(end);
      expect(above).to.have.length.within(20, 100);
    }
  });

  it('the first lines only, however long the log is', async () => {
    scratch.file('access.log', hits(2000, 0));
    const { lines, confidence } = await document('access.log');
    expect(lines).to.have.length(64);
    expect(confidence).to.be.above(0.95);
  });

  it('standard input, what is packed, and several logs', async () => {
    const stdin = { text: hits(3, 0) };
    const piped = await scratch.run(['explain', '-'], { stdin });
    expectSuccess(piped);
    expect(piped.stdout).to.match(/^-: combined /);
    scratch.file('packed.log', gzipSync(caddyLine().repeat(3)));
    expect(await explained('packed.log')).to.match(/^packed\.log: caddy /);
    scratch.file('access.log', hits(1, 0));
    const both = await explained('packed.log', 'access.log', '--output', 'json');
    const paths = both.split('\n').filter((line) => line !== '');
    expect(paths.map((line) => (JSON.parse(line) as ExplainDocument).path)).to.deep.equal([
      'packed.log',
      'access.log',
    ]);
  });

  it('by a format that is given', async () => {
    scratch.file('access.log', '192.0.2.1 [17/May/2015:08:00:00 +0000] "GET /a/b HTTP/1.1" 200\n');
    const format = '$remote_addr [$time_local] "$request" $status';
    const text = await explained('access.log', '--format', format);
    expect(text).to.match(/^access\.log: custom /);
    expect(fieldsOf(text.split('\n'))).to.include({ client: '192.0.2.1', section: '/a' });
  });

  it('by a format that is given and fits no line: where it stops fitting', async () => {
    scratch.file('access.log', hits(2, 0));
    const text = await explained('access.log', '--format', '$remote_addr|$time_local|$request');
    expect(text).to.match(/^access\.log: no line fits the format that is given:\n/);
    expect(text).to.match(/\n {2}custom to column \d+ of line 1\n/);
  });

  it('the logs of a directory or a pattern, but for empty ones', async () => {
    scratch.directory('logs');
    scratch.file('logs/a.log', hits(1, 0));
    scratch.file('logs/b.log');
    scratch.file('logs/c.log', caddyLine());
    for (const name of ['logs', 'logs/*.log']) {
      const text = await explained(name);
      expect(text.match(/^logs.*$/gm)).to.deep.equal([
        'logs/a.log: combined (Combined Log Format)',
        'logs/c.log: caddy (Caddy, JSON)',
      ]);
    }
    const none = await scratch.run(['explain', 'logs/*.gz']);
    expectFailure(none, 1, 'logs/*.gz: no file matches: check the path, and quote a pattern');
  });

  it('an empty log, none, a directory and what is no option: one line', async () => {
    scratch.file('empty.log');
    const remedy = 'name a log that has lines';
    expectFailure(await scratch.run(['explain', 'empty.log']), 2, `empty.log is empty: ${remedy}`);
    const missing = await scratch.run(['explain', 'nope.log']);
    expectFailure(missing, 1, 'nope.log: no such file: check the path');
    scratch.directory('none');
    expectFailure(await scratch.run(['explain', 'none']), 1, /^hitwatch: none: holds no log: /);
    expectFailure(await scratch.run(['explain', 'x', '--top', '3']), 2, /--top/);
  });

  for (const output of ['text', 'json']) {
    it(`leaves nothing of hostile text raw: ${output}`, async () => {
      const bad = `${HOSTILE} garbage ${HOSTILE}\n`;
      const good = accessLine({ agent: HOSTILE, request: `GET /${HOSTILE}/ HTTP/1.1` });
      const json = caddyLine({ path: `/${HOSTILE}` });
      const name = `access ${HOSTILE}\n.log`;
      for (const content of [good.repeat(3) + bad, bad.repeat(3), json.repeat(3) + bad]) {
        scratch.file(name, content);
        const { stdout, stderr } = await scratch.run(['explain', name, '--output', output]);
        expect(stderr).to.equal('');
        expectHarmless(stdout);
      }
      scratch.file(name);
      for (const args of [[name], [`${name}2`], [name, '--format', HOSTILE]]) {
        const { stdout, stderr } = await scratch.run(['explain', ...args, '--output', output]);
        expect(stdout).to.equal('');
        expect(stderr).to.match(/^hitwatch: .*\n$/);
        expectHarmless(stderr);
      }
    });
  }
});

/** The fields of the first line that is shown. */
function fieldsOf(lines: readonly string[]): Record<string, string> {
  const first = lines.findIndex((line) => line.startsWith('  line '));
  const end = lines.indexOf('', first);
  const rows = lines.slice(first + 1, end).map((line) => line.trim().split(/ {2,}/));
  return Object.fromEntries(rows.map(([name = '', value = '']) => [name, value]));
}

function expectHarmless(text: string): void {
  for (const line of text.split('\n')) expect(line).not.to.match(DANGEROUS);
}
