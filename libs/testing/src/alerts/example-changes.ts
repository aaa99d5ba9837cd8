import {
  type AlertChange,
  alertChange,
  changeId,
  highTrafficRule,
  type RuleTransition,
} from '@hitwatch/domain';

/** How the parts of a change of high traffic may differ. */
export type ChangeParts = Partial<Omit<AlertChange, 'id' | 'second' | 'divisor'>>;

/** An alert that triggered at the given epoch second; recovery and figures as wanted. */
export function change(second: number, parts: ChangeParts = {}): AlertChange {
  const { hits = 1201, windowSeconds = 120, threshold = 10 } = parts;
  const transition: RuleTransition = {
    rule: 'high-traffic',
    group: undefined,
    kind: 'triggered',
    severity: 'critical',
    second,
    metric: 'hits_per_second',
    windowSeconds,
    numerator: hits,
    divisor: windowSeconds,
    threshold,
    recovery: threshold,
    startSecond: second,
    startValue: 10.008,
    peakValue: 10.008,
    muted: false,
  };
  const rule = highTrafficRule(threshold, windowSeconds);
  const whole = { ...alertChange(rule, transition), ...parts };
  return { ...whole, id: changeId(whole) };
}

/** `count` changes, by turns triggered and recovered, a minute apart. */
export function changes(count: number, firstSecond = 1_767_323_045): AlertChange[] {
  return Array.from({ length: count }, (_, index) => {
    const second = firstSecond + index * 60;
    if (index % 2 === 0) return change(second);
    return change(second, { kind: 'recovered', hits: 1199, startSecond: second - 60 });
  });
}
