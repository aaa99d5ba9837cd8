import type { AlertNotification } from '@hitwatch/ports';

/** An alert that nobody has to run for: to try a template, or a channel. */
export const EXAMPLE_ALERT: AlertNotification = {
  id: 'hitwatch-test',
  rule: 'hitwatch-test',
  group: undefined,
  severity: 'warning',
  state: 'triggered',
  firing: true,
  second: 0,
  startedSecond: 0,
  value: 1,
  threshold: 1,
  windowSeconds: 1,
  message: 'This is a test of hitwatch',
  labels: [],
  document: {},
};

/** The example as it happens now. Its id is of this test only. */
export function exampleAlert(nowMs: number): AlertNotification {
  const second = Math.floor(nowMs / 1000);
  const at = new Date(second * 1000).toISOString();
  const { rule, state, value, threshold, message } = EXAMPLE_ALERT;
  return {
    ...EXAMPLE_ALERT,
    id: `hitwatch-test-${String(nowMs)}`,
    second,
    startedSecond: second,
    document: { type: 'alert', rule, state, at, value, threshold, message },
  };
}
