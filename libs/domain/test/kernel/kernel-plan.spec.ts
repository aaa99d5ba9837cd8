import { expect } from 'chai';
import fc from 'fast-check';
import {
  FormatFollower,
  formatOf,
  FormatProblem,
  Kernel,
  kernelPlanOf,
  KernelScanner,
  type LineFormat,
  PlainScanner,
  RecordBatch,
} from '../../src/index.ts';
import { anyBytes, damagedLines, generatedLines } from '../parser/log-lines.ts';
import { latin1Block } from '../text-block.ts';
import { readings } from './readings.ts';

const SEED = 7;
/** All of its memory. */
const KERNEL_BYTES = 62 * 65_536;
const TIMED =
  '$remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent ' +
  '"$http_referer" "$http_user_agent" $request_time $upstream_response_time';

/** Definitions that the kernel can read, each with lines as a server would write them. */
const DEFINITIONS: readonly string[] = [
  '$remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent "$http_referer" "$http_user_agent"',
  TIMED,
  '[$time_local] $host $remote_addr "$request" $status rt=$request_time cs=$upstream_cache_status ($scheme)',
  '$time_local|$remote_addr|"$request"|$status|$request_length|$ssl_protocol|',
  '%h %l %u %t "%r" %>s %b',
  '%v %h %l %u %t "%r" %>s %O "%{Referer}i" "%{User-Agent}i"',
  '%h %l %u %t "%r" %>s %b %D',
  '%h %l %u %t "%r" %>s %b "%{Referer}i" "%{User-Agent}i" %T/%D',
  '%v:%p %a %l %u %t "%r" %>s %O "%{Referer}i" "%{User-Agent}i" %I %{ms}T',
  '%t "%m %U%q %H" %>s %b %a "%{X-Forwarded-For}i" %T',
  '%{msec}t %h "%r" %>s %D "%{User-Agent}i"',
  '%{usec}t;%h;"%r";%>s;%D;%{Referer}i',
  '%{sec}t %h "%r" %>s %b',
  '$remote_addr - $remote_user [$time_iso8601] "$request" $status $body_bytes_sent ' +
    '"$http_referer" "$http_user_agent" "$http_x_forwarded_for"',
  '[$msec] $remote_addr "$request" $status $body_bytes_sent $request_time $http_user_agent',
  '%a %{%Y-%m-%dT%H:%M:%S%z}t "%r" %>s %b %D',
  '[%{%F %T}t] %a "%r" %>s',
  '%{%FT%T}t;%a;%r;%>s',
  '$time_local|$remote_addr|$request|$status|$http_user_agent',
  '$time_local\t$remote_addr\t$request\t$status\t$request_time\t$http_user_agent',
  '[$time_iso8601] $remote_addr: $request $status request_time $request_time',
  '{"@timestamp":"$time_iso8601","remote_addr":"$remote_addr","request":"$request",' +
    '"status":$status,"bytes":$body_bytes_sent,"upstream_response_time":' +
    '"$upstream_response_time","http_user_agent":"$http_user_agent"}',
  '$time_iso8601 $http_x_forwarded_for|$request_method $request_uri $server_protocol|$status|$host',
  '"$http_x_forwarded_for" $time_iso8601 "$request" $status $bytes_sent $upstream_cache_status',
];

const GOOD = new Map([
  ['time_iso8601', '2026-01-05T10:11:12+01:00'],
  ['{%Y-%m-%dT%H:%M:%S%z}t', '2026-01-05T10:11:12+0100'],
  ['{%F %T}t', '2026-01-05 10:11:12'],
  ['{%FT%T}t', '2026-01-05T10:11:12'],
  ['msec', '1767604272.123'],
  ['{msec}t', '1767604272123'],
  ['{usec}t', '1767604272123456'],
  ['{sec}t', '1767604272'],
  ['D', '1500'],
  ['T', '3'],
  ['{ms}T', '15'],
  ['m', 'GET'],
  ['U', '/a/b'],
  ['q', '?c=d'],
  ['H', 'HTTP/1.1'],
  ['request_method', 'GET'],
  ['request_uri', '/a/b?c=d'],
  ['server_protocol', 'HTTP/1.1'],
  ['I', '123'],
  ['bytes_sent', '77'],
  ['time_local', '05/Jan/2026:10:11:12 +0100'],
  ['t', '05/Jan/2026:10:11:12 +0100'],
  ['request', 'GET /a/b?c=d HTTP/1.1'],
  ['r', 'GET /a/b?c=d HTTP/1.1'],
  ['status', '200'],
  ['>s', '200'],
  ['body_bytes_sent', '-'],
  ['request_length', '123'],
  ['b', '5'],
  ['O', '5'],
  ['request_time', '0.123'],
  ['upstream_response_time', '-'],
]);

const ISO_TIMES = [
  '2024-02-29T23:59:60Z',
  '2023-02-29T00:00:00Z',
  '2026-01-05 10:11:12.345+0100',
  '2026-01-05t10:11:12,3-01:30',
  '2026-01-05T10:11:12 +01:00',
  '2026-01-05T10:11:12 -01',
  '2026-01-05T10:11:12',
  '2026-01-05T10:11:12.',
  '2026-01-05T10:11:12+1:00',
  '2026-01-05T10:11:12+25:00',
  '2026-01-05T10:11:12-00:60',
  '2026-01-05T10:11:12+01:6x',
  '2026-01-05T9:11:12z',
  '2026-01-05T10:11Z',
  '2026/01/05T10:11:12Z',
  '2026-13-05T10:11:12Z',
  '1970-01-01T00:30:00+01:00',
  '1969-12-31T23:00:00-02:00',
  '2199-12-31T23:00:00Z',
  '2200-01-01T00:00:00Z',
  '-',
];

/** Mostly one that fits. */
function value(name: string) {
  const good = fc.constant(GOOD.get(name) ?? '10.0.0.1');
  return fc.oneof({ weight: 9, arbitrary: good }, anyValue(name));
}

const anyValue = (name: string) => {
  switch (name) {
    case 'time_local':
    case 't':
      return fc.constantFrom(
        '05/Jan/2026:10:11:12 +0100',
        '29/Feb/2024:23:59:60 -0330',
        '31/Feb/2024:00:00:00 +0000',
        '-',
      );
    case 'request':
    case 'r':
      return fc.constantFrom(
        'GET /a/b?c=d HTTP/1.1',
        'POST /x HTTP/2.0',
        'GET / HTTP/',
        'GET /a b HTTP/1.1',
        '-',
        '',
        'GET /\\x22 HTTP/1.1',
        'get /a"b HTTP/1.1',
      );
    case 'status':
    case '>s':
      return fc.constantFrom('200', '404', '503', '-', '000', '99', '2000');
    case 'time_iso8601':
    case '{%Y-%m-%dT%H:%M:%S%z}t':
    case '{%F %T}t':
    case '{%FT%T}t':
      return fc.constantFrom(...ISO_TIMES);
    case 'msec':
    case '{sec}t':
    case '{msec}t':
    case '{usec}t':
      return fc.oneof(
        fc.nat({ max: 2 ** 53 }).map(String),
        fc.nat({ max: 2e12 }).map((millis) => (millis / 1000).toFixed(3)),
        fc.constantFrom('0', '99999999999', '100000000000', '9007199254740993', '1e9', '1.5e9'),
        fc.constantFrom('-1', '1.2.3', '.5', '5.', '1.99999999999999', '1.999999999999999', '+1'),
      );
    case 'U':
    case 'q':
    case 'request_uri':
      return fc
        .constantFrom('/', '/a', '/a/', '/a/b?c#d', '/a?b/c', '?x', '#', '/a b', '/"', '-', '')
        .chain((path) => fc.constantFrom(path, `http://a.example${path}`, `${path}\\x|y`));
    case 'm':
    case 'request_method':
    case 'H':
    case 'server_protocol':
      return fc.constantFrom('GET', 'HTTP/1.1', '-', '', 'P|Q', 'a b');
    case 'http_x_forwarded_for':
    case '{X-Forwarded-For}i':
      return fc
        .constantFrom('-', '', '10.0.0.1, 10.0.0.2', ' 10.0.0.1', '[::1]', '"::1"', '::1,a', ',a')
        .chain((list) => fc.constantFrom(list, `${list}\t`, `${list}]`));
    case 'D':
    case 'T':
    case '{ms}T':
    case 'request_time':
    case 'upstream_response_time':
      return fc.oneof(
        fc.nat({ max: 1e16 }).map(String),
        fc.tuple(fc.nat({ max: 1e9 }), fc.nat({ max: 1e9 })).map((parts) => parts.join('.')),
        fc.nat(2_000_000).map((micros) => (micros / 1e6).toString()),
        fc.constantFrom('0.000', '12', '-', '0.1, 0.2', '1.5e-05', '-1', '0.1234567', '.5', '5.'),
      );
    case 'body_bytes_sent':
    case 'request_length':
    case 'bytes_sent':
    case 'b':
    case 'I':
    case 'O':
      return fc.oneof(fc.nat().map(String), fc.constantFrom('-', '', '-5', '9'.repeat(16)));
    default:
      return fc.constantFrom('-', '10.0.0.1', 'a.example', 'HIT', '', 'a b', 'x"y', 'z\\"', 'é');
  }
};

/** Literals and fields in turn. */
function partsOf(definition: string): readonly string[] {
  return definition.split(/(\$\w+|%\{[^}]*\}[itT]|%>?\w)/);
}

/** Lines of a definition, with values that fit and some that do not. */
function linesOf(definition: string): fc.Arbitrary<string> {
  return fc
    .tuple(
      ...partsOf(definition).map((part) => {
        if (/^(\$|%)/.test(part)) {
          const inner = value(part.replace(/^[$%]/, ''));
          return part === '%t' ? inner.map((time) => `[${time}]`) : inner;
        }
        return fc.oneof(
          { weight: 60, arbitrary: fc.constant(part) },
          {
            weight: 1,
            arbitrary: fc.constantFrom(part.toUpperCase(), part.replace(' ', '  '), ''),
          },
        );
      }),
    )
    .map((texts) => texts.join(''));
}

function sound(definition: string): LineFormat {
  const format = formatOf(definition);
  if (format instanceof FormatProblem) throw new Error(format.message);
  return format;
}

function planOf(definition: string) {
  const { plan } = sound(definition);
  return plan && kernelPlanOf(plan);
}

function scannersOf(definition: string) {
  const format = sound(definition);
  const plan = planOf(definition);
  expect(plan).to.not.equal(undefined);
  const newParser = () => new FormatFollower({ reference: 0 }, [format]);
  return {
    kernel: new KernelScanner(new Kernel(SEED), newParser(), {}, plan),
    plain: new PlainScanner(newParser(), new RecordBatch(SEED)),
  };
}

/** Every field with a value that fits. */
function ordinaryLine(definition: string): string {
  return partsOf(definition)
    .map((part) => (/^[$%]/.test(part) ? goodValue(part) : part))
    .join('');
}

function goodValue(part: string): string {
  const value = GOOD.get(part.slice(1)) ?? '10.0.0.1';
  return part === '%t' ? `[${value}]` : value;
}

/** Octets that mean something, and some of each kind that do not. */
const OCTETS = Array.from('\0\t\r\x16 !"#+,-./0159:;?ATZ[\\]aez|\x7f\x80\xff');

describe('a plan in the kernel', () => {
  for (const definition of DEFINITIONS) {
    it(`reads every line as its parser does: ${definition}`, () => {
      const { kernel, plain } = scannersOf(definition);
      const line = fc.oneof(
        { weight: 12, arbitrary: linesOf(definition) },
        generatedLines,
        damagedLines,
        anyBytes,
      );
      const streams = fc
        .tuple(fc.array(line, { maxLength: 30 }), fc.constantFrom('\n', '\r\n'), fc.boolean())
        .map(([lines, end, ended]) => lines.join(end) + (ended ? end : ''));
      const property = fc.property(streams, (stream) => {
        expect(readings(stream, kernel)).to.deep.equal(readings(stream, plain));
      });
      fc.assert(property, { numRuns: 400 });
    });
  }

  for (const definition of DEFINITIONS) {
    it(`takes its ordinary line and no odd one: ${definition}`, () => {
      const { kernel, plain } = scannersOf(definition);
      const line = ordinaryLine(definition);
      // With a line of the plain scanner the batch's block would end behind it.
      const block = latin1Block(`${line}\n`);
      kernel.scan(block, 0, block.length);
      expect(kernel.batch.block.length).to.equal(KERNEL_BYTES);
      const cut = Array.from({ length: line.length }, (_, end) => line.slice(0, end)).join('\n');
      expect(readings(cut, kernel)).to.deep.equal(readings(cut, plain));
      for (let at = 0; at < line.length; at++) {
        const stream = OCTETS.map((octet) => line.slice(0, at) + octet + line.slice(at + 1));
        const text = stream.join('\n');
        expect(readings(text, kernel), `byte ${at}`).to.deep.equal(readings(text, plain));
      }
    });
  }

  it('is not made of what the kernel cannot read', () => {
    expect(planOf('[%{%d/%b/%Y %T}t.%{msec_frac}t] %h "%r" %>s')).to.equal(undefined);
    expect(planOf('[$time_local] $request $remote_addr')).to.equal(undefined);
    expect(planOf('[$time_local] "$request" $request_time.$remote_addr')).to.equal(undefined);
    expect(planOf('[$time_local] "$request" ${status}0$remote_addr')).to.equal(undefined);
    expect(planOf(`$remote_addr${'-'.repeat(49)}[$time_local] "$request" $status`)).to.equal(
      undefined,
    );
  });

  it('takes lines with times, and says what they are', () => {
    const scanner = new KernelScanner(
      new Kernel(SEED),
      new FormatFollower({ reference: 0 }, [sound(TIMED)]),
      {},
      planOf(TIMED),
    );
    const line =
      '10.0.0.1 - - [05/Jan/2026:10:11:12 +0100] "GET /a HTTP/1.1" 200 5 "-" "curl" 0.25 -';
    const [batch] = readings(`${line}\n`, scanner);
    expect(batch?.lines).to.have.length(1);
    expect(batch?.lines[0]).to.deep.include({
      extras: { numbers: [250_000, -1, -1], texts: ['', '', ''] },
    });
    expect(scanner.looks.name).to.equal('custom');
  });
});
