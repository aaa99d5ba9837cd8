// What a server's configuration says of logs that are not as simple as the first ones.
import { expect } from 'chai';

import { hits } from '../access-line.ts';
import { parseReport } from '../documents.ts';
import { Scratch } from '../scratch.ts';
import { expectFailure, expectSuccess } from './one-line.ts';

const OWN = '192.0.2.1|2015-05-17T08:00:00+00:00|GET /pages/create HTTP/1.1|200|100|0.120\n';
const FORMAT = "'$remote_addr|$time_iso8601|$request|$status|$body_bytes_sent|$request_time'";

describe('a configuration with --format-from', () => {
  let scratch: Scratch;

  beforeEach(() => (scratch = new Scratch()));
  afterEach(() => scratch.remove());

  /** Path, format and hits of each log; what was told besides. */
  async function report(...args: readonly string[]) {
    const finished = await scratch.run(['report', ...args, '--output', 'json']);
    expect(finished.code, finished.stderr).to.equal(0);
    const { files } = parseReport(finished.stdout);
    const rows = files.map(({ path, format, lines }) => [path, format, lines.counted]);
    return { rows, stderr: finished.stderr };
  }

  it('that has one format gives it to a directory and a pattern', async () => {
    scratch.file('nginx.conf', `log_format own ${FORMAT}; access_log /var/log/own.log own;`);
    scratch.directory('logs');
    scratch.file('logs/a.log', OWN.repeat(2));
    scratch.file('logs/a.log.1', OWN);
    for (const name of ['logs', 'logs/*.log*']) {
      expect((await report(name, '--format-from', 'nginx.conf')).rows).to.deep.equal([
        ['logs/a.log.1', 'custom', 1],
        ['logs/a.log', 'custom', 2],
      ]);
    }
  });

  it('gives the format of a log to its rotated files and to a copy of its name', async () => {
    scratch.file(
      'nginx.conf',
      `log_format own ${FORMAT}; access_log /var/log/own.log own; access_log usual.log;`,
    );
    scratch.file('own.log', OWN);
    scratch.file('own.log.1', OWN);
    scratch.file('usual.log', hits(2, 0));
    scratch.file('usual.log-20150517', hits(3, 0));
    const { rows } = await report('.', '--format-from', 'nginx.conf');
    expect(rows.filter(([path]) => path !== 'nginx.conf')).to.deep.equal([
      ['own.log.1', 'custom', 1],
      ['own.log', 'custom', 1],
      ['usual.log-20150517', 'combined', 3],
      ['usual.log', 'combined', 2],
    ]);
  });

  it('that only defines a format gives it to the logs that are named', async () => {
    scratch.file('formats.conf', `log_format own ${FORMAT};`);
    scratch.file('any.log', OWN.repeat(3));
    const { rows } = await report('any.log', '--format-from', 'formats.conf');
    expect(rows).to.deep.equal([['any.log', 'custom', 3]]);
    const unnamed = await scratch.run(['report', '--format-from', 'formats.conf']);
    expectFailure(unnamed, 2, /names no access log/);
  });

  it('has logs that are of no use beside others: the others are read', async () => {
    const good = scratch.file('good.log', hits(2, 0));
    scratch.file(
      'httpd.conf',
      'LogFormat "%{Referer}i -> %U" referer\nCustomLog referer.log referer\n' +
        'CustomLog ${LOGS}/a.log combined\nCustomLog /dev/stdout combined\n' +
        `CustomLog ${good} combined\n`,
    );
    const { rows, stderr } = await report('--format-from', 'httpd.conf');
    expect(rows).to.deep.equal([[good, 'combined', 2]]);
    expect(stderr).to.equal(
      'hitwatch: notice: httpd.conf: the format of referer.log: the format has no time: ' +
        'not read\n' +
        'hitwatch: notice: httpd.conf: the name of ${LOGS}/a.log has a variable: not read\n',
    );
  });

  it('whose only log has a variable in its name is of use with a log', async () => {
    scratch.file('site.conf', 'CustomLog ${APACHE_LOG_DIR}/access.log combined');
    scratch.file('access.log', hits(2, 0));
    expectFailure(
      await scratch.run(['report', '--format-from', 'site.conf']),
      2,
      'site.conf: the name of ${APACHE_LOG_DIR}/access.log has a variable: name the log as well',
    );
    const { rows } = await report('access.log', '--format-from', 'site.conf');
    expect(rows).to.deep.equal([['access.log', 'combined', 2]]);
  });

  it('of a container, which logs to its output, does not wait for a keyboard', async () => {
    scratch.file('nginx.conf', `log_format own ${FORMAT}; access_log /dev/stdout own;`);
    const none = await scratch.run(['report', '--format-from', 'nginx.conf']);
    expectFailure(none, 2, /names no access log/);
    const stdin = { text: OWN.repeat(2) };
    const piped = await scratch.run(['report', '-', '--format-from', 'nginx.conf'], { stdin });
    expectSuccess(piped);
    expect(piped.stdout).to.include('2 hits');
  });
});
