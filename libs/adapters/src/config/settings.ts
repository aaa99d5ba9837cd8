// What stands at the top level of the configuration for an option of the command line.

/** Commands that the configuration has defaults for. */
export type Configurable = 'watch' | 'report' | 'backtest';

/** Part of a JSON Schema (draft-07). */
export type Schema = Readonly<Record<string, unknown>>;

export interface SettingKind {
  /** In the configuration. */
  readonly key: string;
  /** The option without its dashes. */
  readonly flag: string;
  readonly commands: readonly Configurable[];
  readonly schema: Schema;
}

const ALL = ['watch', 'report', 'backtest'] as const;
const ALERTING = ['watch', 'backtest'] as const;
const WATCH = ['watch'] as const;
const LISTING = ['report', 'backtest'] as const;

const text = (description: string): Schema => ({ type: 'string', minLength: 1, description });
const texts = (description: string): Schema => ({
  type: 'array',
  items: { type: 'string', minLength: 1 },
  description,
});
const choice = (description: string, values: readonly string[]): Schema => ({
  type: 'string',
  enum: values,
  description,
});

/** A time such as `90s`, `1m30s` or a number of seconds. */
export const duration = (description: string): Schema => ({
  type: ['string', 'number'],
  description: `${description}: 90s, 1m30s, 5m; a bare number is seconds`,
});

/** In the order in which they are printed. */
export const SETTINGS: readonly SettingKind[] = [
  {
    key: 'files',
    flag: 'file',
    commands: ALL,
    schema: texts('logs to read, directories and patterns too; - is standard input'),
  },
  {
    key: 'listen',
    flag: 'listen',
    commands: WATCH,
    schema: texts('where to hear syslog messages: a port, or syslog://HOST:PORT'),
  },
  {
    key: 'threshold',
    flag: 'threshold',
    commands: ALERTING,
    schema: {
      type: 'number',
      exclusiveMinimum: 0,
      description: 'average hits per second above which traffic is high, a number above 0',
    },
  },
  {
    key: 'duration',
    flag: 'duration',
    commands: ALERTING,
    schema: duration('window of that average'),
  },
  { key: 'every', flag: 'every', commands: WATCH, schema: duration('time between two reports') },
  {
    key: 'top',
    flag: 'top',
    commands: ['watch', 'report'],
    schema: {
      type: 'integer',
      minimum: 0,
      maximum: 100_000,
      description: 'rows of a table, 0 for all that is kept, 100000 at most',
    },
  },
  {
    key: 'from',
    flag: 'from',
    commands: WATCH,
    schema: choice('where to begin in a log that is there already', ['start', 'window', 'end']),
  },
  {
    key: 'output',
    flag: 'output',
    commands: WATCH,
    schema: choice('form of what watch prints', ['auto', 'tui', 'text', 'ndjson']),
  },
  {
    key: 'report_output',
    flag: 'output',
    commands: LISTING,
    schema: choice('form of what report and backtest print', ['text', 'json', 'ndjson']),
  },
  {
    key: 'alert_log',
    flag: 'alert-log',
    commands: WATCH,
    schema: text('file in which alerts are kept; none turns it off'),
  },
  {
    key: 'state',
    flag: 'state',
    commands: WATCH,
    schema: text('folder of what watch needs to go on after a restart'),
  },
  {
    key: 'site',
    flag: 'site',
    commands: ALL,
    schema: text('origin shown before sections that have no host, such as http://my.site.com'),
  },
  {
    key: 'timezone',
    flag: 'timezone',
    commands: ALL,
    schema: text('zone of times that people read: local, utc or a name such as Europe/Paris'),
  },
  {
    key: 'format',
    flag: 'format',
    commands: ALL,
    schema: text('name of a log format, or its definition as the server has it'),
  },
  {
    key: 'format_from',
    flag: 'format-from',
    commands: ALL,
    schema: text('nginx.conf or httpd.conf that defines the format'),
  },
  {
    key: 'date_format',
    flag: 'date-format',
    commands: ALL,
    schema: text('of a GoAccess format with %d or %x, such as %d/%b/%Y'),
  },
  {
    key: 'time_format',
    flag: 'time-format',
    commands: ALL,
    schema: text('of a GoAccess format with %t, such as %H:%M:%S'),
  },
  {
    key: 'trusted_proxies',
    flag: 'trusted-proxy',
    commands: ALL,
    schema: texts('addresses and networks whose X-Forwarded-For is believed'),
  },
  {
    key: 'jobs',
    flag: 'jobs',
    commands: LISTING,
    schema: {
      type: 'integer',
      minimum: 1,
      maximum: 256,
      description: 'threads that count, 1 to 256',
    },
  },
];

/** A value of the configuration, as the command line would have it. */
export interface Setting {
  readonly key: string;
  readonly flag: string;
  readonly commands: readonly Configurable[];
  readonly value: string | readonly string[];
  /** Line of the configuration. */
  readonly line: number;
}
