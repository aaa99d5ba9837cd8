import { AlertPolicy, type AlertState, NORMAL_STATE } from './alert-policy.ts';
import { type AlertRule, type Severity } from './alert-rule.ts';
import { type Reading, UNJUDGED } from './reading.ts';
import type { ReadingObserver } from './reading-observer.ts';

/** The severity whose threshold is tried. */
export function triedSeverity({ severities }: AlertRule): Severity {
  return severities.critical === undefined ? 'warning' : 'critical';
}

/** The rule with one severity, that alerts at `threshold`, and recovers as far from it as before. */
export function withThreshold(rule: AlertRule, threshold: number): AlertRule {
  const severity = triedSeverity(rule);
  const limits = rule.severities[severity] ?? { threshold: 1, recovery: 1 };
  const ratio = limits.threshold === 0 ? 1 : limits.recovery / limits.threshold;
  const recovery = ratio === 1 ? threshold : threshold * ratio;
  return { ...rule, severities: { [severity]: { threshold, recovery } }, renotify: undefined };
}

/** A rule with one of the thresholds. */
interface Trial {
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

  constructor(rule: AlertRule, thresholds: readonly number[]) {
    this.fired = new Float64Array(thresholds.length);
    this.#trials = thresholds.map((threshold) => {
      return { policy: new AlertPolicy(withThreshold(rule, threshold)), states: [], due: [] };
    });
  }

  begin(group: number): void {
    this.#readings[group] = UNJUDGED;
    for (const { states, due } of this.#trials) {
      states[group] = NORMAL_STATE;
      due[group] = Infinity;
    }
  }

  observe(group: number, second: number, reading: Reading): void {
    this.#trials.forEach((trial, index) => {
      this.#wait(trial, index, group, second - 1);
      const state = trial.states[group] ?? NORMAL_STATE;
      if (trial.due[group] !== second && trial.policy.isSettled(state, reading)) return;
      this.#step(trial, index, group, second, reading);
    });
    this.#readings[group] = reading;
  }

  /** Goes on to the last second with what was observed last. */
  finish(last: number): void {
    this.#trials.forEach((trial, index) => {
      trial.states.forEach((_, group) => {
        this.#wait(trial, index, group, last);
      });
    });
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
