import { expect } from 'chai';
import fc from 'fast-check';
import { colourStyle, plainStyle, Zone } from '../../src/index.ts';
import { cells } from '../../src/text/columns.ts';
import { metricChart, type MetricChart } from '../../src/text/metric-chart.ts';
import { expectGoldenText } from '../golden.ts';
import { expectWithin, withoutColours } from './shown-lines.ts';

const FIRST = Date.UTC(2024, 4, 3, 8) / 1000;
/** A day: quiet at night, a bell at noon, one spike in the evening, and a gap before it. */
const DAY = Array.from({ length: 240 }, (_, at) => {
  if (at > 170 && at < 185) return NaN;
  return at === 200 ? 23 : 9 * Math.exp(-(((at - 100) / 35) ** 2));
});

function chart(changes: Partial<MetricChart> = {}): string[] {
  return metricChart({
    lows: DAY.map((value) => value * 0.8),
    highs: DAY,
    first: FIRST,
    last: FIRST + 86_399,
    thresholds: [8],
    spans: [
      [FIRST + 31_000, FIRST + 41_000],
      [FIRST + 72_000, FIRST + 72_300],
    ],
    valueText: (value) => String(value),
    zone: Zone.utc,
    style: plainStyle,
    width: 80,
    isAscii: false,
    ...changes,
  });
}

describe('metricChart', () => {
  for (const [name, isAscii] of [
    ['braille', false],
    ['ascii', true],
  ] as const) {
    it(`draws a metric against its threshold in ${name}`, () => {
      const text = `${chart({ isAscii }).join('\n')}\n`;
      expectGoldenText(new URL(`./metric-chart.${name}.txt`, import.meta.url), text);
      expectWithin(80, text);
      if (isAscii) expect(text).to.match(/^[\n -~]*$/);
    });
  }

  it('says with colours nothing that it does not say without', () => {
    const coloured = chart({ style: colourStyle });
    expect(coloured.map(withoutColours)).to.deep.equal(chart());
  });

  it('names a threshold that is far above all values, and does not flatten them', () => {
    const rows = chart({ thresholds: [1000], spans: [] });
    expect(rows.at(-1)).to.include('1000 is above the chart');
    expect(rows[0]).to.match(/^ {2}23 ┤.*[⠀-⣿]/);
  });

  it('draws a threshold over a log of nothing', () => {
    const none = { lows: [NaN], highs: [NaN], spans: [] };
    expect(chart(none)[0]).to.match(/8 ┤┄+$/);
    expect(() => chart({ ...none, thresholds: [] })).to.not.throw();
  });

  it('stays within any width, whatever the values are', () => {
    const value = fc.oneof(fc.constant(NaN), fc.constant(0), fc.double({ min: 0, noNaN: true }));
    const property = fc.property(
      fc.array(value, { minLength: 1, maxLength: 300 }),
      fc.array(fc.double({ min: 0, max: 1e12, noNaN: true }), { maxLength: 2 }),
      fc.array(fc.tuple(fc.nat(90_000), fc.nat(90_000)), { maxLength: 3 }),
      fc.integer({ min: 60, max: 132 }),
      fc.boolean(),
      (highs, thresholds, offsets, width, isAscii) => {
        const spans = offsets.map(([from, to]) => [FIRST + from, FIRST + from + to] as const);
        const valueText = (one: number) => one.toPrecision(3);
        const rows = chart({ lows: highs, highs, thresholds, spans, width, isAscii, valueText });
        for (const row of rows) expect(cells(row)).to.be.at.most(width);
      },
    );
    fc.assert(property, { numRuns: 200 });
  });
});
