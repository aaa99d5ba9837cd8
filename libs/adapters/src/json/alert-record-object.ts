import { type AlertRecord, roundedValue } from '@hitwatch/domain';

import { Zone } from '../text/zone.ts';
import { driverObject } from './alert-object.ts';

/** The document of `hitwatch alerts --output json`; docs/json.md describes it. */
export function alertsDocument(files: readonly string[], records: readonly AlertRecord[]) {
  return { schema: 'hitwatch/alerts/1', files, alerts: records.map(alertRecordObject) };
}

/** An alert from its begin to its end, as programs read it. */
export function alertRecordObject(record: AlertRecord) {
  const { first, last, startSecond, endSecond } = record;
  return {
    id: record.id,
    rule: first.rule,
    group: first.group ?? null,
    by: first.by ?? null,
    state: record.state,
    severity: record.severity,
    metric: first.metric,
    window_s: first.windowSeconds,
    threshold: last.threshold,
    recovery: last.recovery,
    started_at: Zone.utc.timestamp(startSecond),
    ended_at: endSecond === undefined ? null : Zone.utc.timestamp(endSecond),
    duration_s: endSecond === undefined ? null : endSecond - startSecond,
    start_value: rounded(record.startValue),
    peak_value: rounded(record.peakValue),
    end_value: rounded(record.endValue),
    muted: first.muted,
    changes: record.changes,
    labels: Object.fromEntries(first.labels),
    drivers: first.drivers.map(driverObject),
    hits_before: first.hitsBefore,
    samples: first.samples,
  };
}

function rounded(value: number | undefined): number | null {
  return value === undefined ? null : roundedValue(value, 1);
}
