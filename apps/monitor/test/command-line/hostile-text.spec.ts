// Everything in a log, and every file name, was chosen by somebody else.
import { expect } from 'chai';

import { accessLine, BURST_RULE } from '../access-line.ts';
import { hitsByKey, ofType, parseReport, parseWatch } from '../documents.ts';
import { Scratch } from '../scratch.ts';
import { expectProof, expectWatchContract } from '../watch-contract.ts';

/**
 * Clears the screen, sets the title, reverses what follows, hides, returns: what terminals obey.
 */
const HOSTILE = [
  '\x1b[2J\x1b[31m',
  '\x1b]0;owned\x07',
  '\x9b2J', // C1: the same in one character
  '\x85\x84',
  '\b\b\b\r',
  '\x7f',
  '\u202egnp.exe\u2066',
  '\u200b\u200d\ufeff\u00ad',
  '\u2028\u2029',
  '\u{e0041}\u{e007f}',
].join('x');

/**
 * Control and format characters, line and paragraph separators, tag characters and variation
 * selectors. Written down apart from what the program does about them.
 */
const DANGEROUS = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\u{e0000}-\u{e0fff}]/u;

const ODD_KEYS = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', '__defineGetter__'];

describe('hostile text', () => {
  let scratch: Scratch;

  beforeEach(() => (scratch = new Scratch()));
  afterEach(() => scratch.remove());

  const line = accessLine({
    host: `192.0.2.1${HOSTILE}`,
    request: `GET /a${HOSTILE}/b?c HTTP/1.1`,
    referrer: `http://${HOSTILE}.example/`,
    agent: `agent ${HOSTILE}`,
  });
  const vhost = `my.${HOSTILE.replaceAll(' ', '')}.com:443 ${accessLine()}`;
  const garbage = `garbage ${HOSTILE}\n`;
  const notText = Buffer.from([0xff, 0xfe, 0x9b, 0xc3, 0x28, 0xed, 0xa0, 0x80, 0xf5]);
  const log = Buffer.concat([
    Buffer.from(line.repeat(30) + vhost + garbage),
    Buffer.from('192.0.2.2 - - [17/May/2015:08:00:00 +0000] "GET /'),
    notText,
    Buffer.from(' HTTP/1.1" 200 1 "-" "'),
    notText,
    Buffer.from('"\n'),
  ]);

  for (const output of ['text', 'json']) {
    it(`in a log never leaves report raw: ${output}`, async () => {
      scratch.file('access.log', log);
      const args = ['report', 'access.log', '--output', output, '--top', '0'];
      const { stdout, stderr } = await scratch.run(args);
      expectHarmless(stdout);
      expect(stderr).to.equal('');
      expect(stdout).to.include(output === 'text' ? '/a\\x1b[2J' : '/a\\u001b[2J');
    });
  }

  for (const output of ['text', 'ndjson']) {
    it(`in a log never leaves watch raw: ${output}`, async () => {
      const path = scratch.file('access.log', log);
      const options = [...BURST_RULE, '--alert-log', 'none', '--top', '0'];
      const { stdout, stderr } = await scratch.run(['-', '--output', output, ...options], {
        stdin: { file: path },
      });
      expectHarmless(stdout);
      expect(stderr).to.equal('');
      if (output === 'ndjson') expectWatchContract(parseWatch(stdout));
    });
  }

  it('is in JSON what it was in the log, but for what was no UTF-8', async () => {
    scratch.file('access.log', log);
    const finished = await scratch.run(['report', 'access.log', '--output', 'json', '--top', '0']);
    const { tables, lines, hits } = parseReport(finished.stdout);
    expectProof(lines, hits);
    expect(lines).to.include({ read: 33, counted: 32, unparsed: 1 });
    expect(hitsByKey(tables.agents)).to.have.property(`agent ${HOSTILE}`, 30);
    expect(hitsByKey(tables.referrers)).to.have.property(`http://${HOSTILE}.example/`, 30);
    expect(hitsByKey(tables.clients)).to.have.property(`192.0.2.1${HOSTILE}`, 30);
    expect(hitsByKey(tables.sections)).to.have.property(`/a${HOSTILE}`, 30);
    expect(tables.agents.rows.map(({ key }) => key).join()).to.include('\ufffd');
  });

  it('of keys that objects have of themselves is counted like any other', async () => {
    const lines = ODD_KEYS.map((key, index) =>
      accessLine({
        host: key,
        request: `GET /${key}/x HTTP/1.1`,
        agent: key,
        referrer: key,
      }).repeat(index + 1),
    );
    const path = scratch.file('access.log', lines.join(''));
    const finished = await scratch.run(['report', path, '--output', 'json', '--top', '0']);
    const { tables } = parseReport(finished.stdout);
    for (const table of [tables.clients, tables.agents, tables.referrers]) {
      const counted = new Map(table.rows.map(({ key, hits }) => [key, hits]));
      expect(counted).to.deep.equal(new Map(ODD_KEYS.map((key, index) => [key, index + 1])));
    }
    const sections = new Map(tables.sections.rows.map(({ key, hits }) => [key, hits]));
    expect(sections).to.deep.equal(new Map(ODD_KEYS.map((key, index) => [`/${key}`, index + 1])));
    const text = await scratch.run(['report', path]);
    expect(text.stdout).to.include('/__proto__');
  });

  describe('in a file name', () => {
    const name = `access ${HOSTILE}\n.log`;

    for (const debug of [[], ['--debug']]) {
      it(`never leaves an error raw ${debug.join('')}`.trim(), async () => {
        const { code, stdout, stderr } = await scratch.run(['report', name, ...debug]);
        expect([code, stdout]).to.deep.equal([1, '']);
        expectHarmless(stderr);
        expect(stderr).to.include('hitwatch: access \\x1b[2J');
        expect(stderr.includes('at ')).to.equal(debug.length > 0);
      });
    }

    it('never leaves a start, a notice or a report raw', async () => {
      for (const output of ['text', 'ndjson']) {
        const program = scratch.hitwatch([name, '--output', output, '--alert-log', 'none']);
        await program.shows(/no such file|no file matches/);
        program.kill('SIGINT');
        const { stdout, stderr } = await program.finish();
        expectHarmless(stdout);
        expect(stderr).to.equal('');
        if (output === 'text') continue;
        const [start] = ofType(parseWatch(stdout), 'start');
        expect(start?.files).to.deep.equal([name]);
      }
      scratch.file(name, accessLine());
      scratch.file('app.log', garbage);
      const { stdout, stderr } = await scratch.run(['report', name, 'app.log']);
      expectHarmless(stdout);
      expectHarmless(stderr);
    });

    it('never leaves an option raw', async () => {
      for (const option of ['threshold', 'site', 'timezone', 'top', 'every', HOSTILE]) {
        const { code, stderr } = await scratch.run(['x', `--${option}=${HOSTILE}`]);
        expect(code).to.equal(2);
        expectHarmless(stderr);
        expect(stderr.split('\n')).to.have.lengthOf(2);
      }
    });
  });
});

/** Nothing in it but text and ends of lines. */
function expectHarmless(text: string): void {
  for (const part of text.split('\n')) {
    const found = DANGEROUS.exec(part);
    if (found === null) continue;
    const code = found[0].codePointAt(0)?.toString(16) ?? '';
    expect.fail(
      `U+${code} in ${JSON.stringify(part.slice(Math.max(0, found.index - 80), found.index + 10))}`,
    );
  }
}
