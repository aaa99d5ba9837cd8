import { expect } from 'chai';
import fc from 'fast-check';
import { KeyIndex } from '../../src/tables/key-index.ts';
import { SPAN } from '../../src/tables/key-pool.ts';
import { latin1, latin1Block } from '../text-block.ts';

const key = fc.oneof(
  fc.nat(60).map((number) => `/k${String(number)}`),
  fc.nat(6).map((length) => 'x'.repeat(length)),
  fc.nat(3).map((number) => `${'y'.repeat(1500)}${String(number)}`),
);

function find(index: KeyIndex, text: string): number {
  const block = latin1Block(`"${text}"`);
  return index.find(block, 1, 1 + text.length);
}

function keyOf(index: KeyIndex, id: number): string {
  return latin1(index.block.octets, index.start(id), index.end(id));
}

/** The keys in a state, by id. */
function keysIn(index: KeyIndex): string[] {
  const { keys, spans } = index.state();
  return Array.from({ length: spans.length / SPAN }, (_, id) => {
    const [start = 0, length = 0] = spans.subarray(SPAN * id);
    return latin1(keys, start, start + length);
  });
}

describe('KeyIndex', () => {
  it('numbers keys like a list without repetitions, through replacements', () => {
    const act = fc.oneof(
      { weight: 30, arbitrary: fc.record({ add: key }) },
      { weight: 20, arbitrary: fc.record({ replace: key, at: fc.nat() }) },
      { weight: 1, arbitrary: fc.record({ clear: fc.constant(true) }) },
    );
    const acts = fc.array(act, { maxLength: 300, size: 'max' });
    const property = fc.property(fc.integer(), acts, (seed, all) => {
      const index = new KeyIndex(seed);
      let held: string[] = [];
      for (const one of all) {
        if ('add' in one) {
          const id = find(index, one.add);
          expect(id).to.equal(held.indexOf(one.add));
          if (id >= 0) continue;
          const block = latin1Block(one.add);
          expect(index.append(block, 0, block.length)).to.equal(held.length);
          held.push(one.add);
        } else if ('replace' in one) {
          if (held.length === 0 || find(index, one.replace) >= 0) continue;
          const id = one.at % held.length;
          const old = held[id] ?? '';
          const block = latin1Block(one.replace);
          index.replace(id, block, 0, block.length);
          held[id] = one.replace;
          expect(find(index, old)).to.equal(-1);
        } else {
          index.clear();
          held = [];
        }
        expect(index.size).to.equal(held.length);
      }
      expect(keysIn(index)).to.deep.equal(held);
      for (const [id, text] of held.entries()) {
        expect(find(index, text)).to.equal(id);
        expect(keyOf(index, id)).to.equal(text);
      }
    });
    fc.assert(property, { numRuns: 150 });
  });

  it('orders keys by their bytes, a beginning before the whole', () => {
    const index = new KeyIndex(1);
    for (const text of ['b', '', 'a', 'ab', '\xff', 'a\0']) {
      const block = latin1Block(text);
      index.find(block, 0, block.length);
      index.append(block, 0, block.length);
    }
    const ids = [0, 1, 2, 3, 4, 5].sort((a, b) => index.compare(a, b));
    expect(ids.map((id) => keyOf(index, id))).to.deep.equal(['', 'a', 'a\0', 'ab', 'b', '\xff']);
  });

  it('gives its state as a copy', () => {
    const index = new KeyIndex(1);
    const block = latin1Block('/a');
    index.find(block, 0, 2);
    index.append(block, 0, 2);
    const { keys } = index.state();
    keys.fill(0);
    expect(keyOf(index, 0)).to.equal('/a');
  });
});
