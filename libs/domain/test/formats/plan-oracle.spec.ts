import { expect } from 'chai';
import fc from 'fast-check';
import { ClfParser, formatOf, FormatProblem } from '../../src/index.ts';
import { textBlock } from '../text-block.ts';
import { readRecord } from './record-reading.ts';
import { linesIn, REFERENCE, sampleFile } from './sample-files.ts';

interface Column {
  /** What the definition of nginx has for it. */
  readonly variable: string;
  readonly text: fc.Arbitrary<string>;
  /** What a record has to say for the text. */
  readonly found: (text: string) => object;
}

const word = fc.string({
  unit: fc.constantFrom(...Array.from('abcXYZ019.:-_%/()')),
  minLength: 1,
  maxLength: 9,
});
const milli = fc.integer({ min: 0, max: 99_999 });
const micros = (text: string) => (text === '-' ? -1 : Math.round(Number(text) * 1e6));

const COLUMNS: readonly Column[] = [
  { variable: '$remote_addr', text: fc.ipV4(), found: (host) => ({ host }) },
  {
    variable: '$status',
    text: fc.integer({ min: 100, max: 599 }).map(String),
    found: (text) => ({ status: Number(text) }),
  },
  {
    variable: '$body_bytes_sent',
    text: fc.nat().map(String),
    found: (text) => ({ bytes: Number(text) }),
  },
  {
    variable: '$request_time',
    text: fc.oneof(
      milli.map((ms) => (ms / 1000).toFixed(3)),
      fc.constant('-'),
    ),
    found: (text) => ({ responseMicros: micros(text) }),
  },
  {
    variable: '$upstream_response_time',
    text: fc
      .array(
        milli.map((ms) => (ms / 1000).toFixed(3)),
        { minLength: 1, maxLength: 3 },
      )
      .map((list) => list.join(',')),
    found: (text) => ({
      upstreamMicros: text.split(',').reduce((sum, part) => sum + micros(part), 0),
    }),
  },
  { variable: '$http_user_agent', text: word, found: (agent) => ({ agent }) },
  { variable: '$http_referer', text: word, found: (referrer) => ({ referrer }) },
  {
    variable: '$host',
    text: word.filter((text) => text !== '-'),
    found: (vhost) => ({ vhost }),
  },
  { variable: '$uri', text: word.map((text) => `/${text}`), found: (target) => ({ target }) },
  {
    variable: '$msec',
    text: fc.integer({ min: 1, max: 4e9 }).map((second) => `${second}.125`),
    found: (text) => ({ second: Math.floor(Number(text)) }),
  },
  { variable: '$pid', text: word, found: () => ({}) },
];

describe('a plan, held to what its line was made of', () => {
  it('finds each field again, in any order and between any separators', () => {
    const columns = fc
      .shuffledSubarray([...COLUMNS], { minLength: 2 })
      .filter((chosen) =>
        ['$uri', '$msec'].every((name) => chosen.some((c) => c.variable === name)),
      );
    const separators = fc.constantFrom(
      ' ',
      '|',
      '\t',
      ';',
      ' | ',
      '"',
      '" "',
      '~~',
      ' "',
      ' [',
      '=',
    );
    const property = fc.property(
      columns.chain((chosen) =>
        fc.tuple(...chosen.map((c) => c.text.map((text) => ({ ...c, text })))),
      ),
      fc.array(separators, { minLength: COLUMNS.length, maxLength: COLUMNS.length }),
      (chosen, gaps) => {
        const joined = (parts: readonly string[]) =>
          parts.map((part, index) => (index === 0 ? part : `${gaps[index] ?? ''}${part}`)).join('');
        const format = formatOf(joined(chosen.map(({ variable }) => variable)));
        if (format instanceof FormatProblem) throw new Error(format.message);
        const line = joined(chosen.map(({ text }) => text));
        const found = readRecord(format.newParser({ reference: REFERENCE }), textBlock(line));
        const wanted = chosen.map((column) => column.found(column.text));
        expect(found).to.include(Object.assign({}, ...wanted));
      },
    );
    fc.assert(property, { numRuns: 1500 });
  });

  it('of the Combined Log Format finds what its own parser finds', () => {
    const format = formatOf('%h %l %u %t "%r" %>s %b "%{Referer}i" "%{User-Agent}i"');
    if (format instanceof FormatProblem) throw new Error(format.message);
    const plan = format.newParser({ reference: REFERENCE });
    const paths = ['combined/webreadr-combined_log.clf', 'clf/rla-apache_combined.log'];
    for (const path of [...paths, 'combined/beats-apache-access-test-ubuntu-2.2.22.log']) {
      const { block } = sampleFile(path);
      for (const [start, end] of linesIn(block)) {
        const found = readRecord(plan, block, start, end);
        expect(found).to.deep.equal(readRecord(new ClfParser(), block, start, end));
        expect(found).to.not.be.a('string');
        // A line whose last field was cut off is a hit, too.
        expect(readRecord(plan, block, start, end - 1)).to.have.property('status');
      }
    }
  });
});
