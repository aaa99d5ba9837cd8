import type { LiveTraffic, StartEvent, TimeSpan } from '@hitwatch/ports';

import type { DashboardModel } from './dashboard-model.ts';

/** Of each table; more than any screen has rows, and enough to search in. */
const TABLE_ROWS = 200;
const TAIL_LINES = 100;
/** The sparkline never asks for more. */
const PULSE_SECONDS = 1200;

/** What the dashboard knows by itself. */
type Known = Pick<
  DashboardModel,
  'zone' | 'startedMs' | 'nowMs' | 'alerts' | 'notices' | 'filterProblem'
>;

/** All that is to be shown, as it is now. */
export function modelOf(
  live: LiveTraffic,
  { files, threshold, windowSeconds }: StartEvent,
  span: TimeSpan,
  known: Known,
): DashboardModel {
  const { files: fileTallies, ...pulse } = live.pulse(PULSE_SECONDS);
  return {
    ...{ files, threshold, windowSeconds, fileTallies },
    ...pulse,
    ...known,
    span: live.traffic(span, TABLE_ROWS),
    hosts: undefined,
    tail: live.tail(TAIL_LINES),
  };
}
