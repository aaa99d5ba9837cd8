import { expect } from 'chai';
import fc from 'fast-check';

import { decodeValues, encodeValues } from '../../src/state/plain-values.ts';

const NUMBERS = fc.oneof(
  fc.double().map((number) => number + 0),
  fc.integer(),
);
const ARRAYS = fc.oneof(
  fc.uint8Array(),
  fc.uint32Array(),
  fc.int32Array(),
  fc.uint16Array(),
  fc.float64Array(),
);
const VALUES = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.string({ unit: 'grapheme' }),
    NUMBERS,
    fc.boolean(),
    fc.constant(null),
    fc.constant(undefined),
    ARRAYS,
    fc.array(tie('value')),
    fc.dictionary(fc.constantFrom('a', 'b', 'hits'), tie('value'), { noNullPrototype: true }),
  ),
})).value;

describe('plain values as bytes', () => {
  it('come back as they were, whatever they are', () => {
    fc.assert(
      fc.property(VALUES, (value) => {
        expect(decodeValues(encodeValues(value))).to.deep.equal(unsigned(value));
      }),
      { numRuns: 500 },
    );
  });

  it('come back from a place in a larger file that nothing is aligned to', () => {
    const encoded = encodeValues({ hits: Float64Array.of(1, NaN, -Infinity), at: 5 });
    for (let shift = 0; shift < 8; shift++) {
      const file = new Uint8Array(encoded.length + 16);
      file.set(encoded, shift);
      expect(decodeValues(file.subarray(shift, shift + encoded.length))).to.deep.equal({
        hits: Float64Array.of(1, NaN, -Infinity),
        at: 5,
      });
    }
  });

  it('know what JSON does not', () => {
    const value = {
      first: Infinity,
      last: -Infinity,
      open: NaN,
      peak: undefined,
      bytes: Buffer.from('abc'),
    };
    expect(decodeValues(encodeValues(value))).to.deep.equal({
      ...value,
      bytes: new Uint8Array(value.bytes),
    });
  });
});

/** -0 is 0 in JSON, and to us. */
function unsigned(value: unknown): unknown {
  if (typeof value === 'number') return value + 0;
  if (Array.isArray(value)) return value.map(unsigned);
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, unsigned(item)]));
}
