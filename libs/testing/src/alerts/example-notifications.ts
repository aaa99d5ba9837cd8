import type { AlertNotification } from '@hitwatch/ports';

/** An alert on its way out, with what matters to a test in place of what does not. */
export function notification(changes: Partial<AlertNotification> = {}): AlertNotification {
  return {
    id: 'a1',
    rule: 'errors',
    group: undefined,
    severity: 'critical',
    state: 'triggered',
    firing: true,
    second: 1_767_323_045,
    startedSecond: 1_767_323_045,
    value: 0.25,
    threshold: 0.1,
    windowSeconds: 120,
    message: 'errors generated a critical alert',
    labels: [],
    document: { type: 'alert', rule: 'errors', state: 'triggered' },
    ...changes,
  };
}
