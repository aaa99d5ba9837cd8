// The options of `backtest` that are its own.
import { oneOf, parseDuration, UsageFailure } from '@hitwatch/adapters';
import { type AlertRule, BUILT_IN_RULES, checkRules, highTrafficRule } from '@hitwatch/domain';

import type { RulesOf } from './configured.ts';
import { DEFAULTS } from './defaults.ts';
import { readJobs, readThreshold } from './option-values.ts';

const PER_WEEK_MAX = 1_000_000;

export const OWN_BACKTEST_OPTIONS = {
  threshold: { type: 'string' },
  duration: { type: 'string' },
  rule: { type: 'string', multiple: true },
  suggest: { type: 'string' },
  jobs: { type: 'string' },
} as const;

export interface OwnBacktestOptions {
  /** Those that are looked at. */
  readonly rules: readonly AlertRule[];
  /** About how many alerts a week thresholds are suggested for; undefined for none. */
  readonly perWeek: number | undefined;
  readonly jobs: number | undefined;
  readonly output: 'text' | 'json' | 'ndjson';
}

interface BacktestValues {
  readonly threshold?: string;
  readonly duration?: string;
  readonly rule?: string[];
  readonly suggest?: string;
  readonly jobs?: string;
  readonly output?: string;
}

/** Without a configuration there is no other rule. */
export const onlyHighTraffic: RulesOf = ({ threshold, windowSeconds }) => [
  highTrafficRule(threshold, windowSeconds),
];

/** Throws `UsageFailure` for what they cannot be. */
export function readBacktestValues(values: BacktestValues, rulesOf: RulesOf): OwnBacktestOptions {
  const rules = rulesOf({
    threshold: readThreshold(values.threshold ?? DEFAULTS.threshold),
    windowSeconds: readRuleWindow(values.duration ?? DEFAULTS.duration),
  });
  return {
    rules: chosenRules(rules, values.rule ?? []),
    perWeek: values.suggest === undefined ? undefined : readPerWeek(values.suggest),
    jobs: values.jobs === undefined ? undefined : readJobs(values.jobs),
    output: oneOf('--output', values.output ?? 'text', ['text', 'json', 'ndjson'] as const),
  };
}

/** Reads how many alerts a week thresholds are wanted for. */
function readPerWeek(text: string): number {
  const perWeek = /^(\d+\.?\d*|\.\d+)$/.test(text) ? Number(text) : NaN;
  if (perWeek > 0 && perWeek <= PER_WEEK_MAX) return perWeek;
  throw new UsageFailure(
    `--suggest ${JSON.stringify(text)} is no number of alerts a week`,
    'give one above 0, such as 2 or 0.5',
  );
}

/** A window that a rule may have, in seconds. */
function readRuleWindow(text: string): number {
  const seconds = parseDuration(text, '--duration') / 1000;
  if (Number.isInteger(seconds) && seconds <= 86_400) return seconds;
  throw new UsageFailure(
    `--duration ${JSON.stringify(text)} is no window of a rule`,
    'give whole seconds, from 1s to 1d',
  );
}

/**
 * Those of the rules that were named, or all of them. A built-in rule may be named that is not
 * among them. Throws `UsageFailure` for a name that no rule has.
 */
export function chosenRules(
  rules: readonly AlertRule[],
  names: readonly string[],
): readonly AlertRule[] {
  if (names.length === 0) return rules.filter(({ metric }) => metric !== 'format_changes');
  // That a file has another format is seen only as it is followed.
  const builtIn = BUILT_IN_RULES.filter(({ metric }) => metric !== 'format_changes');
  const known = [...rules, ...builtIn];
  const chosen = [...new Set(names)].map((name) => {
    const rule = known.find((one) => one.name === name);
    if (rule !== undefined) return rule;
    const all = [...new Set(known.map((one) => one.name))].join(', ');
    throw new UsageFailure(`--rule ${JSON.stringify(name)} is not known`, `choose one of ${all}`);
  });
  // They are ours or were looked at where they were read.
  if (checkRules(chosen).length > 0) throw new Error('rules that cannot be');
  return chosen;
}
