import type { HitCondition } from '../conditions/hit-condition.ts';
import type { Mute } from './mute.ts';

/** In the order in which they are told. */
export const RULE_METRICS = [
  'hits_per_second',
  'bytes_per_second',
  'status_count',
  'status_share',
  'error_share',
  'response_time',
  'distinct_clients',
  'unparsed_share',
  'format_changes',
  'silence_seconds',
] as const;

export type RuleMetric = (typeof RULE_METRICS)[number];

export const COMPARISONS = [
  'above',
  'at_or_above',
  'below',
  'at_or_below',
  'change_above',
  'change_below',
] as const;

/** `change_*` compare with a factor of the value that the window before had. */
export type Comparison = (typeof COMPARISONS)[number];

/** What it means that a window has nothing to look at. */
export const NO_DATA = ['zero', 'keep', 'alert', 'recover'] as const;
export type NoData = (typeof NO_DATA)[number];

export const GROUP_BYS = ['section', 'vhost', 'status', 'client', 'file'] as const;
export type GroupBy = (typeof GROUP_BYS)[number];

export const SEVERITIES = ['warning', 'critical'] as const;
export type Severity = (typeof SEVERITIES)[number];

export const TRANSITION_KINDS = [
  'triggered',
  'escalated',
  'deescalated',
  'recovered',
  'renotified',
] as const;
export type TransitionKind = (typeof TRANSITION_KINDS)[number];

/** In the unit of the metric; of `change_*` a factor. */
export interface Threshold {
  readonly threshold: number;
  /** What the value has to be beyond to recover: the same unless there is one of its own. */
  readonly recovery: number;
}

/** Status codes from one to the other, both included. */
export interface StatusRange {
  readonly from: number;
  readonly to: number;
}

/** While an alert stands it is told again, after longer and longer. */
export interface Renotify {
  readonly afterSeconds: number;
  /** Of one interval to the one before; 1 or more. */
  readonly factor: number;
  /** The longest interval. */
  readonly maxSeconds: number;
  /** How often at most, for one alert at one severity. */
  readonly timesMax: number;
}

/** What is looked at, when it alerts, and how that is told: a plain value. */
export interface AlertRule {
  /** Unique among the rules. */
  readonly name: string;
  /** One of them at least. */
  readonly severities: Readonly<Partial<Record<Severity, Threshold>>>;
  readonly metric: RuleMetric;
  /** Of `status_count` and `status_share`. */
  readonly status?: StatusRange | undefined;
  /** Of `response_time`: 0.5 to 0.999. */
  readonly quantile?: number | undefined;
  /** 1 to 86,400. Of `silence_seconds`: the time whose hits say that the log was busy. */
  readonly windowSeconds: number;
  readonly comparison: Comparison;
  /** How long the value has to be past the threshold; 0 for at once. */
  readonly forSeconds: number;
  /** How long it has to be back before the alert recovers; 0 for at once. */
  readonly keepFiringForSeconds: number;
  /** With fewer hits (lines, of `unparsed_share`) nothing is judged, and the state stays. */
  readonly minHits: number;
  readonly noData: NoData;
  readonly by?: GroupBy | undefined;
  /** Groups that are watched at one time. */
  readonly groupsMax: number;
  /** The hits that are looked at; all without one. */
  readonly where?: HitCondition | undefined;
  readonly renotify?: Renotify | undefined;
  readonly mutes: readonly Mute[];
  readonly labels: readonly (readonly [name: string, value: string])[];
  /** Templates by what happens; a sensible text where there is none. */
  readonly messages: Readonly<Partial<Record<TransitionKind, string>>>;
}

/** A rule as somebody writes it: what is left out has its default. */
export type RuleOptions = Partial<Omit<AlertRule, 'severities'>> &
  Pick<AlertRule, 'name' | 'metric'> & {
    readonly severities: Readonly<
      Partial<Record<Severity, { readonly threshold: number; readonly recovery?: number }>>
    >;
  };

export const WINDOW_SECONDS_DEFAULT = 120;
const GROUPS_DEFAULT = 1000;
const SKETCH_GROUPS_DEFAULT = 50;
/** Seconds of windows, over all groups, for which a rule holds counts. */
export const HELD_SECONDS_MAX = 1 << 23;

/** A rule with the defaults in place of what is left out. */
export function alertRule(options: RuleOptions): AlertRule {
  const { warning, critical } = options.severities;
  const withDefaults = {
    windowSeconds: WINDOW_SECONDS_DEFAULT,
    comparison: 'above',
    forSeconds: 0,
    keepFiringForSeconds: 0,
    minHits: 0,
    noData: isCount(options.metric) ? 'zero' : 'keep',
    mutes: [],
    labels: [],
    messages: {},
    ...options,
    severities: {
      ...(warning && { warning: { recovery: warning.threshold, ...warning } }),
      ...(critical && { critical: { recovery: critical.threshold, ...critical } }),
    },
  } as const;
  return { groupsMax: groupsDefault(withDefaults), ...withDefaults };
}

/** Whether nothing at all is a value, 0, and not the lack of one. */
export function isCount(metric: RuleMetric): boolean {
  switch (metric) {
    case 'hits_per_second':
    case 'bytes_per_second':
    case 'status_count':
    case 'distinct_clients':
    case 'format_changes':
    case 'silence_seconds':
      return true;
    case 'status_share':
    case 'error_share':
    case 'response_time':
    case 'unparsed_share':
      return false;
  }
}

export function isShare(metric: RuleMetric): boolean {
  return metric === 'status_share' || metric === 'error_share' || metric === 'unparsed_share';
}

/** Whether it is told from sketches, which are held for panes of a window. */
export function isSketched(metric: RuleMetric): boolean {
  return metric === 'response_time' || metric === 'distinct_clients';
}

/** Whether it is of files and their lines, not of hits. */
export function isOfFiles(metric: RuleMetric): boolean {
  return metric === 'unparsed_share' || metric === 'format_changes';
}

export function isChange(comparison: Comparison): boolean {
  return comparison === 'change_above' || comparison === 'change_below';
}

/** 1 where more is worse, -1 where less is. */
export function worseSign(comparison: Comparison): 1 | -1 {
  switch (comparison) {
    case 'above':
    case 'at_or_above':
    case 'change_above':
      return 1;
    case 'below':
    case 'at_or_below':
    case 'change_below':
      return -1;
  }
}

/** Seconds for which hits are held: the window, and the one before where they are compared. */
export function heldSeconds({ comparison, windowSeconds }: Held): number {
  return isChange(comparison) ? 2 * windowSeconds : windowSeconds;
}

/** The most groups that a rule may have, so that its memory stays within what is promised. */
export function groupsLimit(rule: Held & Pick<AlertRule, 'metric'>): number {
  if (isSketched(rule.metric)) return 500;
  return Math.max(1, Math.min(10_000, Math.floor(HELD_SECONDS_MAX / heldSeconds(rule))));
}

type Held = Pick<AlertRule, 'comparison' | 'windowSeconds'>;

function groupsDefault(rule: Held & Pick<AlertRule, 'metric'>): number {
  const wanted = isSketched(rule.metric) ? SKETCH_GROUPS_DEFAULT : GROUPS_DEFAULT;
  return Math.min(wanted, groupsLimit(rule));
}

/**
 * What a rule's state belongs to. Rules of one name and fingerprint go on with each other's state;
 * how they tell of it (message, labels, mutes, re-notification) may differ.
 */
export function ruleFingerprint(rule: AlertRule): string {
  const { metric, status, quantile, windowSeconds, comparison, severities } = rule;
  const { forSeconds, keepFiringForSeconds, minHits, noData, by, groupsMax, where } = rule;
  const { warning, critical } = severities;
  return JSON.stringify([
    [metric, status?.from, status?.to, quantile, windowSeconds, comparison],
    [warning?.threshold, warning?.recovery, critical?.threshold, critical?.recovery],
    [forSeconds, keepFiringForSeconds, minHits, noData, by, groupsMax, where?.text],
  ]);
}
