import { expect } from 'chai';
import fc from 'fast-check';
import { encodeJson } from '../../src/index.ts';
import { HOSTILE, hostileCharacters, hostileText } from '../text/hostile-text.ts';

describe('encodeJson', () => {
  it('is plain JSON for plain values', () => {
    const value = { key: '/pages', hits: 12, nested: [null, true, 'naïve 漢字 🦉'] };
    expect(encodeJson(value)).to.equal(JSON.stringify(value));
  });

  for (const [name, from, to] of HOSTILE) {
    it(`escapes ${name}, and reads back the same`, () => {
      for (const character of hostileCharacters(from, to)) {
        const encoded = encodeJson({ [character]: `a${character}b` });
        expect(encoded).to.match(/^[ -~]+$/);
        expect(JSON.parse(encoded)).to.deep.equal({ [character]: `a${character}b` });
      }
    });
  }

  it('reads back the same for any value, on one line, with nothing hostile in it', () => {
    const value = fc.anything({
      key: hostileText,
      values: [hostileText, fc.integer(), fc.boolean(), fc.constant(null)],
      withNullPrototype: false,
    });
    fc.assert(
      fc.property(value, (any) => {
        const encoded = encodeJson({ any });
        expect(encoded).to.not.match(/[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_C}]|[\u{e0000}-\u{e0fff}]/u);
        expect(JSON.stringify(JSON.parse(encoded))).to.equal(JSON.stringify({ any }));
      }),
      { numRuns: 1000 },
    );
  });
});
