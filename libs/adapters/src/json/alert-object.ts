import {
  type AlertChange,
  alertMessage,
  alertValue,
  type Driver,
  type FiringAlert,
  roundedValue,
} from '@hitwatch/domain';

import { Zone } from '../text/zone.ts';

/** A change of an alert as programs read it, in NDJSON and in the alert log. */
export function alertObject(change: AlertChange) {
  const { kind, second, startSecond, labels } = change;
  return {
    type: 'alert',
    rule: change.rule,
    state: kind,
    at: utc(second),
    value: alertValue(change) ?? null,
    hits: change.hits ?? null,
    window_s: change.windowSeconds,
    threshold: change.threshold,
    message: alertMessage(change, utc),
    id: change.id,
    severity: change.severity,
    group: change.group ?? null,
    by: change.by ?? null,
    metric: change.metric,
    recovery: change.recovery,
    started_at: utc(startSecond),
    start_value: rounded(change.startValue),
    peak_value: rounded(change.peakValue),
    ...(kind === 'recovered' ? { duration_s: second - startSecond } : {}),
    drivers: change.drivers.map(driverObject),
    hits_before: change.hitsBefore,
    samples: change.samples,
    labels: Object.fromEntries(labels),
    ...(change.muted ? { muted: true } : {}),
  };
}

/** A key whose share has grown, as programs read it. */
export function driverObject({ dimension, key, hits, hitsBefore, share, shareBefore }: Driver) {
  return {
    dimension,
    key,
    hits,
    hits_before: hitsBefore,
    share: roundedShare(share),
    share_before: roundedShare(shareBefore),
  };
}

/** An alert that stands, as programs read it. */
export function firingObject({ rule, group, severity, startSecond, value }: FiringAlert) {
  return {
    rule,
    group: group ?? null,
    severity,
    started_at: utc(startSecond),
    value: rounded(value),
  };
}

function rounded(value: number | undefined): number | null {
  return value === undefined ? null : roundedValue(value, 1);
}

function roundedShare(share: number): number {
  return Math.round(share * 10_000) / 10_000;
}

function utc(second: number): string {
  return Zone.utc.timestamp(second);
}
