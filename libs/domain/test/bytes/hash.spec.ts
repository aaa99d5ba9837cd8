import { expect } from 'chai';
import fc from 'fast-check';
import { hashBytes } from '../../src/bytes/hash.ts';
import { latin1Block } from '../text-block.ts';

function hash(text: string, seed: number): string {
  const block = latin1Block(text);
  return (hashBytes(block, 0, block.length, seed) >>> 0).toString(16).padStart(8, '0');
}

describe('hashBytes', () => {
  // Test values of XXH32: sketches of different programs and versions must agree.
  const known: readonly (readonly [string, number, string])[] = [
    ['', 0, '02cc5d05'],
    ['', 0x9e3779b1, '36b78ae7'],
    ['a', 0, '550d7456'],
    ['as', 0, '9d5a0464'],
    ['asd', 0, '3d83552b'],
    ['asdf', 0, '5e702c32'],
    ['abc', 0, '32d153ff'],
    ['Nobody inspects the spammish repetition', 0, 'e2293b2f'],
    ['Call me Ishmael. Some years ago--never mind how long precisely-', 0, '6f320359'],
  ];
  for (const [text, seed, expected] of known) {
    const hex = Buffer.from(text, 'latin1').toString('hex');
    it(`of bytes ${hex} with seed ${seed} is ${expected}`, () => {
      expect(hash(text, seed)).to.equal(expected);
    });
  }

  it('depends on the key alone, not on where it stands or what is around it', () => {
    const text = fc.string({ unit: 'binary-ascii', maxLength: 40 });
    const property = fc.property(text, text, text, fc.integer(), (before, key, behind, seed) => {
      const block = latin1Block(before + key + behind);
      const start = before.length;
      const inside = hashBytes(block, start, start + key.length, seed);
      expect((inside >>> 0).toString(16).padStart(8, '0')).to.equal(hash(key, seed));
    });
    fc.assert(property, { numRuns: 500 });
  });
});
