// Single values of a rule: what stands in the configuration as the rule has it.
import {
  type AlertRule,
  type Mute,
  parseCondition,
  type Renotify,
  statusClass,
  type StatusRange,
  TRANSITION_KINDS,
  type Weekday,
} from '@hitwatch/domain';

import { parseDuration } from '../command-line/duration.ts';
import { UsageFailure } from '../command-line/failure.ts';
import type { MuteSection, RuleSection, ThresholdSection } from './rule-section.ts';

const DAYS: readonly string[] = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const WEEK_SECONDS = 7 * 86_400;
const RENOTIFY_TIMES = 100;

/** Seconds of a duration, which may be 0. Throws `UsageFailure`. */
export function secondsOf(value: string | number, field: string): number {
  const text = String(value);
  return /^0+(ms|s|m|h|d)?$/.test(text) ? 0 : parseDuration(text, field) / 1000;
}

export function thresholdOf(section: ThresholdSection): {
  readonly threshold: number;
  readonly recovery?: number;
} {
  return typeof section === 'number' ? { threshold: section } : section;
}

/** Throws `UsageFailure`. */
export function statusOf(value: number | string): StatusRange {
  const number = Number(value);
  if (Number.isInteger(number)) return { from: number, to: number };
  const range = statusClass(String(value));
  if (range !== undefined) return range;
  throw new UsageFailure(`status is ${JSON.stringify(value)}`, 'put 404, or a class such as 5xx');
}

/** `p99.9` is 0.999. */
export function quantileOf(text: string): number {
  return Number((Number(text.slice(1)) / 100).toFixed(6));
}

/** Throws `UsageFailure` with the column of the condition in which it is wrong. */
export function conditionOf(text: string): NonNullable<AlertRule['where']> {
  const parsed = parseCondition(text);
  if ('condition' in parsed) return parsed.condition;
  const { column, message } = parsed.problem;
  const [what, remedy] = whatAndRemedy(message);
  throw new UsageFailure(`column ${String(column)} of where: ${what}`, remedy);
}

export function renotifyOf(section: NonNullable<RuleSection['renotify']>): Renotify {
  const { after, factor, max, times } = typeof section === 'object' ? section : { after: section };
  return {
    afterSeconds: secondsOf(after, 'renotify.after'),
    factor: factor ?? 1,
    maxSeconds: max === undefined ? WEEK_SECONDS : secondsOf(max, 'renotify.max'),
    timesMax: times ?? RENOTIFY_TIMES,
  };
}

/** Throws `UsageFailure`. */
export function muteOf({ days, from = '', to = '', zone = '+00:00' }: MuteSection): Mute {
  if (days === undefined) {
    return { kind: 'span', fromSecond: instant(from, 'from'), toSecond: instant(to, 'to') };
  }
  return {
    kind: 'weekly',
    // The schema has only days that are in the list.
    days: days.map((day) => DAYS.indexOf(day) as Weekday),
    fromMinute: minuteOf(from, 'from'),
    toMinute: minuteOf(to, 'to'),
    offsetMinutes: (zone.startsWith('-') ? -1 : 1) * minuteOf(zone.slice(1), 'zone'),
  };
}

function instant(text: string, field: string): number {
  const isWhole = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d)$/.test(text);
  const second = isWhole ? Date.parse(text) / 1000 : NaN;
  if (Number.isInteger(second)) return second;
  const what = `${field} is ${text === '' ? 'missing' : JSON.stringify(text)}`;
  throw new UsageFailure(what, 'put a time such as 2026-12-24T00:00:00+01:00, or add days');
}

function minuteOf(text: string, field: string): number {
  const [, hours = '', minutes = ''] = /^(\d\d):(\d\d)$/.exec(text) ?? [];
  const minute = Number(hours) * 60 + Number(minutes);
  if (hours !== '' && Number(minutes) < 60 && minute <= 1440) return minute;
  const what = `${field} is ${text === '' ? 'missing' : JSON.stringify(text)}`;
  throw new UsageFailure(what, "put a time of day such as '22:00'");
}

export function messagesOf(section: NonNullable<RuleSection['message']>): AlertRule['messages'] {
  if (typeof section !== 'string') return section;
  return Object.fromEntries(TRANSITION_KINDS.map((kind) => [kind, section]));
}

/** The domain says both in one text. */
export function whatAndRemedy(message: string): readonly [what: string, remedy: string] {
  const at = message.indexOf(': ');
  return at < 0 ? ['cannot be so', message] : [message.slice(0, at), message.slice(at + 2)];
}
