import { parseArgs } from 'node:util';

import { parsed } from '@hitwatch/adapters';

/** The one object of defaults; `--help` states them from here. */
export const DEFAULTS = {
  seed: '1',
  rate: '10',
  arrivals: 'even',
  speed: '1',
  times: 'now',
  sections: '20',
  clients: '500',
  errors: '1%',
  malformed: '0%',
  format: 'combined',
  out: '-',
  'rotate-keep': '5',
  'rotate-mode': 'rename',
} as const;

const OPTIONS = {
  replay: { type: 'string' },
  times: { type: 'string' },
  speed: { type: 'string' },
  seed: { type: 'string' },
  rate: { type: 'string' },
  arrivals: { type: 'string' },
  fast: { type: 'boolean' },
  start: { type: 'string' },
  spike: { type: 'string', multiple: true },
  'day-shape': { type: 'boolean' },
  sections: { type: 'string' },
  clients: { type: 'string' },
  errors: { type: 'string' },
  malformed: { type: 'string' },
  format: { type: 'string' },
  for: { type: 'string' },
  count: { type: 'string' },
  bytes: { type: 'string' },
  out: { type: 'string' },
  'rotate-lines': { type: 'string' },
  'rotate-every': { type: 'string' },
  'rotate-keep': { type: 'string' },
  'rotate-mode': { type: 'string' },
  summary: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'V' },
} as const;

/** The options as they were given, not looked at yet. */
export type OptionValues = ReturnType<typeof parseCommandLine>;

/** Throws `UsageFailure` for an option that is not known or lacks its value. */
export function parseCommandLine(args: readonly string[]) {
  return parsed(() => parseArgs({ args: [...args], options: OPTIONS }).values, 'loadgen');
}
