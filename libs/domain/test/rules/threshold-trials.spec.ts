import { expect } from 'chai';
import fc from 'fast-check';
import {
  type AlertRule,
  highTrafficRule,
  MetricPlot,
  RuleSeries,
  suggestThresholds,
  ThresholdTrials,
  withThreshold,
} from '../../src/index.ts';
import { hitsInOrder, rule, START } from './rule-arbitraries.ts';
import { batchOf, type RuleHit } from './rule-lines.ts';

function seriesOf(aRule: AlertRule, hits: readonly RuleHit[]): RuleSeries {
  const series = new RuleSeries([aRule], 5);
  series.add(batchOf(hits), 'a.log');
  return series;
}

function firedOf(series: RuleSeries, aRule: AlertRule): number {
  const told = series.look(0, { rule: aRule });
  return told.filter(({ kind, muted }) => kind === 'triggered' && !muted).length;
}

describe('ThresholdTrials, held to rules with these thresholds', () => {
  it('counts as many alerts as each of them tells of, of every metric and in groups', () => {
    const property = fc.property(
      rule.filter(({ metric }) => metric !== 'silence_seconds'),
      hitsInOrder,
      fc.constantFrom(undefined, 'section', 'client', 'status'),
      fc.array(fc.constantFrom(0.05, 0.1, 0.2, 0.5, 1, 1.5, 2, 4, 50), { minLength: 1 }),
      (aRule, hits, by, thresholds) => {
        const grouped = { ...aRule, by };
        const series = seriesOf(grouped, hits);
        const trials = new ThresholdTrials(grouped, thresholds);
        series.look(0, { observer: trials });
        trials.finish((series.span?.last ?? 0) + aRule.windowSeconds);
        const wanted = thresholds.map((threshold) =>
          firedOf(series, withThreshold(grouped, threshold)),
        );
        expect([...trials.fired]).to.deep.equal(wanted);
      },
    );
    fc.assert(property, { numRuns: 120 });
  });
});

describe('suggestThresholds', () => {
  /** A fortnight with a burst every day, each a hit larger than the one before. */
  const fortnight = Array.from({ length: 14 }, (_, day) =>
    Array.from({ length: 10 + day }, () => ({ second: START + day * 86_400 })),
  ).flat();
  fortnight.push({ second: START + 14 * 86_400 - 1 });
  const high = highTrafficRule(1, 10);

  function suggested(aRule: AlertRule, hits: readonly RuleHit[], perWeek: number) {
    const series = seriesOf(aRule, hits);
    const plot = new MetricPlot(aRule, series.span ?? { first: 0, last: 0 }, 64);
    series.look(0, { observer: plot });
    plot.finish();
    return { series, ...suggestThresholds(series, 0, aRule, plot, perWeek) };
  }

  it('finds what fires about so often, half as often and twice as often', () => {
    const { weeks, thresholds } = suggested(high, fortnight, 2);
    expect(weeks).to.equal(2);
    expect(thresholds.map(({ perWeekWanted }) => perWeekWanted)).to.deep.equal([1, 2, 4]);
    expect(thresholds.map(({ fired }) => fired)).to.deep.equal([2, 4, 8]);
    // The fourth largest burst has 20 hits in 10 seconds, and the fifth 19.
    expect(thresholds[1]?.threshold).to.be.within(1.9, 2);
  });

  it('never suggests what is always passed, though that fires only once', () => {
    const { thresholds } = suggested(high, fortnight, 0.5);
    expect(thresholds.map(({ fired }) => fired)).to.deep.equal([0, 1, 2]);
    expect(thresholds[1]?.threshold).to.be.within(2.2, 2.3);
  });

  it('says how long the log is when it is shorter than a week', () => {
    const hour = [{ second: START }, { second: START + 3599 }];
    const { weeks, thresholds } = suggested(high, hour, 1);
    expect(weeks).to.be.closeTo(1 / 168, 1e-9);
    expect(thresholds.map(({ fired }) => fired)).to.deep.equal([0, 0, 0]);
  });

  it('tells of each threshold how often a rule with it fires, of every metric', () => {
    const property = fc.property(rule, hitsInOrder, fc.constantFrom(1, 1000), (any, hits, n) => {
      const { series, thresholds } = suggested(any, hits, n);
      for (const { threshold, fired } of thresholds) {
        expect(fired).to.equal(firedOf(series, withThreshold(any, threshold)));
      }
    });
    fc.assert(property, { numRuns: 60 });
  });
});
