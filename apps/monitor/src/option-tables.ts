// The options of each command, as `parseArgs` of Node takes them.
import { OWN_BACKTEST_OPTIONS } from './backtest-options.ts';

const COMMON_OPTIONS = {
  file: { type: 'string', multiple: true },
  top: { type: 'string' },
  output: { type: 'string' },
  site: { type: 'string' },
  timezone: { type: 'string' },
  format: { type: 'string' },
  'format-from': { type: 'string' },
  'date-format': { type: 'string' },
  'time-format': { type: 'string' },
  'trusted-proxy': { type: 'string', multiple: true },
  config: { type: 'string' },
  debug: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'V' },
} as const;

export const WATCH_OPTIONS = {
  ...COMMON_OPTIONS,
  threshold: { type: 'string' },
  duration: { type: 'string' },
  every: { type: 'string' },
  from: { type: 'string' },
  'alert-log': { type: 'string' },
  state: { type: 'string' },
  fresh: { type: 'boolean' },
  listen: { type: 'string', multiple: true },
  demo: { type: 'boolean' },
} as const;

export const REPORT_OPTIONS = {
  ...COMMON_OPTIONS,
  jobs: { type: 'string' },
  verify: { type: 'boolean' },
} as const;

export const BACKTEST_OPTIONS = { ...COMMON_OPTIONS, ...OWN_BACKTEST_OPTIONS } as const;

export const FORMATS_OPTIONS = {
  output: { type: 'string' },
  debug: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

export const EXPLAIN_OPTIONS = {
  ...FORMATS_OPTIONS,
  file: { type: 'string', multiple: true },
  format: { type: 'string' },
  'format-from': { type: 'string' },
  'date-format': { type: 'string' },
  'time-format': { type: 'string' },
} as const;
