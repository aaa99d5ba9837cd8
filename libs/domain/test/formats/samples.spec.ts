import { expect } from 'chai';
import { ByteBlock, detectFormat, FormatFollower, FORMATS } from '../../src/index.ts';
import { wrapped } from '../../src/formats/detect-format.ts';
import { PROBES } from '../../src/formats/registry.ts';
import { textBlock } from '../text-block.ts';
import { readRecord } from './record-reading.ts';
import { follow, linesIn, REFERENCE, sampleFile, sampleFiles, sumsOf } from './sample-files.ts';

type Row = readonly [
  path: string,
  format: string,
  counted: number,
  filtered: number,
  unparsed: number,
];

/** What each file is, its wrapper before a slash, and what becomes of its lines. */
const ROWS: readonly Row[] = [
  ['caddy/lnav-caddy_log.0', 'compose/caddy', 4, 0, 35],
  ['caddy/lnav-caddy_log.1', 'caddy', 4, 0, 0],
  ['clf/mtail-apache-combined.log', 'combined', 5, 0, 0],
  ['clf/mtail-apache-common.log', 'combined', 3, 0, 0],
  ['clf/rla-apache_combined.log', 'combined', 5, 0, 0],
  ['clf/rla-apache_common.log', 'common', 10, 0, 0],
  ['clf/webreadr-log.clf', 'common', 2, 0, 0],
  ['cloudflare/lnav-cloudflare.json', 'cloudflare', 1, 0, 0],
  ['cloudfront/webreadr-log.aws', 'cloudfront', 2, 2, 0],
  ['combined/beats-apache-access-test-darwin-2.4.23.log', 'common', 6, 0, 0],
  ['combined/beats-apache-access-test-test.log', 'combined', 7, 0, 0],
  ['combined/beats-apache-access-test-ubuntu-2.2.22.log', 'combined', 9, 0, 0],
  ['combined/lnav-access_log.0', 'combined', 3, 0, 0],
  ['combined/lnav-access_log.1', 'combined', 1, 0, 0],
  ['combined/lnav-bad_access_log.0', 'combined', 3, 0, 0],
  ['combined/webreadr-combined_log.clf', 'combined', 12, 0, 0],
  ['custom/beats-apache-access-test-ssl-request.log', 'apache_ssl_request', 2, 0, 0],
  ['haproxy/beats-haproxy-log-test-default.log', 'syslog/haproxy', 0, 1, 0],
  ['haproxy/beats-haproxy-log-test-haproxy.log', 'syslog/haproxy', 10, 0, 0],
  ['haproxy/beats-haproxy-log-test-httplog-no-headers.log', 'syslog/haproxy', 3, 0, 1],
  ['haproxy/lnav-haproxy.0', 'syslog/haproxy', 13, 0, 4],
  ['iis/beats-iis-access-test-test-iis-7.2.log', 'iis', 5, 0, 0],
  ['iis/beats-iis-access-test-test-iis-7.5.log', 'iis', 4, 4, 0],
  ['iis/beats-iis-access-test-test-ipv6zone.log', 'iis', 1, 4, 0],
  ['iis/beats-iis-access-test-test-x-forward-for-extended.log', 'iis', 6, 0, 0],
  ['iis/beats-iis-access-test-test-x-forward-for.log', 'iis', 9, 0, 0],
  ['iis/beats-iis-access-test-test.log', 'iis', 5, 12, 0],
  ['iis/brianary-ex010320.log', 'iis_native', 2, 0, 0],
  ['iis/brianary-ex031118.log', 'w3c', 0, 4, 4],
  ['iis/brianary-ex960101.log', 'w3c', 5, 1, 0],
  ['iis/brianary-pf040903.log', 'w3c', 0, 4, 5],
  ['iis/brianary-u_ex100815.log', 'iis', 16, 40, 0],
  ['iis/brianary-u_ex160110.log', 'iis', 28, 100, 0],
  ['iis/webreadr-iis.log', 'iis', 1, 4, 0],
  ['lighttpd/mtail-lighttpd_access.log', 'lighttpd', 19, 0, 0],
  ['ltsv/nekrassov-sample_ltsv_all_match.log', 'ltsv', 5, 0, 0],
  ['ltsv/nekrassov-sample_ltsv_contains_unmatch.log', 'ltsv', 4, 0, 1],
  ['nginx/beats-nginx-access-test-access.log', 'vhost_combined', 14, 0, 0],
  ['nginx/beats-nginx-access-test-test-with-host.log', 'vhost_combined', 10, 0, 0],
  ['nginx/beats-nginx-access-test-test.log', 'combined', 10, 0, 1],
  ['nginx-ingress/beats-nginx-ingress_controller-test-test.log', 'nginx_ingress', 24, 0, 0],
  ['s3/nekrassov-sample_s3_all_match.log', 'aws_s3', 5, 0, 0],
  ['s3/nekrassov-sample_s3_contains_unmatch.log', 'aws_s3', 5, 0, 0],
  ['s3/webreadr-s3.log', 'aws_s3', 6, 0, 0],
  ['squid/webreadr-log.squid', 'squid', 121, 0, 0],
  ['syslog-wrapped/lnav-syslog_with_access_log.0', 'syslog/common_untimed', 2, 0, 3],
  ['traefik/beats-traefik-access-test-test.log', 'traefik', 7, 0, 0],
  ['uwsgi/lnav-uwsgi.0', 'uwsgi', 19, 0, 0],
  ['vhost/beats-apache-access-test-test-vhost.log', 'vhost_combined', 1, 0, 0],
  ['vhost/lnav-regexp_access_log.0', 'vhost_combined', 2, 0, 0],
  ['w3c/lnav-w3c.0', 'w3c', 1, 4, 0],
  ['w3c/lnav-w3c.1', 'w3c', 1, 6, 0],
  ['w3c/lnav-w3c.2', 'w3c', 14, 8, 0],
  ['w3c/lnav-w3c.3', 'iis', 3, 4, 3],
  ['w3c/lnav-w3c.4', 'w3c', 2, 4, 0],
  ['w3c/lnav-w3c.5', 'w3c', 1, 1, 0],
  ['w3c/lnav-w3c.6', 'iis', 1, 4, 0],
  ['w3c/lnav-w3c_big.0', 'iis', 210, 44, 0],
];

const context = { reference: REFERENCE };

describe('the samples of all formats', () => {
  for (const [path, format, counted, filtered, unparsed] of ROWS) {
    it(`${path} is ${format}: ${counted} hits, ${filtered} directives, ${unparsed} others`, () => {
      const follower = new FormatFollower(context);
      const sums = sumsOf(follow(follower, sampleFile(path).block));
      const { detection } = follower;
      const wrapper = detection?.envelope === undefined ? '' : `${detection.envelope}/`;
      expect(`${wrapper}${detection?.format ?? ''}`).to.equal(format);
      expect(sums).to.deep.equal({ counted, filtered, unparsed });
    });
  }

  it('have a row each', () => {
    expect(sampleFiles().map(({ path }) => path)).to.have.members(ROWS.map(([path]) => path));
  });

  it('are found to be the same when their lines end in CR LF', () => {
    for (const [path, , counted] of ROWS) {
      const text = Buffer.from(sampleFile(path).block.octets).toString('latin1');
      const block = new ByteBlock(Buffer.from(text.replace(/\r?\n/g, '\r\n'), 'latin1'));
      const follower = new FormatFollower(context);
      expect(sumsOf(follow(follower, block)).counted, path).to.equal(counted);
    }
  });
});

/** Samples in which a line is of another format than the rest. */
const MIXED_IN = new Map([['combined/lnav-bad_access_log.0', 'common_short']]);

describe('the parser of each format', () => {
  for (const [path, expected] of ROWS) {
    it(`leaves the lines of ${path} to ${expected}`, () => {
      const { block } = sampleFile(path);
      const { detection } = followed(block);
      const own = expected.replace(/^.*\//, '');
      const probeOfOwn = probeOf(own);
      for (const probe of PROBES) {
        if (probe.name === probeOfOwn || probe.isUntimed === true) continue;
        if (probe.name === MIXED_IN.get(path)) continue;
        const parser = wrapped(probe, detection?.envelope, context);
        const parsed = linesIn(block).filter(
          ([start, end]) => typeof readRecord(parser, block, start, end) !== 'string',
        );
        expect(parsed, probe.name).to.have.length(0);
      }
    });
  }
});

describe('the list of formats', () => {
  for (const format of FORMATS) {
    const { name, example } = format;
    it(`has a line of ${name} that is found to be that`, () => {
      const wrapper = name === 'common_untimed' ? 'Mar 24 14:02:50 web nginx: ' : '';
      // A line of W3C alone says nothing of its fields.
      const header = W3C_HEADERS[name] ?? '';
      const block = textBlock(`${header}${wrapper}${example}\n`);
      const detection = detectFormat(block, 0, block.length, context);
      expect(detection.format).to.equal(name);
      expect(format.newParser(context)).to.have.property('fields');
    });
  }

  it('names no format twice, aliases included', () => {
    const names = FORMATS.flatMap(({ name, aliases }) => [name.toUpperCase(), ...aliases]);
    const own = names.filter((name, index) => names.indexOf(name) !== index);
    // An alias may be the name itself in upper case.
    expect(own.filter((name) => !FORMATS.some((format) => format.name.toUpperCase() === name))).to
      .be.empty;
  });
});

const W3C_HEADERS: Readonly<Partial<Record<string, string>>> = {
  w3c: '#Fields: date time c-ip cs-method cs-uri-stem cs-uri-query sc-status\n',
  cloudfront:
    '#Fields: date time x-edge-location sc-bytes c-ip cs-method cs(Host) cs-uri-stem sc-status cs(Referer) cs(User-Agent)\n',
};

function followed(block: ByteBlock): FormatFollower {
  const follower = new FormatFollower(context);
  follow(follower, block);
  return follower;
}

function probeOf(format: string): string {
  const found = PROBES.find(({ name }) => name === format);
  if (found !== undefined) return found.name;
  const [{ name } = { name: '' }] = PROBES.filter((probe) => FAMILIES[probe.name]?.test(format));
  return name;
}

const FAMILIES: Readonly<Partial<Record<string, RegExp>>> = {
  json: /json$|^caddy$|^cloudflare$/,
  w3c: /^(iis|cloudfront)$/,
  common: /combined|common|lighttpd|ingress|traefik/,
};
