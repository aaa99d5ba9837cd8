// Logs of any format: each file is found to be what it is, and every line of it is counted.
import { appendFileSync, renameSync } from 'node:fs';

import { expect } from 'chai';

import { accessLine, hits } from '../access-line.ts';
import { type FormatsDocument, hitsByKey, ofType, parseReport } from '../documents.ts';
import { caddyLine, dockerLine, W3C_HEADER, w3cLine } from '../format-lines.ts';
import { Scratch } from '../scratch.ts';
import { expectProof } from '../watch-contract.ts';
import { expectFailure, expectSuccess } from './one-line.ts';
import { wholeRun } from './whole-run.ts';

describe('the list of formats', () => {
  let scratch: Scratch;

  beforeEach(() => (scratch = new Scratch()));
  afterEach(() => scratch.remove());

  it('has a line for each, with its aliases, and says what else is read', async () => {
    const finished = await scratch.run(['formats']);
    expectSuccess(finished);
    const { stdout } = finished;
    expect(stdout).to.match(/^ {2}combined +Combined Log Format {2}\(COMBINED, NGINX, APACHE\)$/m);
    expect(stdout).to.match(/^ {2}caddy +Caddy, JSON {2}\(CADDY\)$/m);
    expect(stdout).to.match(/^ {2}haproxy +HAProxy, HTTP$/m);
    expect(stdout).to.include('syslog header');
    expect(stdout).to.match(/--format with the definition .*\n$/);
    for (const line of stdout.split('\n')) expect(line).to.have.length.at.most(100);
  });

  it('is a document with an example of each as well', async () => {
    const finished = await scratch.run(['formats', '--output', 'json']);
    expectSuccess(finished);
    const { schema, formats } = JSON.parse(finished.stdout) as FormatsDocument;
    expect(schema).to.equal('hitwatch/formats/1');
    expect(formats).to.have.length.above(30);
    for (const { name, title, aliases, source, example } of formats) {
      expect(name).to.match(/^[a-z0-9_]+$/);
      expect(title).to.not.equal('');
      expect(aliases).to.be.an('array');
      expect(source).to.match(/^https?:\/\//);
      expect(example).to.not.equal('');
    }
    const text = await scratch.run(['formats']);
    for (const { name } of formats) expect(text.stdout).to.match(new RegExp(`^  ${name} `, 'm'));
  });

  it('takes nothing but its options', async () => {
    expectFailure(await scratch.run(['formats', '--output', 'xml']), 2, /--output/);
    expectFailure(await scratch.run(['formats', 'access.log']), 2, /access\.log/);
  });
});

describe('a log of any format', () => {
  let scratch: Scratch;

  beforeEach(() => (scratch = new Scratch()));
  afterEach(() => scratch.remove());

  async function report(...args: readonly string[]) {
    const finished = await scratch.run(['report', ...args, '--output', 'json']);
    expectSuccess(finished);
    const document = parseReport(finished.stdout);
    expectProof(document.lines, document.hits);
    return document;
  }

  it('is counted beside those of other formats, each found by itself', async () => {
    scratch.file('a.log', hits(2, 0));
    scratch.file('b.log', caddyLine().repeat(3));
    scratch.file('c.log', W3C_HEADER + w3cLine().repeat(4));
    const { files, tables, lines } = await report('a.log', 'b.log', 'c.log');
    expect(files.map(({ format, lines: own }) => [format, own.counted])).to.deep.equal([
      ['combined', 2],
      ['caddy', 3],
      ['w3c', 4],
    ]);
    // Where a log names virtual hosts, so do its sections.
    const sections = { '/pages': 6, 'https://example.com/pages': 3 };
    expect(hitsByKey(tables.sections)).to.deep.equal(sections);
    // The lines that say what the others hold are no hits and no rubbish.
    expect(lines).to.deep.include({ read: 11, counted: 9, filtered: 2, unparsed: 0 });
  });

  it('that changes its format in the middle is counted in full', async () => {
    scratch.file('access.log', hits(300, 0) + caddyLine().repeat(500));
    const { lines, files } = await report('access.log');
    expect(lines).to.deep.include({ read: 800, counted: 800 });
    expect(files[0]?.format).to.equal('caddy');
  });

  it('that changes its W3C fields in the middle is read by the fields that it names', async () => {
    const others = '#Fields: time cs-uri-stem date sc-status\n';
    const line = '08:00:01 /other/page 2015-05-17 503\n';
    scratch.file('access.log', W3C_HEADER + w3cLine().repeat(3) + others + line.repeat(2));
    const { tables, lines, errors } = await report('access.log');
    expect(lines).to.deep.include({ counted: 5, filtered: 3 });
    expect(hitsByKey(tables.sections)).to.deep.equal({ '/pages': 3, '/other': 2 });
    expect(errors).to.equal(2);
  });

  it('behind a byte order mark is counted, and the mark is in no field', async () => {
    const mark = '\ufeff';
    scratch.file('a.log', mark + hits(2, 0));
    scratch.file('b.log', mark + caddyLine().repeat(3));
    scratch.file('c.log', mark + W3C_HEADER + w3cLine().repeat(4));
    const { files, tables, lines } = await report('a.log', 'b.log', 'c.log');
    expect(files.map(({ format }) => format)).to.deep.equal(['combined', 'caddy', 'w3c']);
    expect(lines).to.include({ counted: 9, unparsed: 0 });
    expect(Object.keys(hitsByKey(tables.clients)).join()).not.to.include(mark);
  });

  it('that alternates between two formats is counted in full', async () => {
    const pair = accessLine({ host: '192.0.2.1' }) + caddyLine({ client: '203.0.113.9' });
    scratch.file('access.log', pair.repeat(200));
    const { lines, tables } = await report('access.log');
    expect(lines).to.deep.include({ read: 400, counted: 400 });
    expect(hitsByKey(tables.clients)).to.deep.equal({ '192.0.2.1': 200, '203.0.113.9': 200 });
  });

  const wrappers: readonly (readonly [name: string, wrap: (line: string) => string])[] = [
    ['a syslog header', (line) => `May 17 08:00:00 web1 nginx[12]: ${line}`],
    [
      'a syslog header of RFC 5424',
      (line) => `<190>1 2015-05-17T08:00:00Z web1 nginx - - - ${line}`,
    ],
    ['the JSON of Docker', dockerLine],
    ['what a container runtime adds', (line) => `2015-05-17T08:00:00.1Z stdout F ${line}`],
    ['what docker compose adds', (line) => `web-1  | ${line}`],
  ];
  for (const [name, wrap] of wrappers) {
    it(`is counted within ${name}`, async () => {
      scratch.file('a.log', wrap(accessLine()).repeat(5));
      scratch.file('b.log', wrap(caddyLine()).repeat(6));
      const { files, tables, time } = await report('a.log', 'b.log');
      expect(files.map(({ format, lines }) => [format, lines.counted])).to.deep.equal([
        ['combined', 5],
        ['caddy', 6],
      ]);
      expect(hitsByKey(tables.clients)).to.deep.equal({ '192.0.2.1': 5, '203.0.113.9': 6 });
      expect(hitsByKey(tables.sections)).to.deep.equal({
        '/pages': 5,
        'https://example.com/pages': 6,
      });
      expect(time.first).to.equal('2015-05-17T08:00:00Z');
    });
  }

  it('is counted from standard input', async () => {
    const stdin = { text: W3C_HEADER + w3cLine().repeat(7) };
    const finished = await scratch.run(['report', '-', '--output', 'json'], { stdin });
    expectSuccess(finished);
    expect(parseReport(finished.stdout)).to.include({ hits: 7 });
  });

  it('is followed, and may be of another format after a rotation', async () => {
    const options = ['--output', 'ndjson', '--every', '100ms', '--alert-log', 'none'];
    const path = scratch.file('access.log', hits(3, 0));
    const program = scratch.hitwatch(['access.log', '--from', 'start', ...options]);
    await program.counts(3);
    renameSync(path, scratch.path('access.log.1'));
    scratch.file('access.log', caddyLine().repeat(4));
    await program.counts(7);
    appendFileSync(path, caddyLine({ path: '/late' }));
    await program.counts(8);
    renameSync(path, scratch.path('access.log.2'));
    scratch.file('access.log', W3C_HEADER + w3cLine().repeat(5));
    await program.counts(13);
    const objects = await wholeRun(program);
    const [stop] = ofType(objects, 'stop');
    expect(stop?.lines).to.deep.include({ read: 15, counted: 13, filtered: 2, unparsed: 0 });
  });

  it('of W3C is followed from its end by the fields that a line before it names', async () => {
    const options = ['--output', 'ndjson', '--every', '100ms', '--alert-log', 'none'];
    const changed = '#Fields: cs-uri-stem date time sc-status\n';
    const line = '/other/page 2015-05-17 08:00:01 503\n';
    const path = scratch.file('access.log', W3C_HEADER + w3cLine().repeat(2000) + changed + line);
    const program = scratch.hitwatch(['access.log', '--from', 'end', ...options]);
    await program.emits('an interval', ({ type }) => type === 'interval');
    appendFileSync(path, line.repeat(3));
    await program.counts(3);
    const [stop] = ofType(await wholeRun(program), 'stop');
    expect(stop?.lines).to.include({ read: 3, counted: 3 });
  });

  it('is followed in several formats at once', async () => {
    const options = ['--output', 'ndjson', '--every', '100ms', '--alert-log', 'none'];
    const paths = [
      scratch.file('a.log', hits(1, 0)),
      scratch.file('b.log', caddyLine()),
      scratch.file('c.log', W3C_HEADER + w3cLine()),
    ];
    const program = scratch.hitwatch([...paths, '--from', 'start', ...options]);
    await program.counts(3);
    for (const [path, line] of [hits(2, 1), caddyLine(), w3cLine()].entries()) {
      appendFileSync(paths[path] ?? '', line);
    }
    await program.counts(7);
    const objects = await wholeRun(program);
    const [stop] = ofType(objects, 'stop');
    expect(stop?.lines.unparsed).to.equal(0);
    expect(stop?.files.map(({ format }) => format)).to.deep.equal(['combined', 'caddy', 'w3c']);
  });

  for (const [name, line, header] of [
    ['JSON', caddyLine, ''],
    ['W3C', w3cLine, W3C_HEADER],
  ] as const) {
    it(`of ${name} makes the same document for any number of threads`, async function () {
      this.timeout(30_000);
      scratch.file('access.log', header + manyLines(line, 20e6));
      const texts: string[] = [];
      for (const jobs of ['1', '2']) {
        const args = ['report', 'access.log', '--jobs', jobs, '--output', 'json'];
        const finished = await scratch.run(args);
        expectSuccess(finished);
        texts.push(finished.stdout);
      }
      const { lines, tables } = parseReport(texts[0] ?? '');
      // Parts that begin in the middle know the fields that the head of the file names.
      expect(lines.unparsed).to.equal(0);
      expect(lines.filtered).to.equal(header === '' ? 0 : 2);
      expect(tables.sections.rows).to.have.length(5);
      expect(texts[1]).to.equal(texts[0]);
    });
  }

  it('of W3C that changes its fields is counted right by any number of threads', async function () {
    this.timeout(30_000);
    const others = '#Fields: time cs-uri-stem date sc-status\n';
    const line = '08:00:01 /other/page 2015-05-17 503\n';
    const counts = [200_000, 600_000] as const;
    const text = W3C_HEADER + w3cLine().repeat(counts[0]) + others + line.repeat(counts[1]);
    scratch.file('access.log', text);
    const texts: string[] = [];
    for (const jobs of ['1', '2']) {
      const args = ['report', 'access.log', '--jobs', jobs, '--output', 'json'];
      const finished = await scratch.run(args);
      expectSuccess(finished);
      texts.push(finished.stdout);
    }
    const { lines, tables, errors } = parseReport(texts[0] ?? '');
    expect(lines).to.deep.include({ counted: 800_000, filtered: 3, unparsed: 0 });
    expect(hitsByKey(tables.sections)).to.deep.equal({ '/pages': counts[0], '/other': counts[1] });
    expect(errors).to.equal(counts[1]);
    expect(texts[1]).to.equal(texts[0]);
  });
});

/** Lines of several sections, statuses and times, about `bytes` of them. */
function manyLines(line: typeof w3cLine, bytes: number): string {
  const some = Array.from({ length: 1000 }, (_, index) =>
    line({
      client: `192.0.2.${index % 200}`,
      path: `/section${index % 5}/page${index % 83}`,
      status: index % 50 === 0 ? 503 : 200,
      bytes: index * 7,
      seconds: (index % 97) / 100,
      at: index,
    }),
  ).join('');
  return some.repeat(Math.ceil(bytes / some.length));
}
