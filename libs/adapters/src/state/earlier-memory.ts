import {
  type AlertChange,
  alertChange,
  highTrafficRule,
  isFiring,
  stateOfEarlier,
} from '@hitwatch/domain';
import type { MonitorMemory } from '@hitwatch/ports';

/** The memory of versions that knew no rule but high traffic. */
export interface EarlierMemory extends Omit<MonitorMemory, 'rules' | 'history'> {
  readonly rule: { readonly threshold: number; readonly windowSeconds: number };
  readonly alerts: {
    readonly state: 'normal' | 'high';
    readonly open: number;
    readonly window: { readonly newest: number; readonly buckets: Float64Array };
  };
  readonly history: readonly EarlierTransition[];
}

interface EarlierTransition {
  readonly state: 'triggered' | 'recovered';
  readonly second: number;
  readonly hits: number;
  readonly windowSeconds: number;
  readonly threshold: number;
}

/** The same as this version has it in mind. */
export function memoryOfEarlier({
  rule,
  alerts,
  history,
  ...memory
}: EarlierMemory): MonitorMemory {
  const changes: AlertChange[] = [];
  for (const transition of history) changes.push(changeOf(transition, changes.at(-1)));
  return { ...memory, history: changes, rules: stateOfEarlier({ ...rule, ...alerts }, changes) };
}

function changeOf(
  { state: kind, second, hits, windowSeconds, threshold }: EarlierTransition,
  before: AlertChange | undefined,
): AlertChange {
  const rule = highTrafficRule(threshold, windowSeconds);
  const value = hits / windowSeconds;
  const start =
    kind === 'recovered' && before !== undefined && isFiring(before) ? before : undefined;
  return alertChange(rule, {
    rule: rule.name,
    group: undefined,
    kind,
    severity: 'critical',
    second,
    metric: rule.metric,
    windowSeconds,
    numerator: hits,
    divisor: windowSeconds,
    threshold,
    recovery: threshold,
    startSecond: start?.second ?? second,
    startValue: start?.startValue ?? value,
    peakValue: start?.peakValue ?? value,
    muted: false,
  });
}
