import { AlertPolicy, type AlertState, NORMAL_STATE } from './alert-policy.ts';
import { type AlertRule, type Severity, worseSign } from './alert-rule.ts';
import { type Reading, UNJUDGED } from './reading.ts';
import type { ReadingObserver } from './reading-observer.ts';

/** The severity whose threshold is tried. */
export function triedSeverity({ severities }: AlertRule): Severity {
  return severities.critical === undefined ? 'warning' : 'critical';
}

/** The rule with one severity, another threshold, and a recovery as far from it as before. */
export function withThreshold(rule: AlertRule, threshold: number): AlertRule {
  const severity = triedSeverity(rule);
  const limits = rule.severities[severity] ?? { threshold: 1, recovery: 1 };
  const ratio = limits.threshold === 0 ? 1 : limits.recovery / limits.threshold;
  const recovery = ratio === 1 ? threshold : threshold * ratio;
  return { ...rule, severities: { [severity]: { threshold, recovery } }, renotify: undefined };
}

/** How far inside its bounds a value has to be for them to be sure, relative. */
const MARGIN = 1e-6;

/** Values between these change nothing in any trial; both times the sign of what is worse. */
interface Calm {
  readonly low: number;
  readonly high: number;
}

const NEVER_CALM: Calm = { low: Infinity, high: -Infinity };

/** A rule with one of the thresholds. */
interface Trial {
  /** Both times the sign of what is worse. */
  readonly threshold: number;
  readonly recovery: number;
  readonly policy: AlertPolicy;
  /** By group. */
  readonly states: AlertState[];
  /** When a state may change though the reading stays. */
  readonly due: number[];
}

/**
 * Counts how often a rule would have fired with each of many thresholds, in one pass over the
 * readings, which are the same for all of them.
 */
export class ThresholdTrials implements ReadingObserver {
  /** Alerts that were triggered, and not muted, by threshold. */
  readonly fired: Float64Array;
  readonly #trials: readonly Trial[];
  readonly #readings: Reading[] = [];
  readonly #severity: Severity;
  readonly #sign: 1 | -1;
  /** By group: most readings are between them. */
  readonly #calm: Calm[] = [];

  constructor(rule: AlertRule, thresholds: readonly number[]) {
    this.fired = new Float64Array(thresholds.length);
    this.#severity = triedSeverity(rule);
    const sign = worseSign(rule.comparison);
    this.#sign = sign;
    this.#trials = thresholds.map((threshold) => {
      const tried = withThreshold(rule, threshold);
      const recovery = sign * (tried.severities[this.#severity]?.recovery ?? threshold);
      const policy = new AlertPolicy(tried);
      return { policy, threshold: sign * threshold, recovery, states: [], due: [] };
    });
  }

  begin(group: number): void {
    this.#readings[group] = UNJUDGED;
    this.#calm[group] = NEVER_CALM;
    for (const { states, due } of this.#trials) {
      states[group] = NORMAL_STATE;
      due[group] = Infinity;
    }
  }

  observe(group: number, second: number, reading: Reading): void {
    if (reading.kind === 'value') {
      const { low, high } = this.#calm[group] ?? NEVER_CALM;
      const value = (this.#sign * reading.numerator) / reading.divisor;
      if (value > low && value < high) {
        this.#readings[group] = reading;
        return;
      }
    }
    this.#trials.forEach((trial, index) => {
      this.#wait(trial, index, group, second - 1);
      const state = trial.states[group] ?? NORMAL_STATE;
      if (trial.due[group] !== second && trial.policy.isSettled(state, reading)) return;
      this.#step(trial, index, group, second, reading);
    });
    this.#readings[group] = reading;
    this.#calm[group] = this.#calmOf(group);
  }

  /** Goes on to the last second with what was observed last. */
  finish(last: number): void {
    this.#trials.forEach((trial, index) => {
      trial.states.forEach((_, group) => {
        this.#wait(trial, index, group, last);
      });
    });
  }

  /** Above all that fire, and below all that do not; none while one waits for its time. */
  #calmOf(group: number): Calm {
    let low = -Infinity;
    let high = Infinity;
    for (const { threshold, recovery, states, due } of this.#trials) {
      const state = states[group]?.[this.#severity].name;
      if (due[group] !== Infinity) return NEVER_CALM;
      if (state === 'normal') high = Math.min(high, threshold - Math.abs(threshold) * MARGIN);
      else if (state === 'firing') low = Math.max(low, recovery + Math.abs(recovery) * MARGIN);
      else return NEVER_CALM;
    }
    return { low, high };
  }

  /** What happens up to a second though the reading stays. */
  #wait(trial: Trial, index: number, group: number, last: number): void {
    for (let due = trial.due[group] ?? Infinity; due <= last; due = trial.due[group] ?? Infinity) {
      this.#step(trial, index, group, due, this.#readings[group] ?? UNJUDGED);
    }
  }

  #step(
    { policy, states, due }: Trial,
    index: number,
    group: number,
    second: number,
    reading: Reading,
  ): void {
    const { state, transition } = policy.step(states[group] ?? NORMAL_STATE, second, reading);
    states[group] = state;
    due[group] = policy.nextSecond(state);
    if (transition?.kind === 'triggered' && !transition.muted) this.fired[index]!++; // one a trial
  }
}
