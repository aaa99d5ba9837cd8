import { highTrafficRule } from '@hitwatch/domain';
import type {
  AlertEvent,
  IntervalEvent,
  MonitorEvent,
  NoticeReport,
  StartEvent,
  StopEvent,
} from '@hitwatch/ports';

import { change } from '../alerts/example-changes.ts';
import { SOME_TIME_MS } from '../time/manual-clock.ts';
import { someTraffic } from './example-traffic.ts';

export function startEvent(parts: Partial<StartEvent> = {}): StartEvent {
  return {
    kind: 'start',
    files: ['/var/log/nginx/access.log'],
    rules: [highTrafficRule()],
    threshold: 10,
    windowSeconds: 120,
    everyMs: 10_000,
    history: [],
    state: undefined,
    ...parts,
  };
}

export function intervalEvent(parts: Partial<IntervalEvent> = {}): IntervalEvent {
  const traffic = someTraffic();
  return {
    kind: 'interval',
    fromMs: SOME_TIME_MS,
    toMs: SOME_TIME_MS + 10_000,
    traffic,
    total: traffic,
    windowHits: 1234,
    alertState: 'high',
    firing: [],
    silentMs: 40,
    files: [
      { path: '/var/log/nginx/access.log', format: 'combined', lines: traffic.lines, examples: [] },
    ],
    ...parts,
  };
}

export function alertEvent(second = SOME_TIME_MS / 1000): AlertEvent {
  return { kind: 'alert', change: change(second) };
}

export function noticeEvent(message: string, code = 'file_rotated'): NoticeReport {
  return { kind: 'notice', notice: { code, message } };
}

export function stopEvent(parts: Partial<StopEvent> = {}): StopEvent {
  const total = someTraffic();
  return {
    kind: 'stop',
    reason: 'user',
    run: total,
    total,
    files: [
      {
        path: '/var/log/nginx/access.log',
        format: 'combined',
        lines: total.lines,
        examples: [{ reason: 'bad_time', offset: 4711, text: 'what is this?' }],
      },
    ],
    ...parts,
  };
}

/** A run of a monitor in short: one event of each kind, as they come in life. */
export function aWholeRun(): readonly MonitorEvent[] {
  return [startEvent(), intervalEvent(), alertEvent(), noticeEvent('rotated'), stopEvent()];
}
