import { expect } from 'chai';
import fc from 'fast-check';
import { ByteBlock, LINE_BYTES_MAX, type LineSink, LineSplitter } from '../../src/index.ts';
import { latin1, latin1Block } from '../text-block.ts';

interface Line {
  readonly text: string;
  readonly offset: number;
}

/** Keeps what a splitter hands on; a line that was passed over is `too long`. */
class KeptLines implements LineSink {
  readonly kept: (Line | 'too long')[] = [];
  readonly #splitter: LineSplitter;
  readonly #lineBytesMax: number;

  constructor(splitter: LineSplitter, lineBytesMax = LINE_BYTES_MAX) {
    this.#splitter = splitter;
    this.#lineBytesMax = lineBytesMax;
  }

  /** Only a stream's end may lack its LF, and what is handed on is never empty. */
  lines(block: ByteBlock, start: number, end: number): void {
    expect(end).to.be.above(start);
    const text = latin1(block.octets, start, end);
    let offset = this.#splitter.blockOffset + start;
    for (const line of text.replace(/\n$/, '').split('\n')) {
      const tooLong = line.length > this.#lineBytesMax;
      this.kept.push(tooLong ? 'too long' : { text: line.replace(/\r$/, ''), offset });
      offset += line.length + 1;
    }
  }

  tooLong(): void {
    this.kept.push('too long');
  }
}

function split(blocks: readonly string[], lineBytesMax?: number, offset = 0): KeptLines['kept'] {
  const splitter = new LineSplitter(lineBytesMax);
  const kept = new KeptLines(splitter, lineBytesMax);
  let at = offset;
  for (const block of blocks) {
    splitter.push(latin1Block(block), at, kept);
    at += block.length;
  }
  splitter.finish(kept);
  return kept.kept;
}

function naiveSplit(stream: string, lineBytesMax: number, offset = 0): KeptLines['kept'] {
  const records = stream.split('\n');
  if (records.at(-1) === '') records.pop();
  let at = offset;
  return records.map((record) => {
    const start = at;
    at += record.length + 1;
    if (record.length > lineBytesMax) return 'too long';
    return { text: record.replace(/\r$/, ''), offset: start };
  });
}

function cut(stream: string, places: readonly number[]): string[] {
  const sorted = places.map((place) => place % (stream.length + 1)).sort((a, b) => a - b);
  return [0, ...sorted].map((from, index) => stream.slice(from, sorted[index] ?? stream.length));
}

const stream = fc.string({
  unit: fc.constantFrom('\n', '\n', '\r', '\0', 'a', 'b', ' ', '"', '\xff'),
  maxLength: 80,
});

describe('LineSplitter', () => {
  it('gives the same records with the same offsets however the stream is cut into blocks', () => {
    const places = fc.array(fc.nat(), { maxLength: 12 });
    const limit = fc.integer({ min: 1, max: 12 });
    const property = fc.property(stream, places, limit, fc.nat(), (text, at, max, offset) => {
      expect(split(cut(text, at), max, offset)).to.deep.equal(naiveSplit(text, max, offset));
    });
    fc.assert(property, { numRuns: 5000 });
  });

  it('gives the same records when every byte comes alone', () => {
    const property = fc.property(stream, (text) => {
      expect(split(Array.from(text))).to.deep.equal(naiveSplit(text, LINE_BYTES_MAX));
    });
    fc.assert(property, { numRuns: 500 });
  });

  it('takes one CR from the end of a record, also when the LF comes in the next block', () => {
    expect(split(['a\r\nb\r', '\nc\r\r\n\r\nd\re\r'])).to.deep.equal([
      { text: 'a', offset: 0 },
      { text: 'b', offset: 3 },
      { text: 'c\r', offset: 6 },
      { text: '', offset: 10 },
      { text: 'd\re', offset: 12 },
    ]);
  });

  it('hands on empty lines and NULs as they are', () => {
    expect(split(['\n\0\0\n', '\n'])).to.deep.equal([
      { text: '', offset: 0 },
      { text: '\0\0', offset: 1 },
      { text: '', offset: 4 },
    ]);
  });

  it('makes no record of the end of a file that ends in LF', () => {
    expect(split([])).to.be.empty;
    expect(split(['', ''])).to.be.empty;
    expect(split(['a\n', ''])).to.have.length(1);
  });

  it('makes a record of a last line without LF, once', () => {
    const splitter = new LineSplitter();
    const kept = new KeptLines(splitter);
    splitter.push(latin1Block('a\nb'), 0, kept);
    expect(splitter.heldBytes).to.equal(1);
    splitter.finish(kept);
    splitter.finish(kept);
    expect(splitter.heldBytes).to.equal(0);
    expect(kept.kept).to.deep.equal([
      { text: 'a', offset: 0 },
      { text: 'b', offset: 2 },
    ]);
  });

  it('passes over a line above the limit and none that just reaches it', () => {
    for (const blocks of [
      ['12345\n123456\n1'],
      ['123', '45\n123', '456\n1'],
      ['12345\n123456\n', '1'],
    ]) {
      expect(split(blocks, 5)).to.deep.equal([
        { text: '12345', offset: 0 },
        'too long',
        { text: '1', offset: 13 },
      ]);
    }
  });

  it('counts the CR of a line towards the limit, in one block and in two', () => {
    expect(split(['1234\r\n'], 5)).to.deep.equal([{ text: '1234', offset: 0 }]);
    expect(split(['12345\r\n'], 5)).to.deep.equal(['too long']);
    expect(split(['12345\r', '\n'], 5)).to.deep.equal(['too long']);
  });

  it('makes one record of a huge line, ended or not', () => {
    const blocks = Array.from({ length: 50 }, () => 'x'.repeat(10));
    expect(split([...blocks, '\nafter'], 100)).to.deep.equal([
      'too long',
      { text: 'after', offset: 501 },
    ]);
    expect(split(blocks, 100)).to.deep.equal(['too long']);
  });

  it('holds at most the limit of a line that comes in many blocks', () => {
    const splitter = new LineSplitter();
    const kept = new KeptLines(splitter);
    const block = new ByteBlock(new Uint8Array(1 << 16).fill(97));
    let most = 0;
    for (let at = 0; at < 64; at++) {
      splitter.push(block, at * block.length, kept);
      most = Math.max(most, splitter.heldBytes);
    }
    expect(most).to.equal(LINE_BYTES_MAX);
    splitter.finish(kept);
    expect(kept.kept).to.deep.equal(['too long']);
  });

  it('takes a normal line after a huge one', () => {
    const long = 'x'.repeat(9);
    expect(split([long, long, `${long}\nab`, 'c\n', long, '\n', 'd'], 8)).to.deep.equal([
      'too long',
      { text: 'abc', offset: 28 },
      'too long',
      { text: 'd', offset: 42 },
    ]);
  });

  it('keeps what it holds although the block of a reader is overwritten', () => {
    const splitter = new LineSplitter();
    const kept = new KeptLines(splitter);
    const block = latin1Block('one\ntw');
    splitter.push(block, 0, kept);
    block.octets.fill(0x78);
    splitter.push(latin1Block('o\n'), 6, kept);
    expect(kept.kept).to.deep.equal([
      { text: 'one', offset: 0 },
      { text: 'two', offset: 4 },
    ]);
  });
});
