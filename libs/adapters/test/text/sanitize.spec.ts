import { expect } from 'chai';
import fc from 'fast-check';
import { sanitize } from '../../src/index.ts';
import { HOSTILE, hostileCharacters, hostileText } from './hostile-text.ts';

describe('sanitize', () => {
  for (const [name, from, to] of HOSTILE) {
    it(`shows ${name} as codes`, () => {
      for (const character of hostileCharacters(from, to)) {
        const shown = sanitize(`a${character}b`);
        expect(shown).to.match(/^a(\\x[0-9a-f]{2}|(\\u[0-9a-f]{4})+)b$/);
      }
    });
  }

  it('shows which character it was', () => {
    expect(sanitize('\x1b[2J')).to.equal('\\x1b[2J');
    expect(sanitize('a\r\nb\tc\0')).to.equal('a\\x0d\\x0ab\\x09c\\x00');
    expect(sanitize('\x7f\x9b31m')).to.equal('\\x7f\\x9b31m');
    expect(sanitize('user\u202egpj.exe')).to.equal('user\\u202egpj.exe');
    expect(sanitize('\u{e0041}')).to.equal('\\udb40\\udc41');
  });

  it('leaves what people write as it is', () => {
    for (const text of [
      '',
      '/pages/create?a=b&c=%00',
      'naïve café',
      '日本語',
      'Ωμέγα',
      '🦉🇫🇷',
      '·…│',
    ]) {
      expect(sanitize(text)).to.equal(text);
    }
  });

  it('leaves nothing hostile in any text', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        expect(sanitize(text)).to.not.match(
          /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_C}]|[\u{e0000}-\u{e0fff}]/u,
        );
        expect(sanitize(text)).to.not.match(/[\u00ad\u061c\u180e\u200b-\u200f\u2060-\u206f\ufeff]/);
      }),
      { numRuns: 2000 },
    );
  });

  it('changes nothing that it has already cleaned', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const clean = sanitize(text);
        expect(sanitize(clean)).to.equal(clean);
      }),
    );
  });

  it('keeps the rest of the text', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (before, after) => {
        expect(sanitize(`${before}\x1b${after}`)).to.equal(`${before}\\x1b${after}`);
      }),
    );
  });
});
