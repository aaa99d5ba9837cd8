import { isFiring } from './alert-change.ts';
import { type AlertState, NORMAL_STATE } from './alert-policy.ts';
import { highTrafficRule } from './built-in-rules.ts';
import { RuleEngine, type RuleEngineState } from './rule-engine.ts';
import type { RuleTransition } from './rule-transition.ts';
import { CELL } from './second-ring.ts';

/** What versions that knew no rule but high traffic had in mind, as plain values. */
export interface EarlierAlerts {
  readonly threshold: number;
  readonly windowSeconds: number;
  readonly state: 'normal' | 'high';
  /** The second that is open; NaN before the first hit. */
  readonly open: number;
  /** Hits by second modulo the length of the window, of the seconds up to `newest`. */
  readonly window: { readonly newest: number; readonly buckets: Float64Array };
}

/** The same as the state of rules. `history` says since when the alert stands. */
export function stateOfEarlier(
  { threshold, windowSeconds, state, open, window }: EarlierAlerts,
  history: readonly Pick<RuleTransition, 'kind' | 'second' | 'startValue'>[],
): RuleEngineState {
  const engine = new RuleEngine([highTrafficRule(threshold, windowSeconds)], 0, () => undefined);
  if (!Number.isNaN(open)) engine.moveTo(open);
  const plain = engine.state();
  if (Number.isNaN(open)) return plain;
  const { newest, buckets } = window;
  const last = history.findLast(isFiring);
  const startSecond = last?.second ?? open;
  const value = buckets.reduce((sum, hits) => sum + hits, 0) / windowSeconds;
  const startValue = last?.startValue ?? value;
  const alert = {
    severity: 'critical',
    startSecond,
    startValue,
    peakValue: Math.max(value, startValue),
    told: 'critical',
    toldSecond: startSecond,
    renotified: 0,
  } as const;
  const standing: AlertState = { ...NORMAL_STATE, atSecond: open - 1 };
  const high: AlertState = { ...standing, critical: { name: 'firing' }, alert };
  return {
    ...plain,
    rules: plain.rules.map((rule) => ({
      ...rule,
      windows: [{ newest, cells: cellsOf(newest, buckets), panes: [] }],
      alerts: [state === 'high' ? high : standing],
    })),
  };
}

function cellsOf(newest: number, buckets: Float64Array): Float64Array {
  const cells = new Float64Array(buckets.length * CELL);
  for (let age = buckets.length - 1, at = 0; age >= 0; age--, at += CELL) {
    const second = newest - age;
    const bucket = second - Math.floor(second / buckets.length) * buckets.length;
    cells[at] = second;
    cells[at + 1] = buckets[bucket] ?? 0;
  }
  return cells;
}
