import { expect } from 'chai';
import fc from 'fast-check';
import { grouped, shortBytes, shortDuration } from '../../src/index.ts';
import { percent, shortRate } from '../../src/text/numbers.ts';

function table(
  name: string,
  format: (value: number) => string,
  rows: readonly (readonly [value: number, text: string])[],
): void {
  describe(name, () => {
    for (const [value, text] of rows) {
      it(`shows ${value} as ${text}`, () => {
        expect(format(value)).to.equal(text);
      });
    }
  });
}

table('grouped', grouped, [
  [0, '0'],
  [999, '999'],
  [1000, '1,000'],
  [1234567, '1,234,567'],
  [9007199254740991, '9,007,199,254,740,991'],
]);

table('shortBytes', shortBytes, [
  [0, '0 B'],
  [1, '1 B'],
  [999, '999 B'],
  [1000, '1.00 kB'],
  [1004, '1.00 kB'],
  [1005, '1.00 kB'], // 1.005 is a little less than that in binary
  [1006, '1.01 kB'],
  [9994, '9.99 kB'],
  [9995, '10.0 kB'],
  [10_000, '10.0 kB'],
  [99_949, '99.9 kB'],
  [99_950, '100 kB'],
  [100_499, '100 kB'],
  [999_499, '999 kB'],
  [999_500, '1.00 MB'],
  [999_999, '1.00 MB'],
  [1_000_000, '1.00 MB'],
  [4_210_000, '4.21 MB'],
  [54_700_000_000, '54.7 GB'],
  [999_499_999_999, '999 GB'],
  [999_500_000_000, '1.00 TB'],
  [9_007_199_254_740_991, '9.01 PB'],
  [5e18, '5.00 EB'],
  [5e21, '5000 EB'],
]);

table('shortRate', shortRate, [
  [0, '0'],
  [0.0000001, '<0.001'],
  [0.00049, '<0.001'],
  [0.0005, '0.001'],
  [0.037, '0.037'],
  [0.9994, '0.999'],
  [0.9995, '1.00'],
  [0.99996, '1.00'],
  [1, '1.00'],
  [4.214, '4.21'],
  [9.994, '9.99'],
  [9.995, '10.0'],
  [54.72, '54.7'],
  [99.94, '99.9'],
  [99.95, '100'],
  [999.4, '999'],
  [999.5, '1,000'],
  [1234.4, '1,234'],
  [1_234_567.8, '1,234,568'],
]);

table('shortDuration', shortDuration, [
  [0, '0ms'],
  [1, '1ms'],
  [849.6, '850ms'],
  [999.4, '999ms'],
  [999.6, '1s'],
  [1000, '1s'],
  [1499, '1s'],
  [59_499, '59s'],
  [59_500, '1m'],
  [60_000, '1m'],
  [200_000, '3m 20s'],
  [3_599_400, '59m 59s'],
  [3_599_500, '1h'],
  [18_120_000, '5h 2m'],
  [18_179_000, '5h 2m'],
  [86_399_400, '23h 59m'],
  [86_399_500, '1d'],
  [702_000_000, '8d 3h'],
  [31_536_000_000, '365d'],
]);

describe('percent', () => {
  const rows: readonly (readonly [part: number, whole: number, text: string])[] = [
    [0, 0, '0%'],
    [5, 0, '0%'],
    [0, 10, '0%'],
    [10, 10, '100%'],
    [1, 8, '12.5%'],
    [1, 3, '33.3%'],
    [2, 3, '66.7%'],
    [3, 1000, '0.3%'],
    [1, 2000, '0.1%'],
    [1, 2001, '<0.1%'],
    [1, 1e12, '<0.1%'],
    [9994, 10_000, '99.9%'],
    [9999, 10_000, '99.9%'],
    [999_999, 1_000_000, '99.9%'],
    [12, 10, '99.9%'], // a row whose hits are overcounted by its error
  ];
  for (const [part, whole, text] of rows) {
    it(`shows ${part} of ${whole} as ${text}`, () => {
      expect(percent(part, whole)).to.equal(text);
    });
  }
});

describe('short numbers', () => {
  it('are short, and say something of what is not nothing', () => {
    const amount = fc.oneof(
      fc.nat(),
      fc.maxSafeNat(),
      fc.double({ min: 0, max: 1e15, noNaN: true }),
    );
    fc.assert(
      fc.property(amount, (value) => {
        expect(shortBytes(Math.floor(value))).to.match(
          /^\d{1,3} B$|^(\d\.\d\d|\d\d\.\d|\d{3}) .B$/,
        );
        if (value > 0) {
          expect(shortRate(value)).to.match(/[1-9]/);
          expect(percent(value, value * 3)).to.match(/[1-9]/);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('grow with what they show', () => {
    const rate = fc.double({ min: 0.001, max: 2000, noNaN: true });
    fc.assert(
      fc.property(rate, rate, (a, b) => {
        fc.pre(a <= b);
        const read = (text: string) => Number(text.replace(/,/g, ''));
        expect(read(shortRate(a))).to.be.at.most(read(shortRate(b)));
      }),
    );
  });
});
