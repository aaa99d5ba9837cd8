// The alerts of Alertmanager's API v2, POST /api/v2/alerts.
import type { AlertNotification } from '@hitwatch/ports';

import { sanitize } from '../text/sanitize.ts';

const TEXT_LENGTH_MAX = 1000;

export interface PostableAlert {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly startsAt: string;
  readonly endsAt: string;
}

/** What makes an alert the same one to Alertmanager: the rule's labels and what it is about. */
export function labelsOf(notification: AlertNotification): Record<string, string> {
  const { rule, group, severity, labels } = notification;
  const own = labels.map(([name, value]) => [labelName(name), bounded(value)] as const);
  return {
    ...Object.fromEntries(own),
    alertname: bounded(rule),
    severity,
    ...(group === undefined ? {} : { group: bounded(group) }),
  };
}

/** On until `endMs`, epoch milliseconds; over, if that is past. */
export function postableAlert(
  labels: Readonly<Record<string, string>>,
  { message, value, threshold, startedSecond }: AlertNotification,
  endMs: number,
): PostableAlert {
  return {
    labels,
    annotations: {
      summary: bounded(message),
      value: value === undefined ? 'no data' : String(value),
      threshold: String(threshold),
    },
    // A log may be ahead of the wall clock, and an alert that ends before it starts is refused.
    startsAt: new Date(Math.min(startedSecond * 1000, endMs)).toISOString(),
    endsAt: new Date(endMs).toISOString(),
  };
}

/** As Prometheus' data model has it: letters, digits and underscores, no digit first. */
function labelName(name: string): string {
  return name.replaceAll(/[^a-zA-Z0-9_]/g, '_').replace(/^(?=\d|$)/, '_');
}

function bounded(text: string): string {
  return sanitize(text.slice(0, TEXT_LENGTH_MAX));
}
