import { expect } from 'chai';

import { ByteBlock } from '../../src/bytes/byte-block.ts';
import { hashBytes, keyedHashBytes } from '../../src/bytes/hash.ts';
import { KeyIndex } from '../../src/tables/key-index.ts';
import { collidingKeys } from './colliding-keys.ts';

const KEYS = 3000;

function find(index: KeyIndex, key: ByteBlock): number {
  return index.find(key, 0, key.length);
}

describe('KeyIndex under attack', () => {
  it('meets keys that all have one hash', () => {
    const hashes = new Set(collidingKeys(7, KEYS).map((key) => hashBytes(key, 0, 8, 7)));
    expect(hashes.size).to.equal(1);
    const keyed = new Set(collidingKeys(7, KEYS).map((key) => keyedHashBytes(key, 0, 8, 7)));
    expect(keyed.size).to.equal(KEYS);
  });

  it('changes its hash when keys collide on purpose, and still knows each of them', () => {
    const index = new KeyIndex(7);
    const keys = collidingKeys(7, KEYS);
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
