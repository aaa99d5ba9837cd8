import { oneOf, parseDuration, type Rotation } from '@hitwatch/adapters';
import {
  type ArrivalOptions,
  LOG_FORMATS,
  type Pacing,
  type TrafficOptions,
} from '@hitwatch/generator';

import { DEFAULTS, type OptionValues, parseCommandLine } from './command-line.ts';
import { isFlatOut, refuseCombinations } from './option-rules.ts';
import {
  readBytes,
  readNumber,
  readPositive,
  readShare,
  readSpike,
  readTime,
  readWhole,
} from './option-values.ts';

export const SECTIONS_MAX = 100_000;
export const CLIENTS_MAX = 1_000_000;
const SEED_MAX = 2 ** 32 - 1;
const ROTATE_KEEP_MAX = 1000;

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

/**
 * Reads the command line without the program's name. Throws `UsageFailure` for what it cannot be.
 */
export function readOptions(args: readonly string[]): ProgramOptions {
  const values = parseCommandLine(args);
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
