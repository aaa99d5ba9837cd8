import { type AlertChange, alertMessage, alertValue, isFiring } from '@hitwatch/domain';
import type { AlertNotification } from '@hitwatch/ports';

import { alertObject } from '../json/alert-object.ts';
import { Zone } from '../text/zone.ts';

/** A change of an alert on its way out. Its message has its times in UTC, for readers anywhere. */
export function alertNotification(change: AlertChange): AlertNotification {
  return {
    id: change.id,
    rule: change.rule,
    group: change.group,
    severity: change.severity,
    state: change.kind,
    firing: isFiring(change),
    second: change.second,
    startedSecond: change.startSecond,
    value: alertValue(change),
    threshold: change.threshold,
    windowSeconds: change.windowSeconds,
    message: alertMessage(change, (second) => Zone.utc.timestamp(second)),
    labels: change.labels,
    document: alertObject(change),
  };
}
