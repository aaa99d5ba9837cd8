import {
  alertChange,
  type AlertExplanation,
  type AlertRule,
  type LineCountsSnapshot,
  type MetricPlot,
  roundedValue,
  type RuleTransition,
  type SeriesSpan,
  type Threshold,
  type ThresholdSuggestion,
  UNEXPLAINED,
} from '@hitwatch/domain';

import { Zone } from '../text/zone.ts';
import { alertObject } from './alert-object.ts';
import type { ReportedFile } from './documents.ts';

/** A rule of a backtest. */
export interface BacktestRule {
  readonly rule: AlertRule;
  /** Alerts that were triggered, those in a mute left out. */
  readonly fired: number;
  /** Undefined without a hit. */
  readonly plot: MetricPlot | undefined;
  /** Hits that were not looked at, as there was no room for their group, or for their second. */
  readonly groupsOverflow: number;
  readonly secondsOverflow: number;
  readonly suggestion: ThresholdSuggestion | undefined;
}

/** What a rule would have told. */
export interface BacktestAlert {
  readonly rule: AlertRule;
  readonly transition: RuleTransition;
  /** Undefined where it was not looked for. */
  readonly evidence: AlertExplanation | undefined;
}

/** What `backtest` found out. */
export interface BacktestResult {
  readonly files: readonly ReportedFile[];
  readonly lines: LineCountsSnapshot;
  /** Undefined without a hit. */
  readonly span: SeriesSpan | undefined;
  /** Whether there were logs that could be read only once, whose lines are in no evidence. */
  readonly hasStreams: boolean;
  readonly rules: readonly BacktestRule[];
  /** In the order of time. */
  readonly alerts: readonly BacktestAlert[];
}

/**
 * The document of `backtest --output json`, schema `hitwatch/backtest/1`; docs/json.md describes
 * it field by field.
 */
export function backtestDocument({ files, lines, span, rules, alerts }: BacktestResult) {
  const suggestions = rules.flatMap(({ suggestion }) => (suggestion ? [suggestion] : []));
  return {
    schema: 'hitwatch/backtest/1',
    files,
    lines,
    time: { first: span ? utc(span.first) : null, last: span ? utc(span.last) : null },
    rules: rules.map(ruleObject),
    alerts: alerts.map(backtestAlertObject),
    ...(suggestions.length === 0 ? {} : { suggestions: suggestions.map(suggestionObject) }),
  };
}

function ruleObject({ rule, fired, plot, groupsOverflow, secondsOverflow }: BacktestRule) {
  const { warning, critical } = rule.severities;
  const { highest = NaN } = plot ?? {};
  return {
    name: rule.name,
    metric: rule.metric,
    window_s: rule.windowSeconds,
    comparison: rule.comparison,
    warning: thresholdObject(warning),
    critical: thresholdObject(critical),
    for_s: rule.forSeconds,
    keep_firing_for_s: rule.keepFiringForSeconds,
    min_hits: rule.minHits,
    by: rule.by ?? null,
    where: rule.where?.text ?? null,
    fired,
    highest: Number.isNaN(highest) ? null : roundedValue(highest, 1),
    groups_overflow: groupsOverflow,
    seconds_overflow: secondsOverflow,
  };
}

function thresholdObject(threshold: Threshold | undefined) {
  return threshold === undefined
    ? null
    : { threshold: threshold.threshold, recovery: threshold.recovery };
}

/** A change with what is known of its alert. */
function backtestAlertObject({ rule, transition, evidence }: BacktestAlert) {
  return alertObject(alertChange(rule, transition, evidence ?? UNEXPLAINED));
}

function suggestionObject({ rule, severity, weeks, thresholds }: ThresholdSuggestion) {
  return {
    rule,
    severity,
    weeks,
    shorter_than_a_week: weeks < 1,
    thresholds: thresholds.map(({ perWeekWanted, threshold, fired }) => ({
      per_week_wanted: perWeekWanted,
      threshold,
      fired,
      fired_per_week: fired / weeks,
    })),
  };
}

function utc(second: number): string {
  return Zone.utc.timestamp(second);
}
