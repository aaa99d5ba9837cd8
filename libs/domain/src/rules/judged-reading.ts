import { type AlertRule, isChange, isCount, worseSign } from './alert-rule.ts';
import { NOTHING, type Reading, reading, UNJUDGED } from './reading.ts';
import type { Fraction } from './sketch-pane.ts';

/**
 * The reading of a window, and of the one before for a change. Nothing is judged below `minHits`,
 * nor, where less is worse, before there has been time for more.
 */
export function judgedReading(
  rule: AlertRule,
  now: Fraction,
  before: Fraction,
  isFull: boolean,
): Reading {
  const { metric, comparison, minHits, noData } = rule;
  const changes = isChange(comparison);
  const needsFull = changes || (isCount(metric) && worseSign(comparison) < 0);
  if (needsFull && !isFull) return UNJUDGED;
  if (now.hits === 0 && (noData !== 'zero' || !isCount(metric))) {
    // What never was cannot be missed.
    return noData === 'alert' && !isFull ? UNJUDGED : NOTHING;
  }
  // That traffic has gone is a change too.
  const judgedHits = changes ? Math.max(now.hits, before.hits) : now.hits;
  if (judgedHits < minHits && now.hits > 0) return UNJUDGED;
  if (!changes) return reading(now.numerator, now.divisor);
  if (before.numerator === 0 || before.divisor === 0) return UNJUDGED;
  if (now.divisor === before.divisor) return reading(now.numerator, before.numerator);
  return reading(now.numerator * before.divisor, before.numerator * now.divisor);
}
