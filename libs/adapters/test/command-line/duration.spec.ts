import { expect } from 'chai';
import fc from 'fast-check';
import { parseDuration, UsageFailure } from '../../src/index.ts';

const GOOD: readonly (readonly [text: string, ms: number])[] = [
  ['90', 90_000],
  ['1.5', 1500],
  ['0.001', 1],
  ['500ms', 500],
  ['10s', 10_000],
  ['2m', 120_000],
  ['1.5h', 5_400_000],
  ['1d', 86_400_000],
  ['1m30s', 90_000],
  ['1h30m15s250ms', 5_415_250],
  ['1m1ms', 60_001],
  ['0m30s', 30_000],
  ['30s1m', 90_000],
  ['120s', 120_000],
  ['007s', 7000],
  [' 10s ', 10_000],
];

const NONSENSE = [
  '',
  ' ',
  '0',
  '0s',
  '0.0',
  '-1',
  '-5s',
  '+5s',
  's',
  'ms',
  'soon',
  '10 s',
  '1m 30s',
  '1m30',
  '30 1m',
  '10sec',
  '10S',
  '10x',
  'x10s',
  '1,5s',
  '.5s',
  '5.s',
  '5.',
  '1..5s',
  '1e3',
  '0x10',
  'Infinity',
  'NaN',
  '١s',
  '1_000',
  '10s\0',
  `${'9'.repeat(400)}s`,
];

describe('parseDuration', () => {
  for (const [text, ms] of GOOD) {
    it(`reads ${JSON.stringify(text)} as ${ms} ms`, () => {
      expect(parseDuration(text, '--every')).to.equal(ms);
    });
  }

  for (const text of NONSENSE) {
    it(`refuses ${JSON.stringify(text.slice(0, 20))}`, () => {
      expect(() => parseDuration(text, '--every')).to.throw(UsageFailure, '--every');
    });
  }

  it('says what would be right', () => {
    try {
      parseDuration('soon', '--duration');
      expect.fail('it was accepted');
    } catch (error) {
      expect(error).to.be.instanceOf(UsageFailure);
      expect(error).to.include({ message: '--duration "soon" is no duration' });
      expect(error).to.have.property('remedy').that.includes('90s');
    }
  });

  it('adds the parts up', () => {
    const part = fc.tuple(fc.nat(5000), fc.constantFrom('ms', 's', 'm', 'h', 'd'));
    const unitMs = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 6 }), (parts) => {
        const ms = parts.reduce((sum, [number, unit]) => sum + number * unitMs[unit], 0);
        fc.pre(ms > 0);
        const text = parts.map(([number, unit]) => `${number}${unit}`).join('');
        expect(parseDuration(text, '--every')).to.equal(ms);
      }),
    );
  });

  it('gives a number above 0 or a UsageFailure for any text', () => {
    const text = fc.stringMatching(/^[0-9.msh d+e-]{0,12}$/);
    fc.assert(
      fc.property(text, (any) => {
        try {
          expect(parseDuration(any, '--every')).to.be.above(0).and.below(Infinity);
        } catch (error) {
          expect(error).to.be.instanceOf(UsageFailure);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
