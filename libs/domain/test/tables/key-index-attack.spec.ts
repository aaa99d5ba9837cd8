import { expect } from 'chai';

import { ByteBlock } from '../../src/bytes/byte-block.ts';
import { hashBytes, keyedHashBytes } from '../../src/bytes/hash.ts';
import { KeyIndex } from '../../src/tables/key-index.ts';

const KEYS = 3000;

/** The inverse of an odd number modulo 2^32, by Newton's iteration. */
function inverse(odd: number): number {
  let x = odd;
  for (let step = 0; step < 5; step++) x = Math.imul(x, 2 - Math.imul(odd, x));
  return x;
}

function rotated(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}

function scramble(word: number): number {
  return Math.imul(rotated(Math.imul(word, 0xcc9e2d51), 15), 0x1b873593);
}

function unscramble(word: number): number {
  return Math.imul(rotated(Math.imul(word, inverse(0x1b873593)), 17), inverse(0xcc9e2d51));
}

/**
 * Keys of eight bytes that MurmurHash3 with this seed takes for one: whatever the first word makes
 * of the state, the second is chosen to bring it back to the same.
 */
function collidingKeys(seed: number): ByteBlock[] {
  const wanted = 0x12345678;
  return Array.from({ length: KEYS }, (_, first) => {
    const state = (Math.imul(rotated(seed ^ scramble(first), 13), 5) + 0xe6546b64) | 0;
    const key = new ByteBlock(new Uint8Array(8));
    key.words.setInt32(0, first, true);
    key.words.setInt32(4, unscramble(state ^ wanted), true);
    return key;
  });
}

describe('KeyIndex under attack', () => {
  it('meets keys that all have one hash', () => {
    const hashes = new Set(collidingKeys(7).map((key) => hashBytes(key, 0, 8, 7)));
    expect(hashes.size).to.equal(1);
    const keyed = new Set(collidingKeys(7).map((key) => keyedHashBytes(key, 0, 8, 7)));
    expect(keyed.size).to.equal(KEYS);
  });

  it('changes its hash when keys collide on purpose, and still knows each of them', () => {
    const index = new KeyIndex(7);
    const keys = collidingKeys(7);
    keys.forEach((key, id) => {
      expect(index.find(key, 0, 8)).to.equal(-1);
      expect(index.append(key, 0, 8)).to.equal(id);
    });
    expect(index.attacked).to.equal(true);
    keys.forEach((key, id) => {
      expect(index.find(key, 0, 8)).to.equal(id);
    });
    const other = ByteBlock.ofAscii('another');
    expect(index.find(other, 0, 7)).to.equal(-1);
    index.replace(17, other, 0, 7);
    expect(index.find(other, 0, 7)).to.equal(17);
  });

  it('keeps its hash for any number of keys that do not', () => {
    const index = new KeyIndex(7);
    for (let id = 0; id < 70_000; id++) {
      const key = ByteBlock.ofAscii(`/path/${String(id)}`);
      index.find(key, 0, key.length);
      index.append(key, 0, key.length);
    }
    expect(index.attacked).to.equal(false);
  });

  it('hashes every length apart, and by its key', () => {
    const key = ByteBlock.ofAscii('abcdefgh');
    const values = [0, 3, 4, 8].map((end) => keyedHashBytes(key, 0, end, 1));
    expect(new Set(values).size).to.equal(4);
    expect(keyedHashBytes(key, 0, 8, 1)).to.equal(keyedHashBytes(key, 0, 8, 1));
    expect(keyedHashBytes(key, 0, 8, 2)).to.not.equal(keyedHashBytes(key, 0, 8, 1));
  });
});
