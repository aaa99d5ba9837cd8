import type { BacktestAlert } from '@hitwatch/adapters';
import { type AlertRule, type RuleTransition, SEVERITIES } from '@hitwatch/domain';

type Alert = Omit<BacktestAlert, 'evidence'>;

/**
 * The transitions that triggered the strongest alerts, `max` at most, in the order of time: those
 * whose worst value is the farthest beyond the threshold, of equally strong ones the latest.
 */
export function strongest<T extends Alert>(alerts: readonly T[], max: number): readonly T[] {
  const triggered = alerts.filter(({ transition }) => transition.kind === 'triggered');
  if (triggered.length <= max) return triggered;
  const strengths = new Map<string, number>();
  for (const alert of alerts) {
    const key = keyOf(alert);
    strengths.set(key, Math.max(strengths.get(key) ?? 0, strength(alert)));
  }
  const strengthOf = (alert: T) => strengths.get(keyOf(alert)) ?? 0;
  const kept = new Set(
    [...triggered]
      .sort((a, b) => strengthOf(b) - strengthOf(a) || b.transition.second - a.transition.second)
      .slice(0, max),
  );
  return triggered.filter((alert) => kept.has(alert));
}

/** All transitions of one alert have the same start. */
function keyOf({ rule, transition }: Alert): string {
  return JSON.stringify([rule.name, transition.startSecond, transition.group]);
}

/** How many times the threshold the worst value so far is, or the threshold that value. */
function strength({ rule, transition }: { rule: AlertRule; transition: RuleTransition }): number {
  const { peakValue } = transition;
  if (peakValue === undefined) return 0;
  const limits = SEVERITIES.map((severity) => rule.severities[severity]).find(Boolean);
  const ratio = peakValue / (limits?.threshold ?? 1);
  return rule.comparison.includes('below') ? 1 / ratio : ratio;
}
