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

import { COMMANDS, type Command, DEFAULTS } from './defaults.ts';

/** Commands of the contract that this version does not have yet. */
const LATER_COMMANDS = ['backtest', 'agent', 'fleet'];

const FORMATS = ['common', 'combined', 'vhost_common', 'vhost_combined'];
const TOP_MAX = 100_000;
const DURATION_S_MAX = 7 * 86_400;
const EVERY_MS_MIN = 100;
const JOBS_MAX = 256;

const COMMON_OPTIONS = {
  file: { type: 'string', multiple: true },
  top: { type: 'string' },
  output: { type: 'string' },
  site: { type: 'string' },
  timezone: { type: 'string' },
  format: { type: 'string' },
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
  listen: { type: 'string', multiple: true },
  demo: { type: 'boolean' },
} as const;

export const REPORT_OPTIONS = {
  ...COMMON_OPTIONS,
  jobs: { type: 'string' },
} as const;

interface CommonOptions {
  /** As given; empty when none is. */
  readonly files: readonly string[];
  /** Rows of a table, 0 for all. */
  readonly top: number;
  readonly site: string | undefined;
  readonly zone: Zone;
}

export interface WatchOptions extends CommonOptions {
  readonly command: 'watch';
  readonly threshold: number;
  readonly windowSeconds: number;
  readonly everyMs: number;
  readonly from: 'start' | 'window' | 'end';
  readonly output: 'auto' | 'text' | 'ndjson';
  /** Path, `none`, or undefined for the default place. */
  readonly alertLog: string | undefined;
  readonly listen: readonly SyslogAddress[];
  readonly demo: boolean;
}

export interface ReportOptions extends CommonOptions {
  readonly command: 'report';
  /** Threads that count; undefined for as many as there are cores. */
  readonly jobs: number | undefined;
  readonly output: 'text' | 'json' | 'ndjson';
}

export interface HelpOptions {
  readonly command: 'help';
  /** The command that is asked about, or undefined for the whole program. */
  readonly about: Command | undefined;
}

export interface VersionOptions {
  readonly command: 'version';
}

export type ProgramOptions = WatchOptions | ReportOptions | HelpOptions | VersionOptions;

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
  return command === 'report' ? readReport(own) : readWatch(own, command);
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
  const outputs = ['auto', 'text', 'ndjson'] as const;
  if (values.output === 'tui') {
    throw new UsageFailure('the dashboard is not in this version', 'use --output text');
  }
  return {
    command: 'watch',
    ...readCommon(values, positionals),
    threshold: readThreshold(values.threshold ?? DEFAULTS.threshold),
    windowSeconds: readWindow(values.duration ?? DEFAULTS.duration),
    everyMs,
    from: oneOf('--from', values.from ?? DEFAULTS.from, ['start', 'window', 'end'] as const),
    output: oneOf('--output', values.output ?? 'auto', outputs),
    alertLog: readAlertLog(values['alert-log']),
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
    output: oneOf('--output', values.output ?? 'text', outputs),
  };
}

interface CommonValues {
  readonly file?: string[];
  readonly top?: string;
  readonly site?: string;
  readonly timezone?: string;
  readonly format?: string;
}

function readCommon(values: CommonValues, positionals: readonly string[]): CommonOptions {
  if (values.format !== undefined) oneOf('--format', values.format, FORMATS);
  return {
    files: readFiles([...(values.file ?? []), ...positionals]),
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

function readThreshold(text: string): number {
  const threshold = /^(\d+\.?\d*|\.\d+)$/.test(text) ? Number(text) : NaN;
  if (threshold > 0 && threshold <= Number.MAX_SAFE_INTEGER) return threshold;
  throw new UsageFailure(
    `--threshold ${JSON.stringify(text)} is no number of hits per second above 0`,
    'give one such as 10 or 0.5',
  );
}

function readWindow(text: string): number {
  const seconds = parseDuration(text, '--duration') / 1000;
  if (Number.isInteger(seconds) && seconds <= DURATION_S_MAX) return seconds;
  throw new UsageFailure(
    `--duration ${JSON.stringify(text)} is no window`,
    'give whole seconds, from 1s to 7d',
  );
}

function readTop(text: string): number {
  const top = /^\d+$/.test(text) ? Number(text) : NaN;
  if (top <= TOP_MAX) return top;
  throw new UsageFailure(
    `--top ${JSON.stringify(text)} is no number of rows`,
    'give a whole number, 0 for all rows',
  );
}

function readJobs(text: string): number {
  const jobs = /^\d+$/.test(text) ? Number(text) : NaN;
  if (jobs >= 1 && jobs <= JOBS_MAX) return jobs;
  throw new UsageFailure(
    `--jobs ${JSON.stringify(text)} is no number of threads`,
    `give a whole number from 1 to ${String(JOBS_MAX)}`,
  );
}

function readSite(text: string): string {
  let origin: string | undefined;
  try {
    const url = new URL(text);
    if (url.pathname === '/' && url.search === '' && url.hash === '') origin = url.origin;
  } catch {
    // said below
  }
  if (origin !== undefined && origin !== 'null') return origin;
  throw new UsageFailure(
    `--site ${JSON.stringify(text)} is no origin`,
    'give scheme and host, such as http://my.site.com',
  );
}

function readAlertLog(path: string | undefined): string | undefined {
  if (path !== '') return path;
  throw new UsageFailure('--alert-log has no name', 'name a file, or none to keep no alerts');
}

function aboutCommand(name: string | undefined): Command | undefined {
  return name === undefined ? undefined : oneOf('help', name, COMMANDS);
}
