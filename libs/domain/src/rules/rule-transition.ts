import type { RuleMetric, Severity, TransitionKind } from './alert-rule.ts';

/** The moment at which the alert of a rule, or of one of its groups, changed. A plain value. */
export interface RuleTransition {
  readonly rule: string;
  /** Key of the group as the log has it, hostile text; undefined in a rule without groups. */
  readonly group: string | undefined;
  readonly kind: TransitionKind;
  /** That it has now; of a recovery, the one that it had. */
  readonly severity: Severity;
  /** Epoch second whose window decided it. */
  readonly second: number;
  readonly metric: RuleMetric;
  readonly windowSeconds: number;
  /**
   * The value is `numerator / divisor`: of hits per second the hits in the window and its length.
   * Undefined where no data made the alert.
   */
  readonly numerator: number | undefined;
  readonly divisor: number | undefined;
  /** Of the severity. */
  readonly threshold: number;
  readonly recovery: number;
  /** When this alert was triggered; the second of the transition itself when it is. */
  readonly startSecond: number;
  /** The value then, and the worst since. */
  readonly startValue: number | undefined;
  readonly peakValue: number | undefined;
  /** Recorded and not told. */
  readonly muted: boolean;
}

/** The value of a fraction, rounded to three decimals. */
export function roundedValue(numerator: number, divisor: number): number {
  return Math.round((numerator * 1000) / divisor) / 1000;
}
