import fc from 'fast-check';
import { type AlertRule, alertRule, type RuleMetric } from '../../src/index.ts';
import type { RuleHit } from './rule-lines.ts';

/** A Friday. */
export const START = Date.UTC(2024, 4, 3, 23, 59, 0) / 1000;

const METRICS: readonly RuleMetric[] = [
  'hits_per_second',
  'bytes_per_second',
  'status_count',
  'status_share',
  'error_share',
  'response_time',
  'distinct_clients',
  'silence_seconds',
];

const THRESHOLDS: Readonly<Partial<Record<RuleMetric, readonly number[]>>> = {
  hits_per_second: [0.07, 0.1, 0.5, 1, 1.1, 2],
  bytes_per_second: [1, 10.5, 40, 100],
  status_count: [1, 2, 3, 5],
  status_share: [0.1, 0.25, 0.5, 0.9],
  error_share: [0.1, 0.25, 0.5, 0.9],
  response_time: [0.05, 0.1, 0.2, 0.25],
  distinct_clients: [1, 2, 3, 4],
  silence_seconds: [1, 2.5, 7, 20],
};

const time = fc.constantFrom(0, 0, 0, 1, 3, 10);

/** Rules without groups, of any metric of hits; `mutes` and renotification in some. */
export const rule: fc.Arbitrary<AlertRule> = fc
  .record({
    metric: fc.constantFrom(...METRICS),
    windowSeconds: fc.constantFrom(1, 2, 5, 12, 70, 130),
    comparison: fc.constantFrom(
      'above',
      'at_or_above',
      'below',
      'at_or_below',
      'change_above',
      'change_below',
    ),
    picks: fc.array(fc.nat(5), { minLength: 4, maxLength: 4 }),
    has: fc.constantFrom('warning', 'critical', 'both'),
    forSeconds: time,
    keepFiringForSeconds: time,
    minHits: fc.constantFrom(0, 0, 3),
    noData: fc.constantFrom('zero', 'keep', 'alert', 'recover'),
    renotifies: fc.boolean(),
    mutes: fc.constantFrom('none', 'none', 'span', 'weekly'),
  } as const)
  .map(({ picks, has, renotifies, mutes, ...rest }) => {
    const changes = rest.comparison.startsWith('change');
    const all = changes ? [0.2, 0.5, 1.5, 3] : (THRESHOLDS[rest.metric] ?? []);
    const sign = rest.comparison.includes('below') ? -1 : 1;
    const sorted = picks.map((pick) => all[pick % all.length] ?? 1).sort((a, b) => sign * (a - b));
    const [warningRecovery = 1, warning = 1, criticalRecovery = 1, critical = 1] = sorted;
    return alertRule({
      name: 'any',
      ...rest,
      comparison:
        changes && rest.metric === 'silence_seconds' ? ('above' as const) : rest.comparison,
      status: { from: 400, to: 499 },
      quantile: 0.5,
      severities: {
        ...(has !== 'critical' && {
          warning: { threshold: warning, recovery: warningRecovery },
        }),
        ...(has !== 'warning' && {
          critical: { threshold: critical, recovery: criticalRecovery },
        }),
      },
      renotify: renotifies
        ? { afterSeconds: 4, factor: 1.5, maxSeconds: 15, timesMax: 3 }
        : undefined,
      mutes:
        mutes === 'none'
          ? []
          : mutes === 'span'
            ? [{ kind: 'span', fromSecond: START + 10, toSecond: START + 40 }]
            : [
                { kind: 'weekly', days: [6], fromMinute: 0, toMinute: 1, offsetMinutes: 0 },
                { kind: 'span', fromSecond: START + 115, toSecond: START + 130 },
              ],
    });
  });

const step = fc.oneof(
  { weight: 5, arbitrary: fc.constant(0) },
  { weight: 4, arbitrary: fc.constant(1) },
  { weight: 2, arbitrary: fc.integer({ min: 2, max: 8 }) },
  { weight: 1, arbitrary: fc.integer({ min: 9, max: 90 }) },
);

const what = fc.record({
  host: fc.nat(6).map((at) => `10.0.0.${String(at)}`),
  status: fc.constantFrom('200', '200', '404', '499', '500', '503', '-'),
  bytes: fc.nat(200).map(String),
  timeMs: fc.constantFrom(10, 60, 100, 150, 220, 300),
  request: fc.nat(3).map((at) => `GET /s${String(at)}/x HTTP/1.1`),
});

/** Hits in the order of time. */
export const hitsInOrder: fc.Arbitrary<readonly RuleHit[]> = fc
  .array(fc.tuple(step, what), { minLength: 1, maxLength: 60 })
  .map((steps) => {
    let second = START;
    return steps.map(([forward, hit]) => ({ ...hit, second: (second += forward) }));
  });

/** Where a list is cut into pieces: a number for each place, cut where it is 0. */
export function piecesOf<T>(list: readonly T[], cuts: readonly number[]): T[][] {
  const pieces: T[][] = [[]];
  list.forEach((one, at) => {
    if (at > 0 && cuts[at % cuts.length] === 0) pieces.push([]);
    pieces.at(-1)?.push(one);
  });
  return pieces;
}
