import {
  type AlertChange,
  alertMessage,
  changeId,
  type Driver,
  DRIVER_DIMENSIONS,
  GROUP_BYS,
  HIGH_TRAFFIC,
  literalTemplate,
  RULE_METRICS,
  SEVERITIES,
  TRANSITION_KINDS,
} from '@hitwatch/domain';

import { Zone } from '../text/zone.ts';

/** How each line of the log begins. */
export const LINE_BEGIN = '{"type":"alert","rule":"';

/** What is taken of a line that somebody else may have written. */
const DRIVERS_MAX = 50;
const SAMPLES_MAX = 10;

type Members = Readonly<Record<string, unknown>>;

/**
 * A line of the log, or undefined for what is none: torn, foreign, of a newer version. Lines of
 * earlier versions have none of the members behind `message`; when their alert began is not known,
 * so it stands at their own second.
 */
export function parseChange(line: string): AlertChange | undefined {
  const members = membersOf(line);
  if (members === undefined) return undefined;
  const { rule, window_s: windowSeconds, threshold, message, muted, labels } = members;
  const kind = oneOf(members['state'], TRANSITION_KINDS);
  const second = secondOf(members['at']);
  const metric =
    rule === HIGH_TRAFFIC && members['metric'] === undefined
      ? 'hits_per_second'
      : oneOf(members['metric'], RULE_METRICS);
  const [hits, value] = [numberOf(members['hits']), numberOf(members['value'])];
  if (typeof rule !== 'string' || kind === undefined || second === undefined) return undefined;
  if (metric === undefined || typeof message !== 'string') return undefined;
  if (typeof windowSeconds !== 'number' || typeof threshold !== 'number') return undefined;
  if (rule === HIGH_TRAFFIC && hits === undefined) return undefined;
  const what = {
    rule,
    group: textOf(members['group']),
    kind,
    second,
    severity: oneOf(members['severity'], SEVERITIES) ?? 'critical',
    metric,
    windowSeconds,
  };
  const change: AlertChange = {
    ...what,
    id: changeId(what),
    by: oneOf(members['by'], GROUP_BYS),
    hits,
    numerator: hits ?? value,
    divisor: hits === undefined ? value && 1 : windowSeconds,
    threshold,
    recovery: numberOf(members['recovery']) ?? threshold,
    startSecond: secondOf(members['started_at']) ?? second,
    startValue: numberOf(members['start_value']),
    peakValue: numberOf(members['peak_value']),
    muted: muted === true,
    labels: isObject(labels) ? Object.entries(labels).filter(isLabel) : [],
    template: undefined,
    drivers: arrayOf(members['drivers']).slice(0, DRIVERS_MAX).flatMap(driverOf),
    hitsBefore: numberOf(members['hits_before']) ?? 0,
    samples: arrayOf(members['samples']).slice(0, SAMPLES_MAX).filter(isText),
  };
  // The words of a rule are not in the log, but what they came to is.
  const usual = alertMessage(change, (at) => Zone.utc.timestamp(at));
  return usual === message ? change : { ...change, template: literalTemplate(message) };
}

function membersOf(line: string): Members | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function driverOf(value: unknown): Driver[] {
  if (!isObject(value)) return [];
  const dimension = oneOf(value['dimension'], DRIVER_DIMENSIONS);
  const { key, hits, hits_before: hitsBefore, share, share_before: shareBefore } = value;
  if (dimension === undefined || typeof key !== 'string') return [];
  if (typeof hits !== 'number' || typeof hitsBefore !== 'number') return [];
  if (typeof share !== 'number' || typeof shareBefore !== 'number') return [];
  return [{ dimension, key, hits, hitsBefore, share, shareBefore }];
}

function secondOf(value: unknown): number | undefined {
  const second = typeof value === 'string' ? Date.parse(value) / 1000 : NaN;
  return Number.isInteger(second) ? second : undefined;
}

function oneOf<T extends string>(value: unknown, values: readonly T[]): T | undefined {
  return values.find((one) => one === value);
}

function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isLabel(entry: [name: string, value: unknown]): entry is [name: string, value: string] {
  return typeof entry[1] === 'string';
}

function arrayOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function isObject(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
