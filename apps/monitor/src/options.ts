import { parseArgs } from 'node:util';

import {
  oneOf,
  parsed,
  parseDuration,
  parseSyslogAddress,
  type SyslogAddress,
  UsageFailure,
} from '@hitwatch/adapters';
import type { Setting } from '@hitwatch/adapters/configuration';
import type { AlertRule } from '@hitwatch/domain';

import { type AlertsOptions, readAlerts } from './alerts-options.ts';
import {
  type OwnBacktestOptions,
  onlyHighTraffic,
  readBacktestValues,
} from './backtest-options.ts';
import {
  type ChannelsOptions,
  type ConfigOptions,
  readChannelsCommand,
  readConfigCommand,
} from './config-options.ts';
import { type AgentCommandOptions, readAgent } from './fleet/agent-options.ts';
import {
  type DoctorOptions,
  type FleetInitOptions,
  readDoctor,
  readFleetCommand,
} from './fleet/fleet-options.ts';
import type { RulesOf } from './configured.ts';
import { type CommonOptions, readCommon, readFiles } from './log-options.ts';
import { COMMANDS, type Command, DEFAULTS, DRIVERS_DEFAULT } from './defaults.ts';
import { readChoice } from './format-options.ts';
import type { FormatChoice } from './formats.ts';
import { readAlertLog, readJobs, readState, readThreshold, readWindow } from './option-values.ts';
import {
  BACKTEST_OPTIONS,
  EXPLAIN_OPTIONS,
  FORMATS_OPTIONS,
  REPORT_OPTIONS,
  WATCH_OPTIONS,
} from './option-tables.ts';
import { withSettings } from './with-settings.ts';

const EVERY_MS_MIN = 100;

export interface WatchOptions extends CommonOptions {
  readonly command: 'watch';
  readonly rules: readonly AlertRule[];
  /** Of high traffic. */
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
  | ConfigOptions
  | ChannelsOptions
  | AgentCommandOptions
  | FleetInitOptions
  | DoctorOptions
  | HelpOptions
  | VersionOptions;

/**
 * Reads the command line without the program's name, and `settings` of the configuration where it
 * says nothing. Throws `UsageFailure` for what it cannot be.
 */
export function readOptions(
  args: readonly string[],
  settings: readonly Setting[] = [],
  rulesOf: RulesOf = onlyHighTraffic,
): ProgramOptions {
  const [first = '', ...rest] = args;
  if (first === 'help') return { command: 'help', about: aboutCommand(rest[0]) };
  const command = COMMANDS.find((name) => name === first);
  const own = command === undefined ? args : rest;
  switch (command) {
    case 'report':
      return readReport(own, settings);
    case 'backtest':
      return readBacktest(own, settings, rulesOf);
    case 'alerts':
      return readAlerts(own);
    case 'formats':
      return readFormats(own);
    case 'explain':
      return readExplain(own);
    case 'config':
      return readConfigCommand(own);
    case 'channels':
      return readChannelsCommand(own);
    case 'agent':
      return readAgent(own);
    case 'fleet':
      return readFleetCommand(own);
    case 'doctor':
      return readDoctor(own);
    default:
      return readWatch(own, command, settings, rulesOf);
  }
}

function readWatch(
  args: readonly string[],
  command: Command | undefined,
  settings: readonly Setting[],
  rulesOf: RulesOf,
): ProgramOptions {
  const { values: given, positionals } = parsed(
    () => parseArgs({ args: [...args], options: WATCH_OPTIONS, allowPositionals: true }),
    'hitwatch',
  );
  const values = withSettings(given, positionals, settings, 'watch');
  if (values.help === true) return { command: 'help', about: command };
  if (values.version === true) return { command: 'version' };
  const highTraffic = {
    threshold: readThreshold(values.threshold ?? DEFAULTS.threshold),
    windowSeconds: readWindow(values.duration ?? DEFAULTS.duration),
  };
  const everyMs = parseDuration(values.every ?? DEFAULTS.every, '--every');
  if (everyMs < EVERY_MS_MIN) {
    throw new UsageFailure(`--every ${values.every ?? ''} is too short`, 'give 100ms or more');
  }
  const outputs = ['auto', 'tui', 'text', 'ndjson'] as const;
  return {
    command: 'watch',
    ...readCommon(values, positionals),
    rules: rulesOf(highTraffic),
    ...highTraffic,
    everyMs,
    from: oneOf('--from', values.from ?? DEFAULTS.from, ['start', 'window', 'end'] as const),
    output: oneOf('--output', values.output ?? 'auto', outputs),
    alertLog: readAlertLog(values['alert-log']),
    ...readState(values.state, values.fresh === true),
    listen: (values.listen ?? []).map((text) => parseSyslogAddress(text, '--listen')),
    demo: values.demo === true,
  };
}

function readReport(args: readonly string[], settings: readonly Setting[]): ProgramOptions {
  const { values: given, positionals } = parsed(
    () => parseArgs({ args: [...args], options: REPORT_OPTIONS, allowPositionals: true }),
    'hitwatch',
  );
  const values = withSettings(given, positionals, settings, 'report');
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

function readBacktest(
  args: readonly string[],
  settings: readonly Setting[],
  rulesOf: RulesOf,
): ProgramOptions {
  const { values: given, positionals } = parsed(
    () => parseArgs({ args: [...args], options: BACKTEST_OPTIONS, allowPositionals: true }),
    'hitwatch',
  );
  if (given.help === true) return { command: 'help', about: 'backtest' };
  if (given.version === true) return { command: 'version' };
  const values = withSettings(given, positionals, settings, 'backtest');
  const common = readCommon({ ...values, top: given.top ?? DRIVERS_DEFAULT }, positionals);
  return { command: 'backtest', ...common, ...readBacktestValues(values, rulesOf) };
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

function aboutCommand(name: string | undefined): Command | undefined {
  return name === undefined ? undefined : oneOf('help', name, COMMANDS);
}
