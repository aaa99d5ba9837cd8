// The configuration file from outside: what it changes, what is refused, what is printed.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { expect } from 'chai';

import { hits } from '../access-line.ts';
import { ofType } from '../documents.ts';
import { Scratch } from '../scratch.ts';
import { expectFailure, expectSuccess } from './one-line.ts';
import { wholeRun } from './whole-run.ts';

describe('a configuration file', () => {
  let scratch: Scratch;

  beforeEach(() => {
    scratch = new Scratch();
    scratch.file('access.log', hits(3, 0));
  });
  afterEach(() => scratch.remove());

  const settings = 'files: [access.log]\nthreshold: 50\nduration: 5m\noutput: ndjson\n';

  async function started(args: readonly string[]) {
    const program = scratch.hitwatch(args);
    await program.counts(3);
    const [start] = ofType(await wholeRun(program), 'start');
    return start;
  }

  it('stands for options, and options win', async () => {
    const path = scratch.file('c.yaml', settings);
    expect(await started(['--config', path])).to.include({ threshold: 50, duration_s: 300 });
    const args = ['--config', path, '--threshold', '7'];
    expect(await started(args)).to.include({ threshold: 7, duration_s: 300 });
  });

  it('is found by the rules of XDG, and left out by none', async () => {
    scratch.directory('.config/hitwatch');
    scratch.file('.config/hitwatch/hitwatch.yaml', settings);
    expect(await started([])).to.include({ threshold: 50 });
    const args = ['--config', 'none', 'access.log', '--output', 'ndjson'];
    expect(await started(args)).to.include({ threshold: 10 });
  });

  it('is that of report as well, which needs no secrets', async () => {
    const channels = 'channels: { a: { type: slack, url: { env: NOPE } } }\n';
    const path = scratch.file('c.yaml', `report_output: json\n${settings}${channels}`);
    const finished = await scratch.run(['report', '--config', path]);
    expectSuccess(finished);
    expect(JSON.parse(finished.stdout)).to.have.property('hits', 3);
    expectFailure(await scratch.run(['--config', path]), 2, /variable NOPE is not set/);
  });

  it('that is wrong is refused: the first problem in one line, and how many more', async () => {
    const path = scratch.file('c.yaml', 'treshold: 5\ntop: many\n');
    for (const args of [
      ['--config', path],
      ['report', 'access.log', '--config', path],
    ]) {
      const finished = await scratch.run(args);
      expectFailure(
        finished,
        2,
        /c\.yaml:1:1: treshold is not known: did you mean threshold\?; 1 more/,
      );
    }
  });

  it('is refused when it is missing, a directory or not UTF-8', async () => {
    const directory = scratch.directory('dir');
    const latin = scratch.file('latin.yaml', Buffer.from('site: http://caf\xe9\n', 'latin1'));
    const rows = [
      ['nothing.yaml', 1, /nothing\.yaml: no such file: /],
      [directory, 1, /dir: is a directory: /],
      [latin, 2, /latin\.yaml:1:17: the file is not UTF-8: /],
      ['', 2, /--config has no name/],
    ] as const;
    for (const [path, code, pattern] of rows) {
      expectFailure(await scratch.run(['access.log', '--config', path]), code, pattern);
    }
  });

  it('is checked: every problem with its line and column', async () => {
    const path = scratch.file('c.yaml', 'timezone: Mars\nevery: 1ms\nrules: [eror-share]\n');
    const { code, stdout, stderr } = await scratch.run(['config', 'check', '--config', path]);
    expect({ code, stdout }).to.deep.equal({ code: 2, stdout: '' });
    const places = stderr.trimEnd().split('\n');
    expect(places).to.have.length(3);
    for (const [at, line] of places.entries()) {
      expect(line.startsWith(`${path}:${at + 1}:`), line).to.equal(true);
    }
    const fine = await scratch.run([
      'config',
      'check',
      '--config',
      scratch.file('f.yaml', 'top: 5'),
    ]);
    expectSuccess(fine);
    expect(fine.stdout).to.match(/f\.yaml is fine\n$/);
    expect((await scratch.run(['config', 'check'])).stdout).to.match(/there is no configuration/);
  });

  it('is printed with where each value comes from, and without secrets', async () => {
    const channels = [
      'channels:',
      '  hook: { type: webhook, url: "https://h/hush-1", headers: { A: hush-2, B: { env: B } } }',
      '  mail: { type: email, host: h, from: a@b, to: [c@d], user: u, password: hush-3 }',
      'rules: [error-share]',
    ].join('\n');
    const path = scratch.file('c.yaml', `${settings}${channels}\n`);
    const args = ['config', 'print', '--config', path, '--top', '5'];
    const finished = await scratch.run(args, { env: { B: 'hush-4' } });
    expectSuccess(finished);
    const { stdout } = finished;
    expect(stdout).to.match(/^threshold: 50 # line 2$/m);
    expect(stdout).to.match(/^top: 5 # --top$/m);
    expect(stdout).to.match(/^every: 10s # default$/m);
    expect(stdout).to.match(/^ {2}- use: high-traffic # default$/m);
    expect(stdout).to.match(/^ {2}- name: error-share # built in, line 8$/m);
    expect(stdout).to.match(/^ {4}password: "\*\*\*"$/m);
    expect(stdout).to.not.match(/hush/);
    const again = scratch.file('again.yaml', stdout.replaceAll('"***"', 'https://x'));
    expectSuccess(await scratch.run(['config', 'check', '--config', again], { env: { B: 'b' } }));
  });

  it('prints the defaults where there is none', async () => {
    const { stdout } = await scratch.run(['config', 'print']);
    expect(stdout).to.match(/^# no configuration file\n/);
    expect(stdout).to.match(/^threshold: 10 # default$/m);
  });

  it('lists channels, and tries one', async () => {
    const bodies: string[] = [];
    const server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        bodies.push(body);
        response.writeHead(request.url === '/fine' ? 200 : 500).end('at /hush-token');
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo; // it listens on a port
    const url = `http://127.0.0.1:${port}`;
    const path = scratch.file(
      'c.yaml',
      `channels:
  web: { type: webhook, url: '${url}/fine' }
  bad: { type: slack, url: '${url}/hush-token' }
  out: { type: file, path: out.ndjson }
  mail: { type: email, host: 127.0.0.1, port: 1, from: a@b, to: [c@d] }
`,
    );
    const run = (...args: string[]) => scratch.run(['channels', ...args, '--config', path]);
    expect((await run()).stdout).to.equal(
      '  web   webhook\n  bad   slack\n  out   file\n  mail  email\n',
    );
    const fine = await run('test', 'web');
    expectSuccess(fine);
    expect(fine.stdout).to.match(/^channel web \(webhook\) has taken a test alert in \d+ ms\n$/);
    expect(JSON.parse(bodies[0] ?? '')).to.include({ rule: 'hitwatch-test' });
    expectSuccess(await run('test', 'out'));
    const bad = await run('test', 'bad');
    expectFailure(bad, 1, /channel bad: http:\/\/127\.0\.0\.1:\d+ answers 500: at \*\*\*: /);
    expectFailure(await run('test', 'mail'), 1, /channel mail: 127\.0\.0\.1:1: .*ECONNREFUSED/);
    expectFailure(await run('test', 'nope'), 2, /there is no channel nope in .*choose one of web/);
    expectFailure(await run('test'), 2, /takes one name/);
    server.close();
  });
});
