import { expect } from 'chai';
import fc from 'fast-check';
import {
  FormatFollower,
  Kernel,
  KernelScanner,
  PlainScanner,
  RecordBatch,
} from '../../src/index.ts';
import { TAIL_KEYS } from '../../src/kernel/tail-keys.ts';
import { kernelScanner, plainScanner } from '../scanners.ts';
import { latin1Block } from '../text-block.ts';
import { accessLine } from '../traffic/access-lines.ts';
import { readings } from './readings.ts';

const SEED = 7;
/** All of its memory. */
const KERNEL_BYTES = 62 * 65_536;

const HEAD = accessLine({ referrer: '-', agent: 'curl/8 (x)', bytes: '5' });

const TAILS: readonly string[] = [
  '"10.0.0.1, 10.0.0.2" 0.123 0.120',
  '0.123 - .',
  'rt=0.123 uct="0.000" uht="-" urt="0.1" cs=HIT xff="a b"',
  'request_time=1 upstream_response_time=0.120 upstream_cache_status=- ssl_protocol="TLSv1.3"',
  '262 "web@docker" "http://10.0.0.3:80" 2ms',
  '89 0.001 [default-web-8080] [] 10.0.0.5:8080 59 0.001 200 529a0079',
  '89 0.001 [default-web-8080] 10.0.0.5:8080 59 - 200',
  '"2.31" 1500 1/1500 12.5s "-" -',
];

const number = fc.oneof(
  fc.nat(1e6).map(String),
  fc.nat(1e7).map((millis) => (millis / 1000).toFixed(3)),
  fc.constantFrom('-', '', '0.1', '12.', '.5', '0.123,', '0.123,0.5', '9'.repeat(17), '1.5e-05'),
  fc.constantFrom('12345678901234.123', '5ms', '0.5s', '7us', '1.ms', '5m', '3ns', '2s,', 'ms'),
);
const text = fc.constantFrom(
  '-',
  '',
  'HIT',
  'a b',
  '10.0.0.1, ::1',
  'x=y',
  'a\\"b',
  'é',
  ']',
  'a\tb',
);
const value = fc.oneof(number, text);
const key = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...TAIL_KEYS) },
  fc.constantFrom(
    'RT',
    'r_t',
    'vhost',
    'duration',
    'host',
    'ip',
    'urtx',
    'u',
    'a.b',
    '',
    '1x',
    'é',
  ),
);
const token = fc.oneof(
  { weight: 3, arbitrary: number },
  value.map((inner) => `"${inner}"`),
  value.map((inner) => `[${inner}]`),
  { weight: 3, arbitrary: fc.tuple(key, value).map((pair) => pair.join('=')) },
  { weight: 2, arbitrary: fc.tuple(key, value).map(([name, inner]) => `${name}="${inner}"`) },
  text,
);
const blank = fc.oneof(
  { weight: 40, arbitrary: fc.constant(' ') },
  { weight: 1, arbitrary: fc.constantFrom('  ', '\t', '', ', ') },
);
const anyTail = fc.oneof(
  fc.constantFrom(...TAILS),
  fc.array(fc.tuple(token, blank), { maxLength: 18 }).map((parts) => parts.flat().join('').trim()),
  fc
    .tuple(fc.constantFrom(...TAILS), fc.nat(20), token)
    .map(([tail, at, other]) => tail.split(' ').toSpliced(at, 1, other).join(' ')),
);
const head = fc.oneof(
  { weight: 9, arbitrary: fc.constant(HEAD) },
  fc.constantFrom(
    accessLine({ vhost: 'a.example:80', agent: 'x', bytes: '-' }),
    accessLine({ agent: '', referrer: 'r' }),
    accessLine({ agent: 'a\\"b' }),
    accessLine(),
    `"${HEAD}`,
  ),
);
const line = fc.tuple(head, anyTail).map((parts) => parts.join(' '));
const streams = fc
  .tuple(fc.array(line, { maxLength: 20 }), fc.constantFrom('\n', '\r\n', ' \n'), fc.boolean())
  .map(([lines, end, ended]) => lines.join(end) + (ended ? end : ''));

/** Octets that mean something behind a user agent. */
const OCTETS = Array.from('\0\t\r\x16 !",-./019:=AF[\\]gmrsuz|\x7f\x80\xff');

describe('what stands behind the user agent, in the kernel', () => {
  it('is read as the plain parser does', () => {
    const kernel = kernelScanner(SEED);
    const plain = plainScanner(SEED);
    const property = fc.property(streams, (stream) => {
      expect(readings(stream, kernel)).to.deep.equal(readings(stream, plain));
      expect(kernel.looks.counts).to.have.deep.members(plain.looks.counts);
    });
    fc.assert(property, { numRuns: 3000 });
  });

  it('is read as by the parser that finds formats', () => {
    const property = fc.property(streams, (stream) => {
      // That one looks ahead, and where enough of the lines have quotes around them takes these off
      // from the beginning. Behind a line without any, the kernel's log has none.
      fc.pre(stream.startsWith('"') || !stream.includes('\n"'));
      const newParser = () => new FormatFollower({ reference: 0 });
      const kernel = new KernelScanner(new Kernel(SEED), newParser());
      const plain = new PlainScanner(newParser(), new RecordBatch(SEED));
      expect(readings(stream, kernel)).to.deep.equal(readings(stream, plain));
      expect(kernel.looks.counts).to.have.deep.members(plain.looks.counts);
    });
    fc.assert(property, { numRuns: 200 });
  });

  for (const tail of TAILS) {
    it(`is taken, and left alone where it is odd: ${tail}`, () => {
      const kernel = kernelScanner(SEED);
      const plain = plainScanner(SEED);
      const block = latin1Block(`${HEAD} ${tail}\n`);
      const fresh = kernelScanner(SEED);
      fresh.scan(block, 0, block.length);
      // With a line for the plain scanner the block would be cut behind it.
      expect(fresh.batch.block.length).to.equal(KERNEL_BYTES);
      const ends = Array.from({ length: tail.length + 1 }, (_, end) => tail.slice(0, end));
      const cut = ends.map((rest) => `${HEAD} ${rest}`).join('\n');
      expect(readings(cut, kernel)).to.deep.equal(readings(cut, plain));
      for (let at = 0; at < tail.length; at++) {
        const stream = OCTETS.map((octet) => {
          return `${HEAD} ${tail.slice(0, at)}${octet}${tail.slice(at + 1)}`;
        }).join('\n');
        expect(readings(stream, kernel), `byte ${at}`).to.deep.equal(readings(stream, plain));
      }
      expect(kernel.looks.counts).to.have.deep.members(plain.looks.counts);
    });
  }

  it('is left to the plain parser where its addresses may be those of clients', () => {
    const amended: number[] = [];
    const amend = () => amended.push(1);
    const scanner = new KernelScanner(new Kernel(SEED), new FormatFollower({ reference: 0 }), {
      amend,
    });
    readings(`${HEAD} "10.0.0.1, 10.0.0.2"\n`, scanner);
    expect(amended).to.have.length(1);
  });
});
