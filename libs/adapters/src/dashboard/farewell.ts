import { type AlertChange, alertMessage } from '@hitwatch/domain';
import type { StopEvent } from '@hitwatch/ports';

import { grouped, shortBytes } from '../text/numbers.ts';
import { sanitize } from '../text/sanitize.ts';
import { plainStyle } from '../text/style.ts';
import { proofLines } from '../text/traffic-view.ts';
import type { Zone } from '../text/zone.ts';

export interface Told {
  /** Of this run, oldest first. */
  readonly notices: readonly string[];
  readonly alerts: readonly AlertChange[];
  readonly stop: StopEvent | undefined;
}

/** What stays in the terminal when the dashboard has gone: what happened, and the sums. */
export function farewell({ notices, alerts, stop }: Told, zone: Zone, width: number): string {
  const lines = [
    ...notices.map((message) => `notice: ${sanitize(message)}`),
    ...alerts.map((alert) => alertMessage(alert, (second) => zone.timestamp(second))),
  ];
  if (stop !== undefined) {
    const { reason, total } = stop;
    lines.push(
      `stopped (${reason}): ${grouped(total.hits)} hits, ${shortBytes(total.bytes)}`,
      ...proofLines(total.lines, { style: plainStyle, width }),
    );
  }
  return lines.map((line) => `${line}\r\n`).join('');
}
