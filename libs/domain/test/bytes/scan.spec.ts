import { expect } from 'chai';
import fc from 'fast-check';
import { nextOf } from '../../src/bytes/scan.ts';
import { latin1Block } from '../text-block.ts';

/** Quotes, backslashes, and the bytes that differ from them by one or by their top bit. */
const nearby = fc.constantFrom('"', '\\', '!', '#', '[', ']', '\xa2', '\xdc', '\0', '\x01', '\x80');
const byte = fc.oneof(
  { weight: 4, arbitrary: fc.constant('a') },
  { weight: 2, arbitrary: nearby },
  {
    weight: 1,
    arbitrary: fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code)),
  },
);

describe('nextOf', () => {
  it('finds what a look at each byte finds, and nothing behind the end', () => {
    const text = fc.string({ unit: byte, maxLength: 40 });
    const property = fc.property(text, fc.nat(40), fc.nat(40), (bytes, from, to) => {
      const start = Math.min(from, bytes.length);
      const end = Math.max(start, Math.min(to, bytes.length));
      const found = bytes.slice(start, end).search(/["\\]/);
      const expected = found < 0 ? end : start + found;
      expect(nextOf(latin1Block(bytes), start, end, 34, 92)).to.equal(expected);
    });
    fc.assert(property, { numRuns: 5000 });
  });

  it('finds every byte in every place of a word, whatever stands beside it', () => {
    for (let code = 0; code < 256; code++) {
      for (let at = 0; at < 9; at++) {
        for (const wanted of ['"', '\\']) {
          const other = String.fromCharCode(code);
          const bytes = other.repeat(at) + wanted + other.repeat(9 - at);
          const expected = other === '"' || other === '\\' ? 0 : at;
          const found = nextOf(latin1Block(bytes), 0, bytes.length, 34, 92);
          if (found !== expected) expect(found, `${String(code)} ${String(at)}`).to.equal(expected);
        }
      }
    }
  });
});
