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
import { readings } from './readings.ts';

const SEED = 7;
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
];

const GOOD = new Map([
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
    case 'request_time':
    case 'upstream_response_time':
      return fc.oneof(
        fc.nat(2_000_000).map((micros) => (micros / 1e6).toString()),
        fc.constantFrom('0.000', '12', '-', '0.1, 0.2', '1.5e-05', '-1', '0.1234567', '.5', '5.'),
      );
    case 'body_bytes_sent':
    case 'request_length':
    case 'b':
    case 'O':
      return fc.oneof(fc.nat().map(String), fc.constantFrom('-', '', '-5', '9'.repeat(16)));
    default:
      return fc.constantFrom('-', '10.0.0.1', 'a.example', 'HIT', '', 'a b', 'x"y', 'z\\"', 'é');
  }
};

/** Lines of a definition, with values that fit and some that do not. */
function linesOf(definition: string): fc.Arbitrary<string> {
  const parts = definition.split(/(\$\w+|%\{[^}]*\}i|%>?\w)/);
  return fc
    .tuple(
      ...parts.map((part) => {
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

describe('a plan in the kernel', () => {
  for (const definition of DEFINITIONS) {
    it(`reads every line as its parser does: ${definition}`, () => {
      const format = sound(definition);
      const plan = planOf(definition);
      expect(plan).to.not.equal(undefined);
      const newParser = () => new FormatFollower({ reference: 0 }, [format]);
      const kernel = new KernelScanner(new Kernel(SEED), newParser(), {}, plan);
      const plain = new PlainScanner(newParser(), new RecordBatch(SEED));
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

  it('is not made of what the kernel cannot read', () => {
    expect(planOf('%h %l %u %t "%r" %>s %b %D')).to.equal(undefined);
    expect(planOf('$remote_addr [$time_iso8601] "$request" $status')).to.equal(undefined);
    expect(planOf('[$time_local] "$request" $remote_addr')).to.equal(undefined);
    expect(planOf(`$remote_addr${'-'.repeat(17)}[$time_local] "$request" $status`)).to.equal(
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
