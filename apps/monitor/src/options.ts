import { parseArgs } from 'node:util';

import {
  oneOf,
  parsed,
  parseDuration,
  parseSyslogAddress,
  type SyslogAddress,
  UsageFailure,
  Zone,
} from '@hitwatch/adapters';

import { type AlertsOptions, readAlerts } from './alerts-options.ts';
import {
  OWN_BACKTEST_OPTIONS,
  type OwnBacktestOptions,
  readBacktestValues,
} from './backtest-options.ts';
import { COMMANDS, type Command, DEFAULTS, DRIVERS_DEFAULT } from './defaults.ts';
import { type FormatValues, readChoice } from './format-options.ts';
import type { FormatChoice } from './formats.ts';
import {
  readAlertLog,
  readJobs,
  readSite,
  readState,
  readThreshold,
  readTop,
  readWindow,
} from './option-values.ts';

/** Commands of the contract that this version does not have yet. */
const LATER_COMMANDS = ['agent', 'fleet'];

const EVERY_MS_MIN = 100;

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

interface CommonOptions {
  /** As given; empty when none is. */
  readonly files: readonly string[];
  /** Rows of a table, 0 for all. */
  readonly top: number;
  readonly site: string | undefined;
  readonly zone: Zone;
  readonly formats: FormatChoice;
  /** What the user should know before anything begins. */
  readonly notices: readonly string[];
}

export interface WatchOptions extends CommonOptions {
  readonly command: 'watch';
  readonly threshold: number;
  readonly windowSeconds: number;
  readonly everyMs: number;
  readonly from: 'start' | 'window' | 'end';
  readonly output: 'auto' | 'tui' | 'text' | 'ndjson';
  /** Path, `none`, or undefined for the default place. */
  readonly alertLog: string | undefined;
  /** Folder of what a restart goes on with; undefined to begin each run anew. */
  readonly state: string | undefined;
  /** Whether what is in it is to be forgotten. */
  readonly fresh: boolean;
  readonly listen: readonly SyslogAddress[];
  readonly demo: boolean;
}

export interface ReportOptions extends CommonOptions {
  readonly command: 'report';
  /** Threads that count; undefined for as many as there are cores. */
  readonly jobs: number | undefined;
  /** Whether everything is counted a second time, in another way. */
  readonly verify: boolean;
  readonly output: 'text' | 'json' | 'ndjson';
}

export type BacktestOptions = CommonOptions & OwnBacktestOptions & { readonly command: 'backtest' };

/** The list of formats. */
export interface FormatsOptions {
  readonly command: 'formats';
  readonly output: 'text' | 'json';
}

/** How the first lines of a log are read. */
export interface ExplainOptions {
  readonly command: 'explain';
  readonly files: readonly string[];
  readonly formats: FormatChoice;
  readonly output: 'text' | 'json';
  readonly notices: readonly string[];
}

export interface HelpOptions {
  readonly command: 'help';
  /** The command that is asked about, or undefined for the whole program. */
  readonly about: Command | undefined;
}

export interface VersionOptions {
  readonly command: 'version';
}

export type ProgramOptions =
  | WatchOptions
  | ReportOptions
  | BacktestOptions
  | AlertsOptions
  | FormatsOptions
  | ExplainOptions
  | HelpOptions
  | VersionOptions;

/**
 * Reads the command line without the program's name. Throws `UsageFailure` for what it cannot be.
 */
export function readOptions(args: readonly string[]): ProgramOptions {
  const [first = '', ...rest] = args;
  if (LATER_COMMANDS.includes(first)) {
    throw new UsageFailure(`${first} is not in this version`, 'see hitwatch --help for what is');
  }
  if (first === 'help') return { command: 'help', about: aboutCommand(rest[0]) };
  const command = COMMANDS.find((name) => name === first);
  const own = command === undefined ? args : rest;
  switch (command) {
    case 'report':
      return readReport(own);
    case 'backtest':
      return readBacktest(own);
    case 'alerts':
      return readAlerts(own);
    case 'formats':
      return readFormats(own);
    case 'explain':
      return readExplain(own);
    default:
      return readWatch(own, command);
  }
}

function readWatch(args: readonly string[], command: Command | undefined): ProgramOptions {
  const { values, positionals } = parsed(
    () => parseArgs({ args: [...args], options: WATCH_OPTIONS, allowPositionals: true }),
    'hitwatch',
  );
  if (values.help === true) return { command: 'help', about: command };
  if (values.version === true) return { command: 'version' };
  const everyMs = parseDuration(values.every ?? DEFAULTS.every, '--every');
  if (everyMs < EVERY_MS_MIN) {
    throw new UsageFailure(`--every ${values.every ?? ''} is too short`, 'give 100ms or more');
  }
  const outputs = ['auto', 'tui', 'text', 'ndjson'] as const;
  return {
    command: 'watch',
    ...readCommon(values, positionals),
    threshold: readThreshold(values.threshold ?? DEFAULTS.threshold),
    windowSeconds: readWindow(values.duration ?? DEFAULTS.duration),
    everyMs,
    from: oneOf('--from', values.from ?? DEFAULTS.from, ['start', 'window', 'end'] as const),
    output: oneOf('--output', values.output ?? 'auto', outputs),
    alertLog: readAlertLog(values['alert-log']),
    ...readState(values.state, values.fresh === true),
    listen: (values.listen ?? []).map((text) => parseSyslogAddress(text, '--listen')),
    demo: values.demo === true,
  };
}

function readReport(args: readonly string[]): ProgramOptions {
  const { values, positionals } = parsed(
    () => parseArgs({ args: [...args], options: REPORT_OPTIONS, allowPositionals: true }),
    'hitwatch',
  );
  if (values.help === true) return { command: 'help', about: 'report' };
  if (values.version === true) return { command: 'version' };
  const outputs = ['text', 'json', 'ndjson'] as const;
  return {
    command: 'report',
    ...readCommon(values, positionals),
    jobs: values.jobs === undefined ? undefined : readJobs(values.jobs),
    verify: values.verify === true,
    output: oneOf('--output', values.output ?? 'text', outputs),
  };
}

function readBacktest(args: readonly string[]): ProgramOptions {
  const { values, positionals } = parsed(
    () => parseArgs({ args: [...args], options: BACKTEST_OPTIONS, allowPositionals: true }),
    'hitwatch',
  );
  if (values.help === true) return { command: 'help', about: 'backtest' };
  if (values.version === true) return { command: 'version' };
  const common = readCommon({ top: DRIVERS_DEFAULT, ...values }, positionals);
  return { command: 'backtest', ...common, ...readBacktestValues(values) };
}

function readFormats(args: readonly string[]): ProgramOptions {
  const { values } = parsed(
    () => parseArgs({ args: [...args], options: FORMATS_OPTIONS }),
    'hitwatch',
  );
  if (values.help === true) return { command: 'help', about: 'formats' };
  const output = oneOf('--output', values.output ?? 'text', ['text', 'json'] as const);
  return { command: 'formats', output };
}

function readExplain(args: readonly string[]): ProgramOptions {
  const { values, positionals } = parsed(
    () => parseArgs({ args: [...args], options: EXPLAIN_OPTIONS, allowPositionals: true }),
    'hitwatch',
  );
  if (values.help === true) return { command: 'help', about: 'explain' };
  const { choice, files, notices } = readChoice(values, [...(values.file ?? []), ...positionals]);
  const output = oneOf('--output', values.output ?? 'text', ['text', 'json'] as const);
  return { command: 'explain', files: readFiles(files), formats: choice, output, notices };
}

interface CommonValues extends FormatValues {
  readonly file?: string[];
  readonly top?: string;
  readonly site?: string;
  readonly timezone?: string;
}

function readCommon(values: CommonValues, positionals: readonly string[]): CommonOptions {
  const { choice, files, notices } = readChoice(values, [...(values.file ?? []), ...positionals]);
  return {
    files: readFiles(files),
    formats: choice,
    notices,
    top: readTop(values.top ?? DEFAULTS.top),
    site: values.site === undefined ? undefined : readSite(values.site),
    zone: Zone.named(values.timezone ?? DEFAULTS.timezone),
  };
}

/** Standard input can be read only once, however often it is named. */
function readFiles(files: readonly string[]): readonly string[] {
  if (files.includes('')) {
    throw new UsageFailure('a FILE has no name', 'name a log, or - for input');
  }
  return files.filter((file, index) => file !== '-' || files.indexOf('-') === index);
}

function aboutCommand(name: string | undefined): Command | undefined {
  return name === undefined ? undefined : oneOf('help', name, COMMANDS);
}
