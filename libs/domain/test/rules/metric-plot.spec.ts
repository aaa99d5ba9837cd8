import { expect } from 'chai';
import fc from 'fast-check';
import { alertRule, highTrafficRule, MetricPlot, RuleSeries } from '../../src/index.ts';
import { batchOf, type RuleHit } from './rule-lines.ts';

const YEAR_SECONDS = 366 * 86_400;

function plotOf(rule: Parameters<typeof alertRule>[0], hits: readonly RuleHit[], columns: number) {
  const whole = alertRule(rule);
  const series = new RuleSeries([whole], 2);
  series.add(batchOf(hits), 'a.log');
  const plot = new MetricPlot(whole, series.span ?? { first: 0, last: 0 }, columns);
  series.look(0, { observer: plot });
  plot.finish();
  return plot;
}

describe('MetricPlot', () => {
  it('has the lowest and highest value of each column, by the definition of the window', () => {
    const property = fc.property(
      fc.array(fc.nat(60), { minLength: 1, maxLength: 40 }),
      fc.integer({ min: 1, max: 12 }),
      fc.integer({ min: 1, max: 90 }),
      (offsets, windowSeconds, columns) => {
        const hits = offsets.map((at) => ({ second: 1000 + at }));
        const plot = plotOf(highTrafficRule(1, windowSeconds), hits, columns);
        const lows = new Array<number>(columns).fill(Infinity);
        const highs = new Array<number>(columns).fill(-Infinity);
        const seconds = plot.last + 1 - plot.first;
        for (let at = plot.first; at <= plot.last; at++) {
          const inside = hits.filter(({ second }) => second > at - windowSeconds && second <= at);
          const value = inside.length / windowSeconds;
          for (let column = 0; column < columns; column++) {
            const begins = plot.first + (column * seconds) / columns;
            const ends = plot.first + ((column + 1) * seconds) / columns;
            if (at + 1 <= begins + 1e-6 || at >= ends - 1e-6) continue;
            lows[column] = Math.min(lows[column] ?? 0, value);
            highs[column] = Math.max(highs[column] ?? 0, value);
          }
        }
        expect([...plot.highs]).to.deep.equal(highs);
        expect([...plot.lows]).to.deep.equal(lows);
      },
    );
    fc.assert(property, { numRuns: 200 });
  });

  it('of lines that are years apart is drawn at once, with nothing between them', () => {
    const hits = [{ second: 0 }, { second: 30 * YEAR_SECONDS }];
    const plot = plotOf(highTrafficRule(1, 120), hits, 100);
    expect([...plot.highs.subarray(1, 99)].every((high) => high === 0)).to.equal(true);
    expect([plot.highs[0], plot.highs[99]]).to.deep.equal([1 / 120, 1 / 120]);
  });

  it('of groups is that of the worst of them', () => {
    const hits = ['a', 'b', 'b', 'b'].map((name) => {
      return { second: 50, request: `GET /${name} HTTP/1.1` };
    });
    const severities = { critical: { threshold: 9 } };
    const rule = { name: 'by', metric: 'hits_per_second', by: 'section', severities } as const;
    expect(plotOf({ ...rule, windowSeconds: 1 }, hits, 2).highs[0]).to.equal(3);
  });

  it('of silence grows while nothing comes', () => {
    const severities = { critical: { threshold: 50 } };
    const rule = { name: 'quiet', metric: 'silence_seconds', severities } as const;
    const hits = [{ second: 0 }, { second: 99 }];
    const { highs, highest } = plotOf({ ...rule, windowSeconds: 1 }, hits, 10);
    expect(highest).to.equal(98);
    for (let column = 2; column < 9; column++) {
      expect(highs[column]).to.be.within((column - 1) * 10, (column + 2) * 10);
    }
  });
});
