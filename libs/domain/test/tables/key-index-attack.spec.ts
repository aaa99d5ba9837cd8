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

/**
 * Keys of eight bytes that XXH32 with this seed takes for one: whatever the first word makes of the
 * state, the second is chosen to bring it to the same.
 */
function collidingKeys(seed: number): ByteBlock[] {
  const wanted = 0x12345678;
  return Array.from({ length: KEYS }, (_, first) => {
    const begin = (seed + 0x165667b1 + 8) | 0;
    const mixed = rotated((begin + Math.imul(first, 0xc2b2ae3d)) | 0, 17);
    const state = Math.imul(mixed, 0x27d4eb2f);
    const key = new ByteBlock(new Uint8Array(8));
    key.words.setInt32(0, first, true);
    key.words.setInt32(4, Math.imul(wanted - state, inverse(0xc2b2ae3d)), true);
    return key;
  });
}

function find(index: KeyIndex, key: ByteBlock): number {
  return index.find(key, 0, key.length);
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
      expect(find(index, key)).to.equal(-1);
      expect(index.append(key, 0, 8)).to.equal(id);
    });
    expect(index.attacked).to.equal(true);
    keys.forEach((key, id) => {
      expect(find(index, key)).to.equal(id);
    });
    const other = ByteBlock.ofAscii('another');
    expect(find(index, other)).to.equal(-1);
    index.replace(17, other, 0, 7);
    expect(find(index, other)).to.equal(17);
  });

  it('keeps its hash for any number of keys that do not', () => {
    const index = new KeyIndex(7);
    for (let id = 0; id < 70_000; id++) {
      const key = ByteBlock.ofAscii(`/path/${String(id)}`);
      find(index, key);
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
