import { expect } from 'chai';
import fc from 'fast-check';
import { bar, cells, fit, padEnd, padStart } from '../../src/text/columns.ts';
import { sanitize } from '../../src/index.ts';

const anyText = fc
  .string({
    unit: fc.oneof(
      fc.constantFrom('a', '/', '漢', 'ｶ', '한', '…', 'e\u0301', '\u0301'),
      fc.constantFrom('🦉', '🇫', '🇷', '👨‍👩‍👧'),
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
    ),
    maxLength: 30,
  })
  .map(sanitize);

describe('cells', () => {
  const rows: readonly (readonly [text: string, cells: number])[] = [
    ['', 0],
    ['/pages', 6],
    ['漢字', 4],
    ['ﾊﾝ', 2],
    ['🦉', 2],
    ['cafe\u0301', 4],
    ['█▌', 2],
    ['\x1b[1;31mred\x1b[0m', 3],
  ];
  for (const [text, width] of rows) {
    it(`counts ${width} for ${JSON.stringify(text)}`, () => {
      expect(cells(text)).to.equal(width);
    });
  }
});

describe('padEnd and padStart', () => {
  it('fill up with blanks, by cells', () => {
    expect(padEnd('漢', 4)).to.equal('漢  ');
    expect(padStart('漢', 4)).to.equal('  漢');
    expect(padEnd('too long', 3)).to.equal('too long');
    expect(padStart('too long', 3)).to.equal('too long');
  });
});

describe('fit', () => {
  it('cuts what is too long and shows that it did', () => {
    expect(fit('/pages/create', 13)).to.equal('/pages/create');
    expect(fit('/pages/create', 12)).to.equal('/pages/crea…');
    expect(fit('漢字漢字', 5)).to.equal('漢字…');
    expect(fit('漢字漢字', 4)).to.equal('漢…');
    expect(fit('漢字', 1)).to.equal('…');
  });

  it('never takes more cells than there are, and never less than it could by two', () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 1, max: 40 }), (text, width) => {
        const fitted = fit(text, width);
        expect(cells(fitted)).to.be.at.most(width);
        if (cells(text) <= width) expect(fitted).to.equal(text);
        else expect(fitted.endsWith('…')).to.equal(true);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('bar', () => {
  const rows: readonly (readonly [share: number, width: number, drawn: string])[] = [
    [0, 8, ''],
    [1, 8, '████████'],
    [0.5, 8, '████'],
    [0.5, 1, '▌'],
    [1 / 64, 8, '▏'],
    [1e-9, 8, '▏'],
    [0.999, 8, '████████'],
    [0.98, 8, '███████▉'],
    [0.125, 8, '█'],
  ];
  for (const [share, width, drawn] of rows) {
    it(`draws ${share} of ${width} cells as ${JSON.stringify(drawn)}`, () => {
      expect(bar(share, width)).to.equal(drawn);
    });
  }

  it('is never longer than its width, and grows with the share', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(share, share, fc.integer({ min: 1, max: 60 }), (a, b, width) => {
        const [small, large] = a < b ? [a, b] : [b, a];
        expect(cells(bar(large, width))).to.be.at.most(width);
        expect(cells(bar(small, width))).to.be.at.most(cells(bar(large, width)));
        if (small > 0) expect(bar(small, width)).to.not.equal('');
      }),
      { numRuns: 1000 },
    );
  });
});
