import { type AlertChange, alertMessage, alertValue, isFiring } from '@hitwatch/domain';
import type { AlertNotification } from '@hitwatch/ports';

import { alertObject } from '../json/alert-object.ts';
import { Zone } from '../text/zone.ts';

/** A change of an alert on its way out. Its message has its times in UTC. */
export function changeNotification(change: AlertChange): AlertNotification {
  const { id, rule, group, severity, kind, second, startSecond } = change;
  return {
    ...{ id, rule, group, severity, second },
    state: kind,
    firing: isFiring(change),
    startedSecond: startSecond,
    value: alertValue(change),
    threshold: change.threshold,
    windowSeconds: change.windowSeconds,
    message: alertMessage(change, (epochSecond) => Zone.utc.timestamp(epochSecond)),
    labels: change.labels,
    document: alertObject(change),
  };
}
