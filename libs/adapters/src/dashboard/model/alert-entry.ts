import {
  type AlertChange,
  alertMessage,
  alertValue,
  isFiring,
  isSameAlert,
  METRIC_WORDS,
  roundedValue,
} from '@hitwatch/domain';

import { driverLine } from '../../text/driver-line.ts';
import { shortDuration } from '../../text/numbers.ts';
import type { Zone } from '../../text/zone.ts';

/** An alert as the history shows it. */
export interface AlertEntry {
  /** Whether it is on from then on. */
  readonly isFiring: boolean;
  readonly second: number;
  /** Word for word as it goes out to every channel. */
  readonly message: string;
  /** The same with the time of day only, where the whole would not fit. */
  readonly shortMessage: string;
  /** What is known beside the message: a name and a value each. */
  readonly details: readonly (readonly [name: string, value: string])[];
}

/**
 * The one place that knows what an alert consists of. `alerts` is the whole history, oldest first;
 * `index` is that of the one that is read.
 */
export function alertEntry(
  alerts: readonly AlertChange[],
  index: number,
  zone: Zone,
): AlertEntry | undefined {
  const alert = alerts[index];
  if (alert === undefined) return undefined;
  return {
    isFiring: isFiring(alert),
    second: alert.second,
    message: alertMessage(alert, (epochSecond) => zone.timestamp(epochSecond)),
    // Asked for only where there is little room: a time of day takes its time to find.
    get shortMessage() {
      return alertMessage(alert, (epochSecond) => zone.timeOfDay(epochSecond * 1000));
    },
    get details() {
      return detailsOf(alert, alerts.slice(index + 1), zone);
    },
  };
}

function detailsOf(alert: AlertChange, later: readonly AlertChange[], zone: Zone) {
  const { rule, kind, severity, group, second, windowSeconds, threshold, samples } = alert;
  const end = isFiring(alert)
    ? later.find((other) => isSameAlert(other, alert) && !isFiring(other))
    : alert;
  const drivers = driverLine(alert);
  const details: (readonly [name: string, value: string])[] = [
    ['rule', group === undefined ? `${rule}, ${severity}` : `${rule}, ${severity}, of ${group}`],
    ['state', `${kind} at ${zone.timestamp(second)}`],
    [
      'value',
      `${String(alertValue(alert) ?? 'no data')} ${METRIC_WORDS[alert.metric]},` +
        ` over ${shortDuration(windowSeconds * 1000)}`,
    ],
    ['threshold', String(threshold)],
  ];
  if (alert.peakValue !== undefined)
    details.push(['peak', String(roundedValue(alert.peakValue, 1))]);
  if (end !== undefined) {
    details.push(['lasted', shortDuration((end.second - alert.startSecond) * 1000)]);
  }
  if (drivers !== undefined) details.push(['drivers', drivers]);
  for (const sample of samples) details.push(['line', sample]);
  return details;
}
