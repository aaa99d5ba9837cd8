import { type AlertRule, isChange, ruleFingerprint, worseSign } from '../rules/alert-rule.ts';
import { compareFraction, type Reading } from '../rules/reading.ts';

/** A rule of one host, over the sum of all or for each host by itself. */
export interface FleetRule {
  readonly rule: AlertRule;
  readonly by: 'host' | undefined;
}

/** Why a rule cannot be kept from rollups, for a person; undefined where it can. */
export function fleetRuleProblem({ metric, by, where }: AlertRule): string | undefined {
  switch (metric) {
    case 'hits_per_second':
    case 'bytes_per_second':
    case 'status_count':
    case 'status_share':
    case 'error_share':
    case 'response_time':
      break;
    default:
      return `${metric} cannot be told from rollups; a rule of the hosts themselves can`;
  }
  if (where !== undefined) return 'rollups have no hits that a condition could choose from';
  return by === undefined ? undefined : `rollups are not by ${by}; a fleet has only "by: host"`;
}

/** What a rule's state belongs to, as `ruleFingerprint`. */
export function fleetRuleFingerprint({ rule, by }: FleetRule): string {
  return `${ruleFingerprint(rule)} ${by ?? ''}`;
}

/**
 * Whether a value that is past the threshold stays there however many hits still come: it is a sum
 * that only grows, and more of it is worse. Such a threshold may be read at any moment, and the
 * answer is never wrong later: a monotone threshold read (LVars, Kuper and Newton 2013; CALM,
 * Hellerstein and Alvaro 2020). All else has to wait until nothing is missing.
 */
export function isMonotone({ metric, comparison }: AlertRule): boolean {
  const grows =
    metric === 'hits_per_second' || metric === 'bytes_per_second' || metric === 'status_count';
  return grows && !isChange(comparison) && worseSign(comparison) > 0;
}

/** Whether a reading of a monotone rule is past the threshold of one of its severities. */
export function isPast({ severities, comparison }: AlertRule, reading: Reading): boolean {
  if (reading.kind !== 'value') return false;
  const { numerator, divisor } = reading;
  return [severities.warning, severities.critical].some((limits) => {
    if (limits === undefined) return false;
    const side = compareFraction(numerator, divisor, limits.threshold);
    return comparison === 'at_or_above' ? side >= 0 : side > 0;
  });
}
