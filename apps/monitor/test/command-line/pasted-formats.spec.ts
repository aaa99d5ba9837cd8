// Formats that a user gives: by name, by the definition that a server has, by its configuration.
import { expect } from 'chai';

import { accessLine, hits } from '../access-line.ts';
import { hitsByKey, parseReport } from '../documents.ts';
import { caddyLine } from '../format-lines.ts';
import type { Finished } from '../running-program.ts';
import { Scratch } from '../scratch.ts';
import { expectFailure, expectSuccess } from './one-line.ts';

const CUSTOM = '192.0.2.1|2015-05-17T08:00:00+00:00|GET /pages/create HTTP/1.1|200|100|0.120\n';
const NGINX = '$remote_addr|$time_iso8601|$request|$status|$body_bytes_sent|$request_time';
const APACHE_LINE =
  'example.com 192.0.2.1 [17/May/2015:08:00:00 +0000] 250000us "GET /pages/create HTTP/1.1" 200 7\n';
const APACHE = '%v %h %t %Dus "%r" %>s %B';

describe('report --format', () => {
  let scratch: Scratch;

  beforeEach(() => (scratch = new Scratch()));
  afterEach(() => scratch.remove());

  function run(...args: readonly string[]): Promise<Finished> {
    return scratch.run(['report', 'access.log', ...args, '--output', 'json']);
  }

  async function report(...args: readonly string[]) {
    const finished = await run(...args);
    expectSuccess(finished);
    return parseReport(finished.stdout);
  }

  it('a name, in upper or lower case, or an alias: only that is looked for', async () => {
    scratch.file('access.log', hits(3, 0) + caddyLine());
    for (const name of ['combined', 'COMBINED', 'nginx']) {
      const { lines } = await report('--format', name);
      expect(lines, name).to.deep.include({ read: 4, counted: 3, unparsed: 1 });
    }
    expect((await report('--format', 'CADDY')).lines).to.include({ counted: 1, unparsed: 3 });
  });

  it('the body of a log_format, whole or as it stands in the file', async () => {
    scratch.file('access.log', CUSTOM.repeat(5));
    const [first, second] = [NGINX.slice(0, 40), NGINX.slice(40)];
    for (const format of [
      NGINX,
      `'${NGINX}'`,
      `log_format mine '${NGINX}';`,
      `log_format mine escape=default '${first}'\n    '${second}';`,
    ]) {
      const { lines, tables, response_seconds, files } = await report('--format', format);
      expect(lines, format).to.include({ read: 5, counted: 5 });
      expect(hitsByKey(tables.sections)).to.deep.equal({ '/pages': 5 });
      expect(response_seconds).to.include({ max: 0.12 });
      expect(files[0]?.format).to.equal('custom');
    }
  });

  it('a LogFormat of Apache, whole or its text', async () => {
    scratch.file('access.log', APACHE_LINE.repeat(4));
    const escaped = APACHE.replaceAll('"', '\\"');
    for (const format of [APACHE, `"${escaped}"`, `LogFormat "${escaped}" mine`]) {
      const { lines, bytes, tables, response_seconds } = await report('--format', format);
      expect(lines, format).to.include({ read: 4, counted: 4 });
      expect(bytes).to.equal(28);
      expect(response_seconds).to.include({ max: 0.25 });
      expect(hitsByKey(tables.vhosts)).to.deep.equal({ 'example.com': 4 });
    }
  });

  it('a format of GoAccess, with and without the patterns of its times', async () => {
    scratch.file('access.log', hits(2, 0));
    const combined = '%h %^[%d:%t %^] "%r" %s %b "%R" "%u"';
    expect((await report('--format', combined)).lines).to.include({ counted: 2 });
    scratch.file('access.log', '2015-05-17 08.00.09 192.0.2.1 GET /pages/create 200 100\n');
    const times = ['--date-format', '%Y-%m-%d', '--time-format', '%H.%M.%S'];
    const { lines, time } = await report('--format', '%d %t %h %m %U %s %b', ...times);
    expect(lines).to.include({ counted: 1 });
    expect(time.first).to.equal('2015-05-17T08:00:09Z');
  });

  it('is refused when it states no time or no request, with what to log', async () => {
    scratch.file('access.log', accessLine());
    for (const [format, missing] of [
      ['$remote_addr "$request" $status', 'a time'],
      ['%h %t %>s', 'a request or its path'],
      ['%h %s %^', 'a time and a request or its path'],
    ] as const) {
      const finished = await run('--format', format);
      expectFailure(finished, 2, new RegExp(`: log ${missing} as well\n$`));
      expect(finished.stdout).to.equal('');
    }
  });

  it('is refused when it is no format', async () => {
    scratch.file('access.log', accessLine());
    const remedy = /: hitwatch formats lists the names; a definition is pasted whole\n$/;
    for (const format of ['nonsense', '', 'combined2', '{"a":1}']) {
      expectFailure(await run('--format', format), 2, remedy);
    }
    expectFailure(await run('--format', '%h %d %t %r', '--date-format', '%Q'), 2, /%Q/);
  });

  it('that fits no line says so, and names no format that was not asked for', async () => {
    scratch.file('access.log', hits(3, 0));
    const { code, stderr, stdout } = await run('--format', NGINX);
    expect(code).to.equal(2);
    expect(stderr).to.equal(
      'hitwatch: access.log: no line fits the format that is given: ' +
        'hitwatch explain with the same options shows why\n',
    );
    expect(parseReport(stdout).lines).to.include({ read: 3, unparsed: 3 });
  });

  it('is followed as well', async () => {
    const stdin = { text: CUSTOM.repeat(6) };
    const options = ['--format', NGINX, '--output', 'text', '--alert-log', 'none'];
    const finished = await scratch.run(['-', ...options], { stdin });
    expectSuccess(finished);
    expect(finished.stdout).to.include('6 hits');
  });
});

describe('report --format-from', () => {
  let scratch: Scratch;

  beforeEach(() => (scratch = new Scratch()));
  afterEach(() => scratch.remove());

  function run(...args: readonly string[]): Promise<Finished> {
    return scratch.run(['report', ...args, '--output', 'json']);
  }

  async function report(...args: readonly string[]) {
    const finished = await run(...args);
    expectSuccess(finished);
    return parseReport(finished.stdout);
  }

  /** With two logs: one of 5 hits in its own format and one of 2 in nginx's. */
  function nginxConf(): void {
    const own = scratch.file('own.log', CUSTOM.repeat(5));
    const usual = scratch.file('usual.log', hits(2, 0));
    scratch.file(
      'nginx.conf',
      `# access_log ${scratch.path('commented.log')} mine;
       http { include mime.types;
         log_format mine '${NGINX.slice(0, 25)}'
                         '${NGINX.slice(25)}';
         server { access_log ${own} mine buffer=32k; location / { access_log off; } }
         server { access_log "${usual}"; } }`,
    );
  }

  it('nginx.conf: reads the logs that it names, each in its format', async () => {
    nginxConf();
    const { files, hits: counted } = await report('--format-from', 'nginx.conf');
    expect(counted).to.equal(7);
    expect(files.map(({ path, format, lines }) => [path, format, lines.counted])).to.deep.equal([
      [scratch.path('own.log'), 'custom', 5],
      [scratch.path('usual.log'), 'combined', 2],
    ]);
  });

  it('nginx.conf: with a log given, reads that one', async () => {
    nginxConf();
    const own = scratch.path('own.log');
    expect((await report(own, '--format-from', 'nginx.conf')).hits).to.equal(5);
  });

  it('httpd.conf: reads the logs that it names', async () => {
    const path = scratch.file('own.log', APACHE_LINE.repeat(3));
    const format = APACHE.replaceAll('"', '\\"');
    scratch.file(
      'httpd.conf',
      `ServerName example.com\nLogFormat "${format}" \\\n  mine\n` +
        `<VirtualHost *:80>\n  CustomLog "${path}" mine\n  CustomLog "|/bin/cat" mine\n` +
        '</VirtualHost>\n',
    );
    const { files, tables } = await report('--format-from', 'httpd.conf');
    expect(files.map((file) => file.path)).to.deep.equal([path]);
    expect(hitsByKey(tables.sections)).to.deep.equal({ 'http://example.com/pages': 3 });
  });

  it('a copy of a log elsewhere has the only format that there is', async () => {
    const named = '/nowhere/access.log';
    scratch.file('nginx.conf', `log_format mine '${NGINX}'; access_log ${named} mine;`);
    scratch.file('copy.log', CUSTOM.repeat(4));
    expect((await report('copy.log', '--format-from', 'nginx.conf')).hits).to.equal(4);
    expectFailure(
      await run('--format-from', 'nginx.conf'),
      1,
      /^hitwatch: \/nowhere\/access\.log:/,
    );
  });

  it('is refused without a log, and names what it does not follow', async () => {
    scratch.file('nginx.conf', 'http { include /etc/nginx/sites-enabled/*; access_log off; }');
    expectFailure(
      await run('--format-from', 'nginx.conf'),
      2,
      'nginx.conf names no access log; it includes /etc/nginx/sites-enabled/*: ' +
        'give the file that has the access_log or CustomLog line',
    );
    scratch.file('empty.conf');
    expectFailure(await run('--format-from', 'empty.conf'), 2, /names no access log: give/);
  });

  it('is refused when a format of it is unknown or says too little', async () => {
    scratch.file('access.log', accessLine());
    scratch.file('nginx.conf', 'access_log access.log mine;');
    expectFailure(await run('--format-from', 'nginx.conf'), 2, /format mine is not defined here/);
    scratch.file('nginx.conf', "log_format mine '$status'; access_log access.log mine;");
    expectFailure(await run('--format-from', 'nginx.conf'), 2, /: log a time and a request/);
  });

  it('is refused when it is missing, a directory, or given with --format', async () => {
    const missing = await run('--format-from', 'nope.conf');
    expectFailure(missing, 1, 'nope.conf: no such file: check the path');
    expectFailure(await run('--format-from', '.'), 1, /^hitwatch: \.: is a directory/);
    nginxConf();
    const both = await run('--format-from', 'nginx.conf', '--format', 'combined');
    expectFailure(both, 2, '--format and --format-from are given: give one of them');
  });
});
