import { type AlertRule, type Severity, type TransitionKind, worseSign } from './alert-rule.ts';
import { isMuted, unmutedFrom } from './mute.ts';
import { compareFraction, type Reading } from './reading.ts';
import type { RuleTransition } from './rule-transition.ts';

/** Where one severity of a rule stands. A plain value. */
export type SeverityState =
  | { readonly name: 'normal' }
  /** Past the threshold since a second, not yet for long enough. */
  | { readonly name: 'pending'; readonly sinceSecond: number }
  | { readonly name: 'firing' }
  /** Back since a second, not yet for long enough. */
  | { readonly name: 'recovering'; readonly sinceSecond: number };

/** An alert that stands. */
export interface StandingAlert {
  readonly severity: Severity;
  readonly startSecond: number;
  readonly startValue: number | undefined;
  readonly peakValue: number | undefined;
  /** The severity that was told last; undefined when all was muted. */
  readonly told: Severity | undefined;
  readonly toldSecond: number;
  /** How often it was told again at this severity. */
  readonly renotified: number;
}

/** The state of one group of a rule: a plain value that survives JSON. */
export interface AlertState {
  /** The last second that was looked at; undefined before the first. */
  readonly atSecond: number | undefined;
  /** Whether the reading of that second was one to judge by. */
  readonly judged: boolean;
  readonly warning: SeverityState;
  readonly critical: SeverityState;
  readonly alert: StandingAlert | undefined;
}

export interface PolicyStep {
  readonly state: AlertState;
  readonly transition: RuleTransition | undefined;
}

const NORMAL: SeverityState = { name: 'normal' };
const FIRING: SeverityState = { name: 'firing' };

export const NORMAL_STATE: AlertState = {
  atSecond: undefined,
  judged: true,
  warning: NORMAL,
  critical: NORMAL,
  alert: undefined,
};

/** Whether nothing would be lost by forgetting the state. */
export function isNormal({ warning, critical, alert }: AlertState): boolean {
  return alert === undefined && warning.name === 'normal' && critical.name === 'normal';
}

/** Where a reading stands: 1 past a threshold, -1 clear of it, 0 where the state stays. */
interface Sides {
  readonly threshold: number;
  readonly recovery: number;
}

/**
 * When a rule alerts: arithmetic on a given second and a reading, without a clock and without
 * memory of its own. Each severity is a machine of four states; the alert has the highest severity
 * that is firing or recovering, and a transition is told when that changes.
 */
export class AlertPolicy {
  readonly #rule: AlertRule;
  readonly #sign: 1 | -1;
  readonly #atThreshold: number;

  constructor(rule: AlertRule) {
    this.#rule = rule;
    this.#sign = worseSign(rule.comparison);
    const alertsAtIt = rule.comparison === 'at_or_above' || rule.comparison === 'at_or_below';
    this.#atThreshold = alertsAtIt ? 1 : 0;
  }

  /**
   * Looks at the reading that holds for `second`. Between the last second and this one the reading
   * was what it was then: a second need not be looked at while nothing changes and `nextSecond` is
   * not reached. A second is never looked at twice: then all stays as it is.
   */
  step(before: AlertState, second: number, reading: Reading): PolicyStep {
    if (before.atSecond !== undefined && second <= before.atSecond) {
      return { state: before, transition: undefined };
    }
    const judged = this.#isJudged(reading);
    const state = passed(before, second, judged);
    const warning = this.#next('warning', state.warning, second, reading, judged);
    const critical = this.#next('critical', state.critical, second, reading, judged);
    const severity = stands(critical) ? 'critical' : stands(warning) ? 'warning' : undefined;
    const told = this.#tell(state.alert, severity, second, reading);
    return {
      state: { atSecond: second, judged, warning, critical, alert: told.alert },
      transition: told.transition,
    };
  }

  /**
   * Whether a step with this reading would change nothing, as most do: the caller may leave it out
   * unless `nextSecond` is reached.
   */
  isSettled({ warning, critical, alert }: AlertState, reading: Reading): boolean {
    if (!this.#isJudged(reading)) return warning === critical && warning === NORMAL;
    const isSettled =
      this.#isSeveritySettled('warning', warning, reading) &&
      this.#isSeveritySettled('critical', critical, reading);
    return isSettled && this.#withPeak(alert, valueOf(reading)) === alert;
  }

  #isSeveritySettled(severity: Severity, { name }: SeverityState, reading: Reading): boolean {
    const sides = this.#sides(severity, reading);
    if (name === 'normal') return sides === undefined || sides.threshold <= 0;
    return name === 'firing' && sides !== undefined && sides.recovery >= 0;
  }

  /** The next second at which something may happen though the reading stays; Infinity if none. */
  nextSecond({ atSecond, judged, warning, critical, alert }: AlertState): number {
    const { forSeconds, keepFiringForSeconds } = this.#rule;
    const now = atSecond ?? -Infinity;
    let next = Infinity;
    if (judged) {
      for (const state of [warning, critical]) {
        let due = Infinity;
        if (state.name === 'pending') due = state.sinceSecond + forSeconds;
        if (state.name === 'recovering') due = state.sinceSecond + keepFiringForSeconds;
        // One that is due already waits for a value that is not at the threshold itself.
        if (due > now) next = Math.min(next, due);
      }
    }
    return alert === undefined ? next : Math.min(next, this.#nextTelling(alert, now));
  }

  #isJudged({ kind }: Reading): boolean {
    return kind === 'value' || (kind === 'none' && this.#rule.noData !== 'keep');
  }

  /** The one switch: what a severity becomes in a second. */
  #next(
    severity: Severity,
    state: SeverityState,
    second: number,
    reading: Reading,
    judged: boolean,
  ): SeverityState {
    const sides = judged ? this.#sides(severity, reading) : undefined;
    if (sides === undefined) return state;
    const { forSeconds, keepFiringForSeconds } = this.#rule;
    switch (state.name) {
      case 'normal':
        if (sides.threshold <= 0) return state;
        return forSeconds === 0 ? FIRING : { name: 'pending', sinceSecond: second };
      case 'pending':
        if (sides.threshold < 0) return NORMAL;
        return sides.threshold > 0 && second - state.sinceSecond >= forSeconds ? FIRING : state;
      case 'firing':
        if (sides.recovery >= 0) return state;
        return keepFiringForSeconds === 0 ? NORMAL : { name: 'recovering', sinceSecond: second };
      case 'recovering': {
        if (sides.recovery > 0) return FIRING;
        const isOver = second - state.sinceSecond >= keepFiringForSeconds;
        return sides.recovery < 0 && isOver ? NORMAL : state;
      }
    }
  }

  /** Undefined for a severity that the rule does not have. */
  #sides(severity: Severity, reading: Reading): Sides | undefined {
    const { severities, noData } = this.#rule;
    const limits = severities[severity];
    if (limits === undefined) return undefined;
    if (reading.kind !== 'value' && noData === 'alert') return { threshold: 1, recovery: 1 };
    if (reading.kind !== 'value' && noData === 'recover') return { threshold: -1, recovery: -1 };
    const { numerator, divisor } =
      reading.kind === 'value' ? reading : { numerator: 0, divisor: 1 };
    const side = this.#sign * compareFraction(numerator, divisor, limits.threshold);
    return {
      threshold: side === 0 ? this.#atThreshold : side,
      // At the recovery threshold itself the state stays, in every rule.
      recovery: this.#sign * compareFraction(numerator, divisor, limits.recovery),
    };
  }

  #tell(
    alert: StandingAlert | undefined,
    severity: Severity | undefined,
    second: number,
    reading: Reading,
  ): { alert: StandingAlert | undefined; transition: RuleTransition | undefined } {
    if (alert === undefined && severity === undefined) return { alert, transition: undefined };
    const muted = isMuted(this.#rule.mutes, second);
    const value = valueOf(reading);
    if (severity === undefined) {
      // What was told is taken back also in a mute; what was never told is not.
      const last = this.#withPeak(alert, value);
      const isUntold = last?.told === undefined;
      const transition = last && this.#transition('recovered', last, second, reading, isUntold);
      return { alert: undefined, transition };
    }
    const tells = muted ? {} : { told: severity, toldSecond: second, renotified: 0 };
    if (alert === undefined) {
      const started = { severity, startSecond: second, startValue: value, peakValue: value };
      const begun = { ...started, told: undefined, toldSecond: second, renotified: 0, ...tells };
      return {
        alert: begun,
        transition: this.#transition('triggered', begun, second, reading, muted),
      };
    }
    const worst = this.#withPeak(alert, value);
    if (severity !== alert.severity) {
      const changed = { ...worst, severity, ...tells };
      const kind = severity === 'critical' ? 'escalated' : 'deescalated';
      return {
        alert: changed,
        transition: this.#transition(kind, changed, second, reading, muted),
      };
    }
    if (second < this.#nextTelling(worst, second - 1)) {
      return { alert: worst, transition: undefined };
    }
    const renotified = alert.told === severity ? alert.renotified + 1 : 0;
    const again = { ...worst, told: severity, toldSecond: second, renotified };
    return {
      alert: again,
      transition: this.#transition('renotified', again, second, reading, false),
    };
  }

  /** The first second after `now` at which a standing alert is told again. */
  #nextTelling({ severity, told, toldSecond, renotified }: StandingAlert, now: number): number {
    const { mutes, renotify } = this.#rule;
    // A mute has hidden how it stands: that is told as soon as it ends.
    if (told !== severity) return unmutedFrom(mutes, now + 1);
    if (renotify === undefined || renotified >= renotify.timesMax) return Infinity;
    const grown = renotify.afterSeconds * renotify.factor ** renotified;
    const due = toldSecond + Math.ceil(Math.min(grown, renotify.maxSeconds));
    return unmutedFrom(mutes, Math.max(due, now + 1));
  }

  #withPeak<T extends StandingAlert | undefined>(alert: T, value: number | undefined): T {
    if (alert === undefined || value === undefined) return alert;
    const peak = alert.peakValue ?? value;
    const worse = this.#sign > 0 ? Math.max(peak, value) : Math.min(peak, value);
    return worse === alert.peakValue ? alert : { ...alert, peakValue: worse };
  }

  #transition(
    kind: TransitionKind,
    { severity, startSecond, startValue, peakValue }: StandingAlert,
    second: number,
    reading: Reading,
    muted: boolean,
  ): RuleTransition {
    const { name: rule, metric, windowSeconds, severities } = this.#rule;
    const { threshold, recovery } = severities[severity] ?? { threshold: NaN, recovery: NaN };
    const { numerator, divisor } =
      reading.kind === 'value' ? reading : { numerator: undefined, divisor: undefined };
    const what = { rule, group: undefined, kind, severity, second, metric, windowSeconds };
    const values = { numerator, divisor, threshold, recovery };
    return { ...what, ...values, startSecond, startValue, peakValue, muted };
  }
}

function stands({ name }: SeverityState): boolean {
  return name === 'firing' || name === 'recovering';
}

function valueOf(reading: Reading): number | undefined {
  return reading.kind === 'value' ? reading.numerator / reading.divisor : undefined;
}

/** Seconds that were not judged count for no time that the rule asks for. */
function passed(state: AlertState, second: number, judged: boolean): AlertState {
  if (state.atSecond === undefined) return state;
  const between = state.judged ? 0 : second - state.atSecond - 1;
  const stopped = between + (judged ? 0 : 1);
  if (stopped === 0) return state;
  const later = (one: SeverityState): SeverityState =>
    'sinceSecond' in one ? { ...one, sinceSecond: one.sinceSecond + stopped } : one;
  return { ...state, warning: later(state.warning), critical: later(state.critical) };
}
