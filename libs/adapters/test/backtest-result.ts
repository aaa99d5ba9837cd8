import {
  type AlertRule,
  alertRule,
  highTrafficRule,
  MetricPlot,
  reading,
  type RuleTransition,
} from '@hitwatch/domain';
import { stopEvent } from '@hitwatch/testing';
import type { BacktestResult } from '../src/index.ts';

const FIRST = Date.UTC(2024, 4, 3, 8) / 1000;
const LAST = FIRST + 3599;

const errors = alertRule({
  name: 'api\x1b[31m errors',
  metric: 'error_share',
  by: 'section',
  minHits: 10,
  severities: { warning: { threshold: 0.1 }, critical: { threshold: 0.5, recovery: 0.25 } },
});

function transitionOf(rule: AlertRule, changes: Partial<RuleTransition>): RuleTransition {
  const { threshold = 0, recovery = 0 } = rule.severities.critical ?? {};
  const { name, metric, windowSeconds } = rule;
  return {
    ...{ rule: name, group: undefined, kind: 'triggered', severity: 'critical', second: FIRST },
    ...{ metric, windowSeconds, numerator: 1201, divisor: 120, threshold, recovery },
    ...{ startSecond: FIRST + 600, startValue: 1201 / 120, peakValue: 1201 / 120, muted: false },
    ...changes,
  };
}

/** A backtest of two rules with all that one can have, hostile text included. */
export function aBacktest(): BacktestResult {
  const high = highTrafficRule();
  const plot = new MetricPlot(high, { first: FIRST, last: LAST }, 120);
  plot.begin(0, FIRST);
  for (const [at, hits] of [300, 700, 1201, 2400, 1100, 0].entries()) {
    plot.observe(0, FIRST + 300 * at, reading(hits, 120));
  }
  plot.finish();
  const drivers = [
    {
      dimension: 'sections',
      key: '/api\u202e',
      hits: 1100,
      hitsBefore: 7,
      share: 0.9,
      shareBefore: 0.01,
    },
    {
      dimension: 'clients',
      key: '192.0.2.7',
      hits: 900,
      hitsBefore: 0,
      share: 0.75,
      shareBefore: 0,
    },
  ] as const;
  const samples = ['192.0.2.7 - - [03/May/2024:08:10:00 +0000] "GET /api\x07 HTTP/1.1" 200 5'];
  const end = { kind: 'recovered', second: FIRST + 1200, numerator: 1199, peakValue: 20 } as const;
  const part = { numerator: 3, divisor: 4, startValue: 0.75, peakValue: 0.75 };
  const ofApi = { ...part, group: '/api\x1b]0;x\x07', startSecond: FIRST + 700 };
  const none = { groupsOverflow: 0, secondsOverflow: 0, plot: undefined, suggestion: undefined };
  const thresholds = [
    { perWeekWanted: 1, threshold: 20, fired: 0 },
    { perWeekWanted: 2, threshold: 19.5, fired: 1 },
    { perWeekWanted: 4, threshold: 9.8, fired: 3 },
  ];
  return {
    files: stopEvent().files,
    lines: stopEvent().run.lines,
    span: { first: FIRST, last: LAST },
    hasStreams: false,
    rules: [
      {
        ...{ ...none, rule: high, fired: 1, plot },
        suggestion: { rule: high.name, severity: 'critical', weeks: 1 / 168, thresholds },
      },
      { ...none, rule: errors, fired: 1, groupsOverflow: 12 },
    ],
    alerts: [
      {
        rule: high,
        transition: transitionOf(high, { second: FIRST + 600 }),
        evidence: { drivers, hitsBefore: 700, samples },
      },
      {
        rule: errors,
        transition: transitionOf(errors, { ...ofApi, second: FIRST + 700 }),
        evidence: undefined,
      },
      { rule: high, transition: transitionOf(high, end), evidence: undefined },
    ],
  };
}
