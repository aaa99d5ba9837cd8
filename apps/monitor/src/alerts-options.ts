import { parseArgs } from 'node:util';

import { oneOf, parsed, parseDuration, UsageFailure, Zone } from '@hitwatch/adapters';
import { RECORD_STATES, type RecordState } from '@hitwatch/domain';

import { DEFAULTS } from './defaults.ts';
import { readAlertLog } from './option-values.ts';

export const ALERTS_OPTIONS = {
  since: { type: 'string' },
  until: { type: 'string' },
  rule: { type: 'string', multiple: true },
  state: { type: 'string', multiple: true },
  detail: { type: 'boolean' },
  output: { type: 'string' },
  'alert-log': { type: 'string' },
  timezone: { type: 'string' },
  debug: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

const RFC3339 = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|z|[+-]\d{2}:\d{2})$/;
const DAY_MS = 86_400_000;

/** What is to be shown of the history of alerts. */
export interface AlertsOptions {
  readonly command: 'alerts';
  /** Beginnings of ids; all alerts without one. */
  readonly ids: readonly string[];
  /** Epoch milliseconds, given the present; undefined for no bound. */
  readonly since: ((nowMs: number) => number) | undefined;
  readonly until: ((nowMs: number) => number) | undefined;
  /** Names; all rules without one. */
  readonly rules: readonly string[];
  readonly states: readonly RecordState[];
  readonly detail: boolean;
  readonly output: 'text' | 'json' | 'ndjson';
  /** Undefined for the default place. */
  readonly alertLog: string | undefined;
  readonly zone: Zone;
}

export function readAlerts(
  args: readonly string[],
): AlertsOptions | { readonly command: 'help'; readonly about: 'alerts' } {
  const { values, positionals } = parsed(
    () => parseArgs({ args: [...args], options: ALERTS_OPTIONS, allowPositionals: true }),
    'hitwatch',
  );
  if (values.help === true) return { command: 'help', about: 'alerts' };
  const zone = Zone.named(values.timezone ?? DEFAULTS.timezone);
  for (const id of positionals) {
    if (!/^[0-9a-f]{4,16}$/.test(id)) {
      throw new UsageFailure(
        `${JSON.stringify(id)} is no id of an alert`,
        'give its first four hexadecimal digits or more, as hitwatch alerts shows them',
      );
    }
  }
  if (values['alert-log'] === 'none') {
    throw new UsageFailure('--alert-log none holds no alerts', 'name a file');
  }
  return {
    command: 'alerts',
    ids: positionals,
    since: readTime('--since', values.since, zone),
    until: readTime('--until', values.until, zone),
    rules: values.rule ?? [],
    states: (values.state ?? []).map((state) => oneOf('--state', state, RECORD_STATES)),
    detail: values.detail === true || positionals.length > 0,
    output: oneOf('--output', values.output ?? 'text', ['text', 'json', 'ndjson'] as const),
    alertLog: readAlertLog(values['alert-log']),
    zone,
  };
}

/** RFC 3339, `today`, `yesterday`, `now`, or a duration before now. */
function readTime(
  name: string,
  text: string | undefined,
  zone: Zone,
): ((nowMs: number) => number) | undefined {
  switch (text) {
    case undefined:
      return undefined;
    case 'now':
      return (nowMs) => nowMs;
    case 'today':
      return (nowMs) => zone.startOfDay(nowMs);
    case 'yesterday':
      // The middle of the day before, whose length a change of the clocks may alter.
      return (nowMs) => zone.startOfDay(zone.startOfDay(nowMs) - DAY_MS / 2);
    default:
  }
  const ms = RFC3339.test(text) ? Date.parse(text.replace(' ', 'T')) : NaN;
  if (!Number.isNaN(ms)) return () => ms;
  try {
    const ago = parseDuration(text, name);
    return (nowMs) => nowMs - ago;
  } catch (error) {
    throw new UsageFailure(
      `${name} ${JSON.stringify(text)} is no time`,
      'give one such as 2026-01-02T03:04:05Z, 2h (ago), today or yesterday',
      { cause: error },
    );
  }
}
