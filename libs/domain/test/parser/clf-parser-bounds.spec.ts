import { expect } from 'chai';
import fc from 'fast-check';
import { AccessRecord, ByteBlock, ClfParser, UNPARSED_REASONS } from '../../src/index.ts';
import { latin1Block } from '../text-block.ts';
import { anyBytes, damagedLines, generatedLines, REAL_LINES } from './log-lines.ts';
import { readLine } from './reading.ts';

/** What would complete a line, or change it, if the parser looked beyond its end. */
const TEMPTING = fc.oneof(
  anyBytes,
  fc.constantFrom(
    '5" 200 12 "ref" "agent"',
    '" 200 12',
    ' 200 12',
    '0 -',
    '9',
    '"',
    '/',
    '//host/x',
    'HTTP/1.1" 200 5',
    '2000:13:55:36 -0700] "GET / HTTP/1.1" 200 5',
  ),
);
const line = fc.oneof(generatedLines, damagedLines, anyBytes);

describe('ClfParser and the bytes around its line', () => {
  const parser = new ClfParser();

  it('finds the same whatever stands before and behind the line', () => {
    const property = fc.property(TEMPTING, line, TEMPTING, (before, text, behind) => {
      const alone = readLine(parser, latin1Block(text));
      const start = before.length;
      const block = latin1Block(before + text + behind);
      expect(readLine(parser, block, start, start + text.length)).to.deep.equal(alone);
    });
    fc.assert(property, { numRuns: 5000 });
  });

  it('stops where the line is cut, although the rest of it follows', () => {
    for (const text of REAL_LINES.slice(0, 40)) {
      const block = latin1Block(text);
      for (let end = 0; end <= text.length; end += 3) {
        const cut = readLine(parser, latin1Block(text.slice(0, end)));
        expect(readLine(parser, block, 0, end)).to.deep.equal(cut);
      }
    }
  });

  it('reads a line in a window on a larger buffer', () => {
    const text = REAL_LINES[0] ?? '';
    const buffer = Buffer.from(`....${text}....`, 'latin1');
    const window = new ByteBlock(buffer.subarray(4, 4 + text.length));
    expect(readLine(parser, window)).to.deep.equal(readLine(parser, latin1Block(text)));
  });

  it('throws on nothing', () => {
    const record = new AccessRecord();
    const bytes = fc.uint8Array({ maxLength: 400 });
    const property = fc.property(bytes, fc.nat(400), fc.nat(400), (octets, one, other) => {
      const [start, end] = [one, other].map((at) => Math.min(at, octets.length)).sort(ascending);
      const reason = parser.parse(new ByteBlock(octets), start ?? 0, end ?? 0, record);
      expect(reason).to.be.within(0, UNPARSED_REASONS.length - 1);
    });
    fc.assert(property, { numRuns: 3000 });
  });

  const head = '10.0.0.1 - - [10/Oct/2000:13:55:36 -0700] "';
  const hostile: readonly (readonly [string, string])[] = [
    ['brackets', '['.repeat(200_000)],
    ['times', '[10/Oct/2000:13:55:36 -0700] '.repeat(8_000)],
    ['quotes', head + '"'.repeat(200_000)],
    ['quotes and blanks', head + '" '.repeat(100_000)],
    ['nearly a status', head + '" 200 '.repeat(40_000)],
    ['backslashes', head + '\\'.repeat(200_000)],
    ['blanks', head + ' '.repeat(200_000)],
    ['blanks after a quote', `${head}"${' '.repeat(200_000)}`],
    ['words after the size', `${head}" 200 5 ${'x '.repeat(100_000)}`],
    ['quotes after the size', `${head}" 200 5 ${'"x '.repeat(60_000)}`],
    ['user names', `10.0.0.1 ${'- '.repeat(100_000)}${head.slice(9)}" 200 5`],
    ['slashes', `${head}GET ${'/'.repeat(200_000)} HTTP/1.1" 200 5`],
  ];
  for (const [name, text] of hostile) {
    it(`takes no longer than the line is long: ${name}`, () => {
      const block = latin1Block(text);
      const started = performance.now();
      parser.parse(block, 0, block.length, new AccessRecord());
      // A few milliseconds; something quadratic would take minutes.
      expect(performance.now() - started).to.be.below(1000);
    });
  }
});

function ascending(a: number, b: number): number {
  return a - b;
}
