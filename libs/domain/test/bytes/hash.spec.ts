import { expect } from 'chai';
import fc from 'fast-check';
import { hashBytes } from '../../src/bytes/hash.ts';
import { latin1Block } from '../text-block.ts';

function hash(text: string, seed: number): string {
  const block = latin1Block(text);
  return (hashBytes(block, 0, block.length, seed) >>> 0).toString(16).padStart(8, '0');
}

describe('hashBytes', () => {
  // Test values of MurmurHash3 x86_32: sketches of different programs and versions must agree.
  const known: readonly (readonly [string, number, string])[] = [
    ['', 0, '00000000'],
    ['', 1, '514e28b7'],
    ['', 0xffffffff, '81f16f39'],
    ['\xff\xff\xff\xff', 0, '76293b50'],
    ['!Ce\x87', 0, 'f55b516b'],
    ['!Ce\x87', 0x5082edee, '2362f9de'],
    ['!Ce', 0, '7e4a8634'],
    ['!C', 0, 'a0f7b07a'],
    ['!', 0, '72661cf4'],
    ['\0\0\0\0', 0, '2362f9de'],
    ['\0\0\0', 0, '85f0b427'],
    ['\0\0', 0, '30f4c306'],
    ['\0', 0, '514e28b7'],
    ['Hello, world!', 0x9747b28c, '24884cba'],
    ['aaaa', 0x9747b28c, '5a97808a'],
    ['abc', 0x9747b28c, 'c84a62dd'],
    ['abcd', 0x9747b28c, 'f0478627'],
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
