// What logs say besides the usual fields: times, the client behind a proxy, caches, protocols.
import { expect } from 'chai';

import { accessLine, hits } from '../access-line.ts';
import { hitsByKey, parseReport } from '../documents.ts';
import { caddyLine, W3C_HEADER, w3cLine } from '../format-lines.ts';
import { Scratch } from '../scratch.ts';
import { expectFailure, expectSuccess } from './one-line.ts';

describe('what a log says besides', () => {
  let scratch: Scratch;

  beforeEach(() => (scratch = new Scratch()));
  afterEach(() => scratch.remove());

  async function report(...args: readonly string[]) {
    const finished = await scratch.run(['report', 'access.log', ...args, '--output', 'json']);
    expectSuccess(finished);
    return parseReport(finished.stdout);
  }

  describe('response times', () => {
    it('of the whole and of each section, in seconds', async () => {
      const slow = caddyLine({ path: '/slow/a', seconds: 2 });
      scratch.file('access.log', caddyLine({ seconds: 0.1 }).repeat(98) + slow.repeat(2));
      const { response_seconds: times, upstream_seconds, tables } = await report();
      if (times === null) throw new Error('there are times');
      const { p50, p95, p99, max, error } = times;
      expect(error).to.be.within(0, 0.05);
      expect(p50).to.be.closeTo(0.1, 0.1 * error);
      expect(p95).to.be.closeTo(0.1, 0.1 * error);
      expect(p99).to.be.closeTo(2, 2 * error);
      expect(max).to.equal(2);
      expect(upstream_seconds).to.equal(null);
      const sections = new Map(
        tables.sections.rows.map(({ key, response_seconds }) => [key, response_seconds]),
      );
      expect(sections.get('https://example.com/slow')).to.include({ max: 2 });
      expect(sections.get('https://example.com/pages')).to.include({ max: 0.1 });
    });

    it('in the unit of the format, milliseconds here', async () => {
      scratch.file('access.log', W3C_HEADER + w3cLine({ seconds: 0.25 }).repeat(5));
      expect((await report()).response_seconds).to.include({ max: 0.25 });
    });

    it('behind the agent, with those of the server behind', async () => {
      const line = accessLine().replace('\n', ' 0.500 0.250\n');
      scratch.file('access.log', line.repeat(3));
      const { response_seconds, upstream_seconds, files } = await report();
      expect(files[0]?.format).to.equal('combined_extended');
      expect(response_seconds).to.include({ max: 0.5 });
      expect(upstream_seconds).to.include({ max: 0.25 });
    });

    it('in columns of their own in the text', async () => {
      scratch.file('access.log', caddyLine({ seconds: 0.12 }).repeat(3));
      const { stdout } = await scratch.run(['report', 'access.log']);
      expect(stdout).to.match(/^ {2}section +hits +share +p50 +p95 +p99 +bytes +5xx$/m);
      expect(stdout).to.match(/^ {2}https:\/\/example\.com\/pages +3 +100% +\d+ms +\d+ms +\d+ms /m);
      expect(stdout).to.match(/^ {2}response time +p50 \d+ms/m);
    });

    it('are null and have no columns where a log has none', async () => {
      scratch.file('access.log', hits(3, 0));
      const { response_seconds, upstream_seconds, request_bytes, tables } = await report();
      expect({ response_seconds, upstream_seconds, request_bytes }).to.deep.equal({
        response_seconds: null,
        upstream_seconds: null,
        request_bytes: null,
      });
      expect(tables.sections.rows[0]).not.to.have.property('response_seconds');
      const { stdout } = await scratch.run(['report', 'access.log']);
      expect(stdout).not.to.match(/p50.*5xx|response time/);
    });
  });

  it('protocols, virtual hosts, caches, TLS versions and schemes have a table each', async () => {
    const fields = '#Fields: date time c-ip cs-method cs-uri-stem sc-status cs-version cs-host ';
    const more = 'cs-protocol ssl-protocol s-cache-status cs-bytes\n';
    const line = '2015-05-17 08:00:00 192.0.2.1 GET / 200 HTTP/2.0 a.example https TLSv1.3 ';
    scratch.file(
      'access.log',
      `${fields}${more}${line}HIT 77\n${line}MISS 77\n${line.replace('TLSv1.3', '-')}- 77\n`,
    );
    const { tables, request_bytes } = await report();
    expect(hitsByKey(tables.protocols)).to.deep.equal({ 'HTTP/2.0': 3 });
    expect(hitsByKey(tables.vhosts)).to.deep.equal({ 'a.example': 3 });
    expect(hitsByKey(tables.schemes)).to.deep.equal({ https: 3 });
    expect(hitsByKey(tables.tls)).to.deep.equal({ 'TLSv1.3': 2, '(none)': 1 });
    expect(hitsByKey(tables.caches)).to.deep.equal({ HIT: 1, MISS: 1, '(none)': 1 });
    expect(request_bytes).to.equal(3 * 77);
  });

  describe('--trusted-proxy', () => {
    /** A hit that came by a proxy, which says for whom. */
    function forwarded(proxy: string, chain: string): string {
      return accessLine({ host: proxy }).replace('\n', ` "${chain}"\n`);
    }

    const LOG =
      forwarded('10.0.0.1', '203.0.113.7').repeat(2) + forwarded('198.51.100.1', '203.0.113.8');

    async function clients(...args: readonly string[]) {
      return hitsByKey((await report(...args)).tables.clients);
    }

    it('believes what a trusted proxy says of its client, and no other', async () => {
      scratch.file('access.log', LOG);
      expect(await clients()).to.deep.equal({ '10.0.0.1': 2, '198.51.100.1': 1 });
      for (const network of ['10.0.0.0/8', '10.0.0.1']) {
        expect(await clients('--trusted-proxy', network)).to.deep.equal({
          '203.0.113.7': 2,
          '198.51.100.1': 1,
        });
      }
      const both = ['--trusted-proxy', '10.0.0.0/8', '--trusted-proxy', '198.51.100.0/24'];
      expect(await clients(...both)).to.deep.equal({ '203.0.113.7': 2, '203.0.113.8': 1 });
      expect(await clients('--trusted-proxy', '2001:db8::/32')).to.deep.equal(await clients());
    });

    it('does not believe what a client has written in front', async () => {
      scratch.file('access.log', forwarded('10.0.0.1', '192.0.2.66, 203.0.113.7, 10.0.0.2'));
      const trusted = await clients('--trusted-proxy', '10.0.0.0/8');
      expect(trusted).to.deep.equal({ '203.0.113.7': 1 });
    });

    it('holds for every number of threads, and for what is followed', async () => {
      scratch.file('access.log', LOG);
      const trust = ['--trusted-proxy', '10.0.0.0/8'];
      expect(await clients(...trust, '--jobs', '2')).to.include({ '203.0.113.7': 2 });
      const options = [...trust, '--output', 'text', '--alert-log', 'none'];
      const { stdout } = await scratch.run(['-', ...options], { stdin: { text: LOG } });
      expect(stdout).to.match(/203\.0\.113\.7 +2/);
    });

    it('is refused when it is no address and no network', async () => {
      scratch.file('access.log', LOG);
      for (const value of ['proxy', '10.0.0.0/33', '10.0.0', '::1/129', '10.0.0.0/', '']) {
        const finished = await scratch.run(['report', 'access.log', '--trusted-proxy', value]);
        const remedy = 'give one such as 10.0.0.0/8 or ::1';
        const what = `--trusted-proxy ${JSON.stringify(value)} is no address and no network`;
        expectFailure(finished, 2, `${what}: ${remedy}`);
      }
    });
  });
});
