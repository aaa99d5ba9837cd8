import { expect } from 'chai';
import fc from 'fast-check';
import { RecentLines } from '../../src/index.ts';
import { latin1, latin1Block } from '../text-block.ts';

const LIMITS = { bytesMax: 64, linesPerBlockMax: 4, lineBytesMax: 16 };

function bytesOf(text: string): Uint8Array {
  return latin1Block(text).octets;
}

function textsOf(lines: readonly Uint8Array[]): string[] {
  return lines.map((line) => latin1(line, 0, line.length));
}

/** The lines of a text as they are kept, all of them. */
function naiveLines(text: string): string[] {
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) =>
      line
        .slice(0, 16 + 1)
        .replace(/\r$/, '')
        .slice(0, 16),
    )
    .filter((line) => line !== '');
}

const blocks = fc.array(
  fc.string({ unit: fc.constantFrom('a', 'b', 'c', '\r', '\n', '\n'), maxLength: 40 }),
  { maxLength: 12 },
);

describe('RecentLines', () => {
  it('gives the last lines of what was written, wherever it is cut', () => {
    const property = fc.property(blocks, (pushed) => {
      const recent = new RecentLines({ ...LIMITS, lineBytesMax: 17 });
      for (const block of pushed) recent.push(1, bytesOf(block));
      const all = pushed
        .join('')
        .split('\n')
        .slice(0, -1)
        .map((line) => line.slice(0, 17).replace(/\r$/, ''));
      // Empty lines are left out of what is kept, not of what a block may cost.
      const kept = textsOf(recent.last(1));
      const expected = all.filter((line) => line !== '').slice(-1);
      const newest = all.slice(-LIMITS.linesPerBlockMax);
      if (newest.some((line) => line !== '')) expect(kept).to.deep.equal(expected);
    });
    fc.assert(property, { numRuns: 300 });
  });

  it('has no gap in as many lines as it takes of a block, while they fit', () => {
    const line = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 1, maxLength: 12 });
    const property = fc.property(
      fc.array(fc.array(line, { maxLength: 9 }), { maxLength: 9 }),
      (pushed) => {
        const recent = new RecentLines(LIMITS);
        for (const lines of pushed)
          recent.push(1, bytesOf(lines.map((one) => `${one}\n`).join('')));
        expect(textsOf(recent.last(4))).to.deep.equal(pushed.flat().slice(-4));
      },
    );
    fc.assert(property, { numRuns: 300 });
  });

  it('never holds more than its ring, nor anything that was not a line (model)', () => {
    const push = fc.tuple(
      fc.nat(2),
      fc.string({ unit: fc.constantFrom('a', 'b', '\n'), maxLength: 60 }),
    );
    const property = fc.property(fc.array(push, { maxLength: 20 }), (pushes) => {
      const recent = new RecentLines(LIMITS);
      const written = ['', '', ''];
      for (const [stream, text] of pushes) {
        recent.push(stream, bytesOf(text));
        written[stream] = (written[stream] ?? '') + text;
        const kept = textsOf(recent.last(1000));
        expect(kept.join('').length).to.be.at.most(LIMITS.bytesMax);
        const lines = new Set(written.flatMap(naiveLines));
        for (const one of kept) expect(lines).to.include(one);
      }
    });
    fc.assert(property, { numRuns: 200 });
  });

  it('joins a line that came in three blocks, and keeps streams apart', () => {
    const recent = new RecentLines(LIMITS);
    recent.push(1, bytesOf('one '));
    recent.push(2, bytesOf('other\n'));
    recent.push(1, bytesOf('and '));
    recent.push(1, bytesOf('two\r\nrest'));
    recent.finish(1);
    recent.finish(1);
    expect(textsOf(recent.last(9))).to.deep.equal(['other', 'one and two', 'rest']);
    expect(textsOf(recent.last(0))).to.deep.equal([]);
  });

  it('keeps the beginning of a line that is too long, however it came', () => {
    const recent = new RecentLines(LIMITS);
    recent.push(1, bytesOf(`${'x'.repeat(500)}\n`));
    for (let part = 0; part < 50; part++) recent.push(1, bytesOf('y'.repeat(10)));
    recent.push(1, bytesOf('\n'));
    expect(textsOf(recent.last(9))).to.deep.equal(['x'.repeat(16), 'y'.repeat(16)]);
  });

  it('gives copies: what comes later does not change them', () => {
    const recent = new RecentLines(LIMITS);
    recent.push(1, bytesOf('first\n'));
    const [first = new Uint8Array()] = recent.last(1);
    for (let at = 0; at < 40; at++) recent.push(1, bytesOf('later line\n'));
    expect(textsOf([first])).to.deep.equal(['first']);
  });

  it('knows which stream each line is of, however many lines have gone before', () => {
    const recent = new RecentLines(LIMITS);
    for (let at = 0; at < 5000; at++) recent.push(at % 3, bytesOf(`${at}\n`));
    const lines = recent.lines(recent.size);
    expect(lines.length).to.equal(recent.size).and.be.within(10, 16);
    expect(
      lines.map(({ stream, bytes }) => [stream, latin1(bytes, 0, bytes.length)]),
    ).to.deep.equal(
      lines.map((_, index) => {
        const at = 5000 - lines.length + index;
        return [at % 3, String(at)];
      }),
    );
  });
});
