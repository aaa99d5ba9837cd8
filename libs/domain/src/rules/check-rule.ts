import {
  type AlertRule,
  groupsLimit,
  isChange,
  isOfFiles,
  isShare,
  SEVERITIES,
  type Severity,
  type Threshold,
  TRANSITION_KINDS,
  worseSign,
} from './alert-rule.ts';
import { checkMute } from './check-mute.ts';
import { isMessageField, MESSAGE_FIELDS, templateParts } from './rule-message.ts';

const DAY_SECONDS = 86_400;
const FOR_SECONDS_MAX = 7 * DAY_SECONDS;
const RULES_MAX = 500;
const NAME_CHARS_MAX = 100;
const MESSAGE_CHARS_MAX = 2000;
const RENOTIFY_SECONDS_MIN = 60;
const RENOTIFY_TIMES_MAX = 1000;

/** What is wrong with a rule. */
export interface RuleProblem {
  /** The field, as `hitwatch.yaml` has it: `rules[2].critical.recovery`. */
  readonly path: string;
  /** What is wrong, and what to do. */
  readonly message: string;
}

/** Collects problems under the path of a field. */
export type Complain = (field: string, message: string) => void;

/** All that is wrong with rules; empty when they can be used. It never throws. */
export function checkRules(rules: readonly AlertRule[]): RuleProblem[] {
  const problems: RuleProblem[] = [];
  if (rules.length > RULES_MAX) {
    problems.push({ path: 'rules', message: `more than ${RULES_MAX} rules: take some away` });
  }
  const places = new Map<string, number>();
  rules.forEach((rule, index) => {
    const path = `rules[${index}]`;
    const other = places.get(rule.name);
    if (other !== undefined) {
      const message = `rules[${other}] is called ${rule.name} as well: give it another name`;
      problems.push({ path: `${path}.name`, message });
    }
    places.set(rule.name, index);
    problems.push(...checkRule(rule, path));
  });
  return problems;
}

/** All that is wrong with one rule, of which others may have the name. */
export function checkRule(rule: AlertRule, path = 'rule'): RuleProblem[] {
  const problems: RuleProblem[] = [];
  const complain: Complain = (field, message) =>
    problems.push({ path: `${path}.${field}`, message });
  checkName(rule, complain);
  checkTimes(rule, complain);
  checkThresholds(rule, complain);
  checkMetric(rule, complain);
  checkRenotify(rule, complain);
  checkMessages(rule, complain);
  rule.mutes.forEach((mute, at) => {
    checkMute(mute, (field, message) => {
      complain(field === '' ? `mute[${at}]` : `mute[${at}].${field}`, message);
    });
  });
  return problems;
}

function checkName({ name }: AlertRule, complain: Complain): void {
  if (name.trim() === '') complain('name', 'empty: give the rule a name');
  if (name.length > NAME_CHARS_MAX) complain('name', `over ${NAME_CHARS_MAX} characters: cut it`);
}

function checkTimes(rule: AlertRule, complain: Complain): void {
  const { windowSeconds, forSeconds, keepFiringForSeconds, minHits } = rule;
  if (!isWhole(windowSeconds, 1, DAY_SECONDS)) {
    complain('window', 'not whole seconds from 1s to 1d: put a window such as 2m');
  }
  for (const [field, seconds] of [
    ['for', forSeconds],
    ['keep_firing_for', keepFiringForSeconds],
  ] as const) {
    if (isWhole(seconds, 0, FOR_SECONDS_MAX)) continue;
    complain(field, 'not whole seconds from 0s to 7d: put a time such as 5m, or leave it out');
  }
  if (!isWhole(minHits, 0, Number.MAX_SAFE_INTEGER)) {
    complain('min_hits', 'no whole number from 0: put how many hits it takes to judge');
  }
}

function checkThresholds(rule: AlertRule, complain: Complain): void {
  const { warning, critical } = rule.severities;
  if (warning === undefined && critical === undefined) {
    complain('critical', 'no threshold: give critical, warning, or both');
  }
  for (const severity of SEVERITIES) {
    const limits = rule.severities[severity];
    if (limits !== undefined) checkThreshold(rule, severity, limits, complain);
  }
  if (warning === undefined || critical === undefined) return;
  if (worseSign(rule.comparison) * (critical.threshold - warning.threshold) > 0) return;
  const side = worseSign(rule.comparison) > 0 ? 'above' : 'below';
  complain('warning', `not before the critical one: put a critical threshold ${side} the warning`);
}

function checkThreshold(
  { metric, comparison }: AlertRule,
  severity: Severity,
  { threshold, recovery }: Threshold,
  complain: Complain,
): void {
  const most = isShare(metric) && !isChange(comparison) ? 1 : Number.MAX_SAFE_INTEGER;
  const field = `${severity}.threshold`;
  if (!(threshold >= 0 && threshold <= most)) {
    const wanted = most === 1 ? 'a share from 0 to 1, such as 0.05' : 'a number from 0';
    complain(field, `out of range: put ${wanted}`);
    return;
  }
  const sign = worseSign(comparison);
  if (!(sign * (threshold - recovery) >= 0)) {
    const side = sign > 0 ? 'at or below' : 'at or above';
    const said = 'on the wrong side, so that it would recover while it alerts';
    complain(`${severity}.recovery`, `${said}: put one ${side} ${threshold}`);
  }
  if (sign > 0 && recovery <= 0) {
    const way = threshold > 0 ? 'a recovery above 0' : 'a threshold above 0';
    complain(field, `it could never recover, as nothing is below 0: put ${way}`);
  }
  if (sign < 0 && recovery >= most) {
    complain(field, `it could never recover, as no share is above 1: put one below 1`);
  }
  if (comparison === 'below' && threshold <= 0) {
    complain(field, 'nothing is below 0: put a threshold above 0');
  }
  if (comparison === 'above' && threshold >= most) {
    complain(field, 'no share is above 1: put a threshold below 1');
  }
}

function checkMetric(rule: AlertRule, complain: Complain): void {
  const { metric, status, quantile, by, where, comparison, groupsMax } = rule;
  const wantsStatus = metric === 'status_count' || metric === 'status_share';
  if (wantsStatus && status === undefined) {
    complain('status', `missing: ${metric} wants a status such as 404 or a class such as 5xx`);
  }
  if (!wantsStatus && status !== undefined) {
    complain('status', `${metric} has no status: take it away, or use status_share`);
  }
  const range = status && !(isWhole(status.from, 100, 999) && isWhole(status.to, status.from, 999));
  if (range === true) complain('status', 'no status: put 100 to 999, or a class such as 5xx');
  if (
    metric === 'response_time' &&
    !(quantile !== undefined && quantile >= 0.5 && quantile <= 0.999)
  ) {
    complain('quantile', 'put p50 to p99.9, such as p95');
  }
  if (metric !== 'response_time' && quantile !== undefined) {
    complain('quantile', `${metric} has no quantile: take it away, or use response_time`);
  }
  if (isOfFiles(metric) && where !== undefined) {
    complain('where', `${metric} is of lines that are no hits: take the condition away`);
  }
  if (isOfFiles(metric) && by !== undefined && by !== 'file') {
    complain('by', `${metric} can only be by file: put that, or leave it out`);
  }
  if (metric === 'silence_seconds' && isChange(comparison)) {
    complain('comparison', 'silence has no window before: put above, with seconds');
  }
  const most = groupsLimit(rule);
  // Of a window that is wrong itself nothing follows.
  const isAsked = by !== undefined && isWhole(rule.windowSeconds, 1, DAY_SECONDS);
  if (isAsked && !isWhole(groupsMax, 1, most)) {
    complain('groups_max', `more than there is memory for: put 1 to ${most} for this window`);
  }
}

function checkRenotify({ renotify }: AlertRule, complain: Complain): void {
  if (renotify === undefined) return;
  const { afterSeconds, factor, maxSeconds, timesMax } = renotify;
  if (!isWhole(afterSeconds, RENOTIFY_SECONDS_MIN, FOR_SECONDS_MAX)) {
    complain('renotify.after', 'put whole seconds from 1m to 7d, such as 30m');
  }
  if (!(factor >= 1 && factor <= 100)) {
    complain('renotify.factor', 'put 1 for always the same time, or up to 100 for longer ones');
  }
  if (!(maxSeconds >= afterSeconds)) {
    complain('renotify.max', 'shorter than after: put a longer one');
  }
  if (!isWhole(timesMax, 1, RENOTIFY_TIMES_MAX)) {
    complain('renotify.times', `put 1 to ${RENOTIFY_TIMES_MAX}`);
  }
}

function checkMessages(rule: AlertRule, complain: Complain): void {
  for (const kind of TRANSITION_KINDS) {
    const template = rule.messages[kind];
    if (template === undefined) continue;
    const field = `message.${kind}`;
    if (template.length > MESSAGE_CHARS_MAX) {
      complain(field, `over ${MESSAGE_CHARS_MAX} characters: cut it`);
    }
    const parts = templateParts(template);
    if (parts === undefined) complain(field, 'a brace has no other: close it, or write it twice');
    parts?.forEach((name, at) => {
      if (at % 2 === 0 || isMessageField(name, rule)) return;
      const known = [...MESSAGE_FIELDS, ...rule.labels.map(([label]) => `labels.${label}`)];
      complain(field, `{${name.slice(0, 40)}} is no field: use one of ${known.join(', ')}`);
    });
  }
}

function isWhole(number: number, least: number, most: number): boolean {
  return Number.isInteger(number) && number >= least && number <= most;
}
