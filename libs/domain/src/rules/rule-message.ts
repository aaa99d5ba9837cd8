import { type AlertChange, alertChange, alertValue } from './alert-change.ts';
import type { AlertRule, RuleMetric, TransitionKind } from './alert-rule.ts';
import { HIGH_TRAFFIC } from './built-in-rules.ts';
import { roundedValue, type RuleTransition } from './rule-transition.ts';

/** Fields of a message template; `labels.NAME` is one as well. */
export const MESSAGE_FIELDS = [
  'rule',
  'state',
  'severity',
  'metric',
  'value',
  'threshold',
  'recovery',
  'window',
  'group',
  'time',
  'start',
  'start_value',
  'duration',
  'peak',
] as const;

export type MessageField = (typeof MESSAGE_FIELDS)[number];
const LABEL_PREFIX = 'labels.';

export const METRIC_WORDS: Readonly<Record<RuleMetric, string>> = {
  hits_per_second: 'hits per second',
  bytes_per_second: 'bytes per second',
  status_count: 'hits of that status',
  status_share: 'share of that status',
  error_share: 'share of errors',
  response_time: 'response time in seconds',
  distinct_clients: 'clients',
  unparsed_share: 'share of unparsed lines',
  format_changes: 'changes of format',
  silence_seconds: 'seconds of silence',
};

const DEFAULT_TEMPLATES: Readonly<Record<TransitionKind, string>> = {
  triggered: '{rule} generated a {severity} alert{of} - {metric} = {value}, triggered at {time}',
  escalated: '{rule} alert{of} is now {severity} - {metric} = {value}, escalated at {time}',
  deescalated: '{rule} alert{of} is only {severity} now - {metric} = {value}, eased at {time}',
  recovered: '{rule} alert{of} recovered - {metric} = {value}, recovered at {time}',
  renotified:
    '{rule} {severity} alert{of} goes on since {start} - {metric} = {value}, peak {peak}, at {time}',
};

/** A template cut into its texts, at even places, and the names of its fields between them. */
export type TemplateParts = readonly string[];

/**
 * Cuts a template, `{value} for {group}`, in which `{{` and `}}` are braces. Undefined where one is
 * left open.
 */
export function templateParts(template: string): TemplateParts | undefined {
  const parts: string[] = [''];
  for (let at = 0; at < template.length; at++) {
    const char = template[at] ?? '';
    const isBrace = char === '{' || char === '}';
    if (!isBrace || template[at + 1] === char) {
      parts.push(`${parts.pop() ?? ''}${char}`);
      if (isBrace) at++;
      continue;
    }
    const end = char === '{' ? template.indexOf('}', at) : -1;
    if (end < 0) return undefined;
    parts.push(template.slice(at + 1, end), '');
    at = end;
  }
  return parts;
}

/** Whether a rule has a field of this name for its templates. */
export function isMessageField(name: string, { labels }: Pick<AlertRule, 'labels'>): boolean {
  if (MESSAGE_FIELDS.some((field) => field === name)) return true;
  return labels.some(([label]) => name === `${LABEL_PREFIX}${label}`);
}

/**
 * The message of a change: the rule's own, or that of its kind; high traffic has the words of the
 * brief. `formatTime` gives an epoch second as RFC 3339 with the offset of the reader's zone. The
 * key of a group is hostile text: whoever shows the message sanitises it.
 */
export function alertMessage(change: AlertChange, formatTime: (second: number) => string): string {
  if (isOfTheBrief(change)) {
    const value = String(alertValue(change));
    const time = formatTime(change.second);
    return change.kind === 'triggered'
      ? `High traffic generated an alert - hits = ${value}, triggered at ${time}`
      : `High traffic alert recovered - hits = ${value}, recovered at ${time}`;
  }
  const template = change.template ?? DEFAULT_TEMPLATES[change.kind];
  return (templateParts(template) ?? [template])
    .map((part, at) => (at % 2 === 0 ? part : fieldText(part, change, formatTime)))
    .join('');
}

/** The message of a transition that is not told, as in a backtest. */
export function ruleMessage(
  rule: AlertRule,
  transition: RuleTransition,
  formatTime: (second: number) => string,
): string {
  return alertMessage(alertChange(rule, transition), formatTime);
}

/** The text as a template that says just this. */
export function literalTemplate(text: string): string {
  return text.replaceAll('{', '{{').replaceAll('}', '}}');
}

function isOfTheBrief({ rule, group, kind, hits, template }: AlertChange): boolean {
  if (rule !== HIGH_TRAFFIC || group !== undefined || template !== undefined) return false;
  return hits !== undefined && (kind === 'triggered' || kind === 'recovered');
}

function fieldText(
  name: string,
  change: AlertChange,
  formatTime: (second: number) => string,
): string {
  const { group, startValue, peakValue, second, startSecond } = change;
  switch (name) {
    case 'rule':
      return change.rule;
    case 'state':
      return change.kind;
    case 'severity':
      return change.severity;
    case 'metric':
      return METRIC_WORDS[change.metric];
    case 'value':
      return String(alertValue(change) ?? 'no data');
    case 'threshold':
      return String(change.threshold);
    case 'recovery':
      return String(change.recovery);
    case 'window':
      return secondsText(change.windowSeconds);
    case 'group':
      return group ?? '';
    case 'of':
      return group === undefined ? '' : ` for ${change.by ?? 'group'} ${group}`;
    case 'time':
      return formatTime(second);
    case 'start':
      return formatTime(startSecond);
    case 'start_value':
      return valueText(startValue);
    case 'duration':
      return secondsText(second - startSecond);
    case 'peak':
      return valueText(peakValue);
    default:
      return change.labels.find(([label]) => name === `${LABEL_PREFIX}${label}`)?.[1] ?? '';
  }
}

function valueText(value: number | undefined): string {
  return value === undefined ? 'no data' : String(roundedValue(value, 1));
}

/** `1h2m3s`. */
function secondsText(seconds: number): string {
  const units: readonly (readonly [number, string])[] = [
    [Math.floor(seconds / 86_400), 'd'],
    [Math.floor(seconds / 3600) % 24, 'h'],
    [Math.floor(seconds / 60) % 60, 'm'],
    [seconds % 60, 's'],
  ];
  const shown = units.filter(([count]) => count > 0).map(([count, unit]) => `${count}${unit}`);
  return shown.length === 0 ? '0s' : shown.join('');
}
