import { expect } from 'chai';
import { FormatFollower, formatNamed } from '../../src/index.ts';
import { textBlock } from '../text-block.ts';
import { readRecord, type RecordReading } from './record-reading.ts';
import { REFERENCE } from './sample-files.ts';

const SECOND = Date.UTC(2024, 0, 1) / 1000;
const ISO = '2024-01-01T00:00:00Z';

describe('lines of JSON', () => {
  const hit = `"time":"${ISO}","ip":"9.9.9.9","method":"GET","url":"/a/b?c","status":200`;

  it('of Caddy are read in every version', () => {
    const today =
      '{"level":"info","ts":1704067200.9,"request":{"remote_ip":"10.0.0.1","client_ip":"9.9.9.9",' +
      '"proto":"HTTP/2.0","method":"GET","host":"a.example","uri":"/a?b","headers":{"User-Agent":' +
      '["M \\"x\\""],"Referer":["http://r/"],"X-Forwarded-For":["9.9.9.9, 10.0.0.7"]},"tls":' +
      '{"version":772}},"bytes_read":7,"user_id":"ann","duration":0.0175,"size":3768,"status":200}';
    expect(read('caddy', today)).to.deep.include({
      second: SECOND,
      host: '9.9.9.9',
      vhost: 'a.example',
      target: '/a?b',
      url: '/a',
      user: 'ann',
      agent: 'M "x"',
      referrer: 'http://r/',
      forwarded: '9.9.9.9, 10.0.0.7',
      requestBytes: 7,
      responseMicros: 17_500,
      bytes: 3768,
    });
    const old =
      '{"ts":"2024/01/01 00:00:00","request":{"remote_addr":"9.9.9.9:4711","method":"GET",' +
      '"uri":"/a"},"duration":2,"status":204}';
    expect(read('caddy', old)).to.include({
      second: SECOND,
      host: '9.9.9.9',
      responseMicros: 2_000_000,
      status: 204,
    });
    expect(
      read('caddy', '{"request>uri":"/x","request>remote_ip":"::1","ts":1704067200}'),
    ).to.include({ target: '/x', host: '::1' });
  });

  const units: readonly (readonly [string, string, object])[] = [
    [
      'traefik_json',
      '"Duration":1200000,"DownstreamStatus":200,"OriginDuration":900000',
      { responseMicros: 1200, upstreamMicros: 900 },
    ],
    [
      'envoy_json',
      '"duration":3,"response_flags":"-","bytes_received":9',
      { responseMicros: 3000, requestBytes: 9 },
    ],
    [
      'nginx_json',
      '"request_time":"0.250","upstream_response_time":"0.1, 0.1","body_bytes_sent":"9"',
      { responseMicros: 250_000, upstreamMicros: 200_000, bytes: 9 },
    ],
    [
      'gcp_lb_json',
      '"httpRequest":{"requestUrl":"https://h/x","latency":"0.012s"}',
      { responseMicros: 12_000, target: 'https://h/x' },
    ],
    [
      'ecs_json',
      '"event":{"duration":5000},"url.original":"/o","user_agent":{"original":"M"}',
      { responseMicros: 5, agent: 'M', target: '/o' },
    ],
    [
      'cloudflare',
      '"ClientRequestURI":"/c","EdgeResponseStatus":301,"OriginResponseTime":3000000',
      { upstreamMicros: 3000, status: 301, target: '/c' },
    ],
    [
      'pino_json',
      '"req":{"url":"/p","headers":{"user-agent":"M"}},"responseTime":7',
      { responseMicros: 7000, target: '/p', agent: 'M' },
    ],
    ['json', '"duration":7,"latency_ms":"1.5"', { responseMicros: 1500 }],
    ['json', '"duration":7', { responseMicros: -1 }],
    ['json', '"elapsed":"1m2.5s"', { responseMicros: 62_500_000 }],
  ];
  for (const [format, keys, found] of units) {
    it(`have the units of ${format}: ${keys.slice(0, 40)}`, () => {
      const follower = new FormatFollower({ reference: REFERENCE });
      const line = `{"time":"${ISO}","ip":"::1","method":"GET","url":"/",${keys}}`;
      expect(readRecord(follower, textBlock(line))).to.include(found);
      expect(follower.format).to.equal(format);
    });
  }

  const times: readonly (readonly [string, number])[] = [
    ['1704067200', SECOND],
    ['1704067200.999', SECOND],
    ['"1704067200"', SECOND],
    ['1704067200123', SECOND],
    ['1704067200123456', SECOND],
    ['1704067200123456789', SECOND],
    ['1.7040672e+09', SECOND],
    ['"2024-01-01 01:00:00,123+0100"', SECOND],
    ['"2024-01-01T00:00:00.123456789+00:00"', SECOND],
    ['"01/Jan/2024:01:00:00 +0100"', SECOND],
  ];
  for (const [time, second] of times) {
    it(`have the time ${time}`, () => {
      expect(read('json', `{"ts":${time},"url":"/"}`)).to.include({ second });
    });
  }

  it('count the first of keys that stand twice', () => {
    expect(read('json', `{${hit},"status":500,"url":"/evil"}`)).to.include({
      status: 200,
      target: '/a/b?c',
    });
  });

  it('take numbers as text and keep the escapes of control characters', () => {
    const agent = 'a\\u001b[31m \\u00e9\\ud83d\\ude00\\/\\ud800';
    const line = `{${hit.replace('200', '"404"')},"agent":"${agent}"}`;
    expect(read('json', line)).to.include({ status: 404, agent: 'a\\u001b[31m é😀/\ufffd' });
  });

  it('may hold __proto__ and keys without end', () => {
    const many = Array.from({ length: 3000 }, (_, index) => `"k${index}":{"status":[${index}]}`);
    const line = `{"__proto__":{"status":1},"constructor":[{"url":2}],${many.join()},${hit}}`;
    expect(read('json', line)).to.include({ status: 200, target: '/a/b?c' });
    expect({}).to.not.have.property('status');
  });

  const bad: readonly (readonly [string, string])[] = [
    ['{', 'bad_json'],
    ['[]', 'bad_json'],
    [`{${hit}`, 'bad_json'],
    [`{${hit}} x`, 'bad_json'],
    [`{${hit},"a":"open}`, 'bad_json'],
    [`{${hit} "a":1}`, 'bad_json'],
    [`{"a":${'['.repeat(100_000)}`, 'bad_json'],
    [`{"a":${'{"a":'.repeat(40)}1${'}'.repeat(40)},${hit}}`, 'bad_json'],
    [`{"time":"${ISO}"}`, 'no_request'],
    ['{"url":"/"}', 'no_time'],
    [`{${hit.replace(ISO, '2024-13-01T00:00:00Z')}}`, 'bad_time'],
  ];
  for (const [line, reason] of bad) {
    it(`are ${reason}: ${line.slice(0, 30)}`, () => {
      expect(read('json', line)).to.equal(reason);
    });
  }
});

describe('lines of LTSV and logfmt', () => {
  it('take `host` for the client in LTSV and for the site in logfmt', () => {
    const ltsv = 'host:9.9.9.9\ttime:[01/Jan/2024:00:00:00 +0000]\treq:GET /a HTTP/1.1\tvhost:a.b';
    expect(read('ltsv', `${ltsv}\treqtime_microsec:7\tapptime:0.5`)).to.include({
      host: '9.9.9.9',
      vhost: 'a.b',
      second: SECOND,
      target: '/a',
      responseMicros: 7,
      upstreamMicros: 500_000,
    });
    const logfmt = `ts=${ISO} at=info flag method=GET path="/a \\"b\\"" host=a.b`;
    const more = 'fwd="9.9.9.9, ::1" status=200 bytes=13 service=18ms';
    expect(read('logfmt', `${logfmt} ${more}`)).to.include({
      host: '9.9.9.9',
      vhost: 'a.b',
      target: '/a "b"',
      bytes: 13,
      responseMicros: 18_000,
    });
  });

  it('refuse a column without a label, and words', () => {
    expect(read('ltsv', `time:${ISO}\treq:GET /\t404`)).to.equal('no_fit');
    expect(read('logfmt', 'some words status=200')).to.equal('no_fit');
    expect(read('logfmt', 'a="b')).to.equal('no_fit');
  });
});

function read(name: string, line: string): RecordReading | string {
  const parser = formatNamed(name)?.newParser({ reference: REFERENCE });
  if (parser === undefined) throw new Error(name);
  return readRecord(parser, textBlock(line));
}
