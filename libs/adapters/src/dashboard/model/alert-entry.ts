import { alertMessage, type AlertTransition, alertValue } from '@hitwatch/domain';

import { shortDuration, shortRate } from '../../text/numbers.ts';
import type { Zone } from '../../text/zone.ts';

/** An alert as the history shows it. */
export interface AlertEntry {
  readonly isTriggered: boolean;
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
  alerts: readonly AlertTransition[],
  index: number,
  zone: Zone,
): AlertEntry | undefined {
  const alert = alerts[index];
  if (alert === undefined) return undefined;
  const { state, second, hits, windowSeconds, threshold, rule } = alert;
  const isTriggered = state === 'triggered';
  const span = shortDuration(windowSeconds * 1000);
  const partner = isTriggered ? alerts[index + 1] : alerts[index - 1];
  const lasted =
    partner !== undefined && partner.state !== state
      ? shortDuration(Math.abs(partner.second - second) * 1000)
      : undefined;
  return {
    isTriggered,
    second,
    message: alertMessage(alert, (epochSecond) => zone.timestamp(epochSecond)),
    // Asked for only where there is little room: a time of day takes its time to find.
    get shortMessage() {
      return alertMessage(alert, (epochSecond) => zone.timeOfDay(epochSecond * 1000));
    },
    details: [
      ['rule', rule],
      ['state', isTriggered ? 'triggered' : 'recovered'],
      ['at', zone.timestamp(second)],
      ['value', `${String(alertValue(alert))} hits/s on average`],
      ['window', `${shortRate(hits)} hits in ${span}`],
      ['threshold', `${String(threshold)} hits/s`],
      ...(lasted === undefined ? [] : [['lasted', lasted] as const]),
    ],
  };
}
