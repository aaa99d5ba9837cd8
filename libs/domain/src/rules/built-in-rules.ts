import { type AlertRule, alertRule } from './alert-rule.ts';

/** Name of the rule from the brief. */
export const HIGH_TRAFFIC = 'high-traffic';

const THRESHOLD_DEFAULT = 10;
const WINDOW_SECONDS_DEFAULT = 120;

/** High traffic: on unless it is turned off by name. */
export function highTrafficRule(
  threshold = THRESHOLD_DEFAULT,
  windowSeconds = WINDOW_SECONDS_DEFAULT,
): AlertRule {
  return alertRule({
    name: HIGH_TRAFFIC,
    metric: 'hits_per_second',
    windowSeconds,
    severities: { critical: { threshold } },
  });
}

/** The rules that a name is enough for. Only high traffic is on if nothing is said. */
export const BUILT_IN_RULES: readonly AlertRule[] = [
  highTrafficRule(),
  alertRule({
    name: 'error-share',
    metric: 'error_share',
    windowSeconds: 300,
    minHits: 100,
    severities: {
      warning: { threshold: 0.02, recovery: 0.01 },
      critical: { threshold: 0.1, recovery: 0.05 },
    },
  }),
  // The monitor is blind: what it does not see it cannot tell of.
  alertRule({
    name: 'silence',
    metric: 'silence_seconds',
    by: 'file',
    windowSeconds: 600,
    minHits: 600,
    severities: { critical: { threshold: 300 } },
  }),
  alertRule({
    name: 'unparsed-lines',
    metric: 'unparsed_share',
    by: 'file',
    windowSeconds: 300,
    minHits: 100,
    severities: {
      warning: { threshold: 0.05, recovery: 0.02 },
      critical: { threshold: 0.5, recovery: 0.25 },
    },
  }),
  alertRule({
    name: 'format-change',
    metric: 'format_changes',
    by: 'file',
    windowSeconds: 300,
    comparison: 'at_or_above',
    severities: { warning: { threshold: 1 } },
    messages: {
      triggered: 'The format of {group} has changed, seen at {time}',
      recovered: 'The format of {group} has been the same for {window}, at {time}',
    },
  }),
];

/** A built-in rule by its name. */
export function builtInRule(name: string): AlertRule | undefined {
  return BUILT_IN_RULES.find((rule) => rule.name === name);
}
