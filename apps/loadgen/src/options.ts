import { parseArgs } from 'node:util';

import { parseDuration, type Rotation, UsageFailure } from '@hitwatch/adapters';
import {
  type ArrivalOptions,
  LOG_FORMATS,
  type Pacing,
  type TrafficOptions,
} from '@hitwatch/generator';

import {
  oneOf,
  readBytes,
  readNumber,
  readPositive,
  readShare,
  readSpike,
  readTime,
  readWhole,
} from './option-values.ts';
import { refuseCombinations } from './option-rules.ts';

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

export const SECTIONS_MAX = 100_000;
export const CLIENTS_MAX = 1_000_000;
const SEED_MAX = 2 ** 32 - 1;
const ROTATE_KEEP_MAX = 1000;

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

export type OptionValues = ReturnType<typeof parse>;

export interface ReplaySettings {
  /** `-` is standard input. */
  readonly path: string;
  readonly rewriteTimes: boolean;
  readonly speed: number;
}

export interface LoadOptions {
  readonly command: 'load';
  /** Undefined for invented traffic. */
  readonly replay: ReplaySettings | undefined;
  readonly traffic: TrafficOptions;
  /** Undefined for a replay at the log's own pace. */
  readonly arrivals: ArrivalOptions | undefined;
  readonly pacing: Pacing;
  /** Epoch milliseconds. */
  readonly startMs: number | undefined;
  readonly forMs: number | undefined;
  readonly linesMax: number | undefined;
  readonly bytesMax: number | undefined;
  /** `-` is standard output. */
  readonly out: string;
  readonly rotation: Rotation | undefined;
  readonly summary: boolean;
}

export type ProgramOptions = LoadOptions | { readonly command: 'help' | 'version' };

/** Reads the command line without the program's name. Throws `UsageFailure` for what it cannot be. */
export function readOptions(args: readonly string[]): ProgramOptions {
  const values = parse(args);
  if (values.help === true) return { command: 'help' };
  if (values.version === true) return { command: 'version' };
  refuseCombinations(values);
  const { replay, count, bytes, start } = values;
  return {
    command: 'load',
    replay: replay === undefined ? undefined : readReplay(replay, values),
    traffic: readTraffic(values),
    arrivals: replay !== undefined && values.rate === undefined ? undefined : readArrivals(values),
    pacing: values.fast === true ? 'virtual' : isFlatOut(values) ? 'flat out' : 'clock',
    startMs: start === undefined ? undefined : readTime('--start', start),
    forMs: values.for === undefined ? undefined : parseDuration(values.for, '--for'),
    linesMax:
      count === undefined ? undefined : readWhole('--count', count, 1, Number.MAX_SAFE_INTEGER),
    bytesMax: bytes === undefined ? undefined : readBytes('--bytes', bytes),
    out: values.out ?? DEFAULTS.out,
    rotation: readRotation(values),
    summary: values.summary === true,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS }).values;
  } catch (error) {
    // The first sentence of Node's message says what is wrong; the rest is about escaping dashes.
    const message = error instanceof Error ? error.message : String(error);
    const what = message.split(/[.\n]\s?/u, 1)[0] ?? message;
    throw new UsageFailure(what, 'see loadgen --help', { cause: error });
  }
}

/** A rate of 0 is the user's way to say: without a limit. */
export function isFlatOut({ rate }: OptionValues): boolean {
  return rate !== undefined && readNumber('--rate', rate, 0) === 0;
}

function readReplay(path: string, values: OptionValues): ReplaySettings {
  return {
    path,
    rewriteTimes: oneOf('--times', values.times ?? DEFAULTS.times, ['now', 'keep']) === 'now',
    speed: readPositive('--speed', values.speed ?? DEFAULTS.speed),
  };
}

function readTraffic(values: OptionValues): TrafficOptions {
  return {
    seed: readWhole('--seed', values.seed ?? DEFAULTS.seed, 0, SEED_MAX),
    sections: readWhole('--sections', values.sections ?? DEFAULTS.sections, 1, SECTIONS_MAX),
    clients: readWhole('--clients', values.clients ?? DEFAULTS.clients, 1, CLIENTS_MAX),
    errorShare: readShare('--errors', values.errors ?? DEFAULTS.errors),
    malformedShare: readShare('--malformed', values.malformed ?? DEFAULTS.malformed),
    format: oneOf('--format', values.format ?? DEFAULTS.format, LOG_FORMATS),
  };
}

function readArrivals(values: OptionValues): ArrivalOptions {
  const rate = readNumber('--rate', values.rate ?? DEFAULTS.rate, 0);
  const choice = oneOf('--arrivals', values.arrivals ?? DEFAULTS.arrivals, ['even', 'poisson']);
  return {
    linesPerSecond: rate === 0 ? Infinity : rate,
    poisson: choice === 'poisson',
    dayShape: values['day-shape'] === true,
    spikes: (values.spike ?? []).map(readSpike),
  };
}

function readRotation(values: OptionValues): Rotation | undefined {
  const { 'rotate-lines': lines, 'rotate-every': every } = values;
  const keep = values['rotate-keep'] ?? DEFAULTS['rotate-keep'];
  const mode = values['rotate-mode'] ?? DEFAULTS['rotate-mode'];
  const rotation = {
    lines:
      lines === undefined
        ? undefined
        : readWhole('--rotate-lines', lines, 1, Number.MAX_SAFE_INTEGER),
    everyMs: every === undefined ? undefined : parseDuration(every, '--rotate-every'),
    keep: readWhole('--rotate-keep', keep, 0, ROTATE_KEEP_MAX),
    mode: oneOf('--rotate-mode', mode, ['rename', 'copytruncate']),
  };
  return lines === undefined && every === undefined ? undefined : rotation;
}
