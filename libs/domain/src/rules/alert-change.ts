import { type AlertRule, type GroupBy, isChange } from './alert-rule.ts';
import type { Driver } from './drivers.ts';
import { roundedValue, type RuleTransition } from './rule-transition.ts';

/** What was behind a change, as far as it is known. Both are empty where nothing is. */
export interface AlertExplanation {
  /** Keys whose share of the hits has grown most, by dimension, the largest growth first. */
  readonly drivers: readonly Driver[];
  /** Hits before, that they are compared with; 0 also where nobody has seen that time. */
  readonly hitsBefore: number;
  /** A few of the lines that the rule has looked at, cut to some hundred bytes. Hostile text. */
  readonly samples: readonly string[];
}

export const UNEXPLAINED: AlertExplanation = { drivers: [], hitsBefore: 0, samples: [] };

/**
 * A change of an alert as it is told, recorded and read again: the transition, what a message of it
 * is made from, and what was behind it. A plain value.
 */
export interface AlertChange extends RuleTransition, AlertExplanation {
  /**
   * Told by rule, group, kind and second: the same in each run and for each channel, so that who
   * receives a change twice knows it by this.
   */
  readonly id: string;
  readonly by: GroupBy | undefined;
  /** Hits in the window, of a rule that compares their rate; else undefined. */
  readonly hits: number | undefined;
  readonly labels: readonly (readonly [name: string, value: string])[];
  /** The rule's own words for what happened; undefined for the usual ones. */
  readonly template: string | undefined;
}

/** A transition of a rule as it is told. */
export function alertChange(
  rule: AlertRule,
  transition: RuleTransition,
  explanation: AlertExplanation = UNEXPLAINED,
): AlertChange {
  const { metric, numerator, kind } = transition;
  const isRate = metric === 'hits_per_second' && !isChange(rule.comparison);
  return {
    ...transition,
    ...explanation,
    id: changeId(transition),
    by: rule.by,
    hits: isRate ? numerator : undefined,
    labels: rule.labels,
    template: rule.messages[kind],
  };
}

type Told = Pick<RuleTransition, 'rule' | 'group' | 'kind' | 'second'>;

/** Sixteen hexadecimal digits: FNV-1a of 64 bits (Fowler, Noll, Vo) over what tells it. */
export function changeId({ rule, group, kind, second }: Told): string {
  const text = JSON.stringify([rule, group ?? null, kind, second]);
  let hash = 0xcbf29ce484222325n;
  for (let at = 0; at < text.length; at++) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(text.charCodeAt(at))) * 0x100000001b3n);
  }
  return hash.toString(16).padStart(16, '0');
}

/** The value that decided, rounded to three decimals; undefined where no data did. */
export function alertValue({ numerator, divisor }: RuleTransition): number | undefined {
  if (numerator === undefined || divisor === undefined) return undefined;
  return roundedValue(numerator, divisor);
}

/** Whether the alert is on after this change. */
export function isFiring({ kind }: Pick<RuleTransition, 'kind'>): boolean {
  return kind !== 'recovered';
}

/** Whether two changes are of one alert: of one rule, and the same group of it. */
export function isSameAlert(
  one: Pick<RuleTransition, 'rule' | 'group'>,
  other: Pick<RuleTransition, 'rule' | 'group'>,
): boolean {
  return one.rule === other.rule && one.group === other.group;
}
