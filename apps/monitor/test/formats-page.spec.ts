// What docs/formats.md says holds: its commands work, its table is that of the program.
import { readFileSync } from 'node:fs';

import { expect } from 'chai';

import { hits } from './access-line.ts';
import type { FormatsDocument } from './documents.ts';
import { Scratch } from './scratch.ts';
import { commandsIn } from './shell-commands.ts';

const PAGE = readFileSync(new URL('../../../docs/formats.md', import.meta.url), 'utf8');
const BODY = '$remote_addr | $time_local | $request | $status | $bytes_sent';
const LINE = '192.0.2.7 | 17/May/2015:08:00:00 +0000 | GET /pages/create HTTP/2.0 | 200 | 512\n';

describe('docs/formats.md', () => {
  let scratch: Scratch;

  beforeEach(() => {
    scratch = new Scratch();
    scratch.file('app.log', LINE.repeat(3));
    scratch.file('access.log', hits(3, 0));
    const log = scratch.path('app.log');
    scratch.file('nginx.conf', `log_format mine '${BODY}'; access_log ${log} mine;`);
  });

  afterEach(() => scratch.remove());

  for (const { line, args } of commandsIn(PAGE)) {
    it(`is right: ${line}`, async () => {
      const own = args.map((word) => (word.startsWith('/etc/nginx/') ? 'nginx.conf' : word));
      const program = scratch.hitwatch(own);
      const isReport = ['report', 'explain'].includes(own[0] ?? '');
      if (!isReport) {
        await program.shows(/^hitwatch follows [^]*\b3 hits/);
        program.kill('SIGINT');
      }
      const { code, stdout, stderr } = await program.finish();
      expect({ code, stderr }).to.deep.equal({ code: 0, stderr: '' });
      expect(stdout).to.match(/\b3 hits|3 fit, 0 do not/);
    });
  }

  it('has a row for each format, in the order of the program', async () => {
    const { stdout } = await scratch.run(['formats', '--output', 'json']);
    const { formats } = JSON.parse(stdout) as FormatsDocument;
    const rows = [...PAGE.matchAll(/^\| `(\w+)` /gm)].map(([, name]) => name);
    expect(rows).to.deep.equal(formats.map(({ name }) => name));
  });

  it('shows what explain prints', async () => {
    const [, log = '', shown = ''] =
      /^```log\n([^]*?)^```$[^]*?^```\n([^]*?)^```$/m.exec(PAGE) ?? [];
    scratch.file('access.log', log);
    const { stdout } = await scratch.run(['explain', 'access.log']);
    expect(stdout).to.equal(shown);
  });

  it('is right about what the README shows of a format that is given', async () => {
    const readme = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8');
    const shape = /^\$ cat app\.log\n([^]*?)^\$ .*\\\n +--format '(.*)'\n([^]*?)^\.\.\.$/m;
    const [, log = '', format = '', shown = '-'] = shape.exec(readme) ?? [];
    scratch.file('app.log', log);
    const { stdout } = await scratch.run(['report', 'app.log', '--format', format]);
    expect(stdout.startsWith(shown)).to.equal(true);
  });

  it('has a way to give each kind of format', () => {
    const lines = commandsIn(PAGE).map(({ line }) => line);
    for (const word of ["'$remote", '%>s', '--date-format', '--format-from', '--trusted-proxy']) {
      expect(
        lines.some((line) => line.includes(word)),
        word,
      ).to.equal(true);
    }
  });
});
