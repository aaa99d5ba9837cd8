import { expect } from 'chai';
import fc from 'fast-check';
import {
  AccessRecord,
  FormatFollower,
  formatOf,
  FormatProblem,
  FORMATS,
  type FormatParser,
} from '../../src/index.ts';
import { wrapped } from '../../src/formats/detect-format.ts';
import { ENVELOPE_KINDS } from '../../src/formats/envelope.ts';
import { PROBES } from '../../src/formats/registry.ts';
import { latin1Block } from '../text-block.ts';
import { readRecord } from './record-reading.ts';
import { linesIn, REFERENCE, sampleFiles } from './sample-files.ts';

const context = { reference: REFERENCE };

/** Every parser there is, wrappers and definitions included. */
const PARSERS: readonly (readonly [string, () => FormatParser])[] = [
  ...PROBES.map((probe) => [probe.name, () => probe.newParser(context)] as const),
  ...ENVELOPE_KINDS.flatMap((kind) =>
    PROBES.filter(({ name }) => ['common', 'json', 'common_untimed', 'w3c'].includes(name)).map(
      (probe) => [`${kind}/${probe.name}`, () => wrapped(probe, kind, context)] as const,
    ),
  ),
  ...[
    '%h %l %u %t "%r" %>s %b "%{Referer}i" "%{User-Agent}i" %D',
    '%{%d/%b %H:%M}t %m %U%q %{ms}T %a',
    '$remote_addr|$time_iso8601|$request|$status|$upstream_response_time',
    '{"t":"$msec","r":"$request","u":"$http_user_agent"}',
    '%x %h ~h{," } %m %U',
  ].map((text) => [text, () => parserOf(text)] as const),
  ['follower', () => new FormatFollower(context)],
];

const SAMPLE_LINES: readonly string[] = [
  ...sampleFiles().flatMap(({ block }) =>
    linesIn(block)
      .slice(0, 12)
      .map(([start, end]) => Buffer.from(block.octets.subarray(start, end)).toString('latin1')),
  ),
  ...FORMATS.map(({ example }) => example),
];

const anyByte = fc.integer({ min: 0, max: 255 }).map((byte) => String.fromCharCode(byte));
const meaningful = fc.constantFrom(...Array.from(' \t"\\[]{}-:/.,=|#%<>?*0259aGPT\0\n\r\x1b\xff'));
const junk = fc.string({ unit: fc.oneof(anyByte, meaningful), maxLength: 200 });
const edit = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  cut: fc.integer({ min: 0, max: 12 }),
  text: fc.string({ unit: fc.oneof(anyByte, meaningful), maxLength: 6 }),
});
const damaged = fc
  .tuple(fc.constantFrom(...SAMPLE_LINES), fc.array(edit, { maxLength: 4 }))
  .map(([line, edits]) =>
    edits.reduce((text, { at, cut, text: inserted }) => {
      const from = Math.floor(at * text.length);
      return text.slice(0, from) + inserted + text.slice(from + cut);
    }, line),
  );
const line = fc.oneof({ weight: 4, arbitrary: damaged }, { weight: 1, arbitrary: junk });
const around = fc.constantFrom('', '"', ' 200 5 "x" "y"', '}', '\t', '\\', '9', 'x:y\tz', '|');

describe('every parser of lines', () => {
  for (const [name, newParser] of PARSERS) {
    it(`throws on nothing and stays within its line: ${name}`, () => {
      // One parser for all lines: what it remembers of one must not show in the next.
      const parser = newParser();
      const property = fc.property(around, line, around, (before, text, behind) => {
        const block = latin1Block(before + text + behind);
        const [start, end] = [before.length, before.length + text.length];
        // It throws where a field lies outside of the line or was left as another line had it.
        const found = readRecord(parser, block, start, end);
        if (typeof found === 'string') expect(parser.failedAt).to.be.at.least(0);
      });
      fc.assert(property, { numRuns: 400 });
    });

    if (name === 'follower' || name.includes('w3c')) continue;
    it(`finds the same whatever it has read before and whatever stands around: ${name}`, () => {
      const used = newParser();
      const property = fc.property(line, around, line, around, (other, before, text, behind) => {
        readRecord(used, latin1Block(other));
        const block = latin1Block(before + text + behind);
        const found = readRecord(used, block, before.length, before.length + text.length);
        expect(found).to.deep.equal(readRecord(newParser(), latin1Block(text)));
      });
      fc.assert(property, { numRuns: 150 });
    });
  }
});

describe('lines that are made to be slow', () => {
  const long: readonly (readonly [string, string])[] = [
    ['quotes', '"'.repeat(200_000)],
    ['blanks', `x${' '.repeat(200_000)}`],
    ['quotes and blanks', '" '.repeat(100_000)],
    ['brackets', '['.repeat(200_000)],
    ['braces', '{"a":'.repeat(40_000)],
    ['backslashes', '{"a":"' + '\\'.repeat(200_000)],
    ['colons', 'a:'.repeat(100_000)],
    ['equals', 'a='.repeat(100_000)],
    ['pairs', 'a=b '.repeat(50_000)],
    ['times', '[10/Oct/2000:13:55:36 -0700] "'.repeat(8_000)],
    ['keys', `{"${'k'.repeat(200_000)}":1}`],
    ['escapes', `{"url":"${'\\u0041'.repeat(30_000)}","time":1704067200}`],
    ['tabs', '\t'.repeat(200_000)],
    ['commas', '1, '.repeat(60_000)],
    ['columns', `2024-01-01 10:00:00 ${'GET '.repeat(50_000)}`],
    ['slashes', '1.1.1.1:1 [30/Jul/2018:09:03:52.726] a b '.concat('1/'.repeat(100_000))],
  ];
  for (const [kind, text] of long) {
    it(`are read in time: ${kind}`, function () {
      this.timeout(10_000);
      const block = latin1Block(text);
      const record = new AccessRecord();
      for (const [name, newParser] of PARSERS) {
        const from = process.hrtime.bigint();
        newParser().parse(block, 0, block.length, record);
        const tookMs = Number(process.hrtime.bigint() - from) / 1e6;
        // One pass takes a few; a quadratic one takes minutes.
        expect(tookMs, name).to.be.below(2_000);
      }
    });
  }
});

function parserOf(text: string): FormatParser {
  const format = formatOf(text);
  if (format instanceof FormatProblem) throw new Error(format.message);
  return format.newParser(context);
}
