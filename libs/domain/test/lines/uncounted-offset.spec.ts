import { expect } from 'chai';
import fc from 'fast-check';

import { ByteBlock, LineSplitter } from '../../src/index.ts';

const LINE_BYTES_MAX = 12;
const TEXT = fc
  .array(fc.constantFrom('a', 'bc', '\n', '\r\n', 'a long piece of a line', ''), { maxLength: 40 })
  .map((parts) => parts.join(''));

/** Feeds `text` from `offset` on in blocks, and says what records came out of it. */
function feed(splitter: LineSplitter, text: string, offset: number, sizes: number[]): string[] {
  const records: string[] = [];
  const sink = {
    lines: (block: ByteBlock, start: number, end: number) => {
      const lines = Buffer.from(block.octets.subarray(start, end)).toString();
      records.push(...lines.split('\n').slice(0, -1));
    },
    tooLong: () => records.push('(too long)'),
  };
  let turn = 0;
  for (let at = offset; at < text.length;) {
    const size = sizes[turn++ % sizes.length] ?? 1;
    const octets = Buffer.from(text.slice(at, at + size));
    splitter.push(new ByteBlock(octets), at, sink);
    at += octets.length;
  }
  return records.map((record) => (record.length >= LINE_BYTES_MAX ? '(too long)' : record));
}

describe('LineSplitter, stopped anywhere', () => {
  it('is gone on from the first byte that it has not handed on, with each record once', () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(TEXT, fc.nat({ max: 200 }), sizes, (text, cut, blocks) => {
        const whole = feed(new LineSplitter(LINE_BYTES_MAX), text, 0, blocks);
        const first = new LineSplitter(LINE_BYTES_MAX);
        const before = feed(first, text.slice(0, cut), 0, blocks);
        const after = new LineSplitter(LINE_BYTES_MAX);
        const rest = feed(after, text, first.uncountedOffset, blocks);
        expect([...before, ...rest]).to.deep.equal(whole);
      }),
      { numRuns: 1000 },
    );
  });

  it('begins again at the beginning of a line that is too long to be held', () => {
    const splitter = new LineSplitter(LINE_BYTES_MAX);
    feed(splitter, `ab\n${'x'.repeat(500)}`, 0, [7]);
    expect(splitter.uncountedOffset).to.equal(3);
  });

  it('is at the offset where it began while nothing was read', () => {
    const splitter = new LineSplitter();
    splitter.push(new ByteBlock(Buffer.from('ab\n')), 1000, {
      lines: () => undefined,
      tooLong: () => undefined,
    });
    expect(splitter.uncountedOffset).to.equal(1003);
  });
});
