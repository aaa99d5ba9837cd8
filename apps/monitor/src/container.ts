import { randomInt } from 'node:crypto';
import type { Readable, Writable } from 'node:stream';

import {
  AlertLog,
  FileTailer,
  findWindowStart,
  FollowedFile,
  FollowedStream,
  isNamedPipe,
  NdjsonReporter,
  type OpenLog,
  openNamedPipe,
  Output,
  styleFor,
  SystemClock,
  TimerSleeper,
  WatchReporter,
} from '@hitwatch/adapters';
import { type Clock, type RollupOptions } from '@hitwatch/domain';
import type { AlertHistory, AlertSink, LogSource, Reporter, Sleeper } from '@hitwatch/ports';
import { Container } from 'inversify';

import { Monitor } from './monitor.ts';
import type { WatchOptions } from './options.ts';
import { newParser, type ScannerFactory, scannerFactory } from './scanners.ts';

/** Cells of a line where nobody says how wide the terminal is. */
const WIDTH_DEFAULT = 100;
/** Wider than this a table is harder to read, not easier. */
const WIDTH_MAX = 132;

/** What the program gets from the process it runs in. */
export interface Surroundings {
  readonly stdin: Readable;
  readonly stdout: Writable & { readonly isTTY?: boolean; readonly columns?: number };
  readonly stderr: Writable & { readonly isTTY?: boolean };
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * What is decided before anything is built: the files that were found, the alert log that can be
 * written.
 */
export interface WatchSetting {
  readonly options: WatchOptions;
  readonly files: readonly string[];
  /** Undefined when alerts are not kept. */
  readonly alertLog: AlertLog | undefined;
}

/** Names of what the container builds; the ports first. */
const T = {
  Clock: Symbol('Clock'),
  Sleeper: Symbol('Sleeper'),
  LogSource: Symbol('LogSource'),
  Reporter: Symbol('Reporter'),
  AlertSinks: Symbol('AlertSinks'),
  AlertHistory: Symbol('AlertHistory'),
  ScannerFactory: Symbol('ScannerFactory'),
  Output: Symbol('Output'),
  RollupOptions: Symbol('RollupOptions'),
  Monitor: Symbol('Monitor'),
} as const;

/** Wires the adapters of `watch` to its ports. The only place that knows all of them. */
export function buildMonitor(setting: WatchSetting, around: Surroundings): Monitor {
  const container = new Container({ defaultScope: 'Singleton' });
  const { options, files, alertLog } = setting;
  container.bind<Clock>(T.Clock).toConstantValue(new SystemClock());
  container.bind<RollupOptions>(T.RollupOptions).toConstantValue(rollupOptions(options.site));
  container
    .bind<ScannerFactory>(T.ScannerFactory)
    .toResolvedValue(({ seed }: RollupOptions) => scannerFactory(seed), [T.RollupOptions]);
  container
    .bind<Sleeper>(T.Sleeper)
    .toResolvedValue((clock: Clock) => new TimerSleeper(clock), [T.Clock]);
  container
    .bind<LogSource>(T.LogSource)
    .toResolvedValue(
      (clock: Clock, sleeper: Sleeper) => newSource(setting, around.stdin, clock, sleeper),
      [T.Clock, T.Sleeper],
    );
  container.bind<Output>(T.Output).toResolvedValue(
    () =>
      new Output(around.stdout, () => {
        container.get<Monitor>(T.Monitor).stop('output closed');
      }),
  );
  container
    .bind<Reporter>(T.Reporter)
    .toResolvedValue((output: Output) => newReporter(options, around, output), [T.Output]);
  container.bind<readonly AlertSink[]>(T.AlertSinks).toConstantValue(alertLog ? [alertLog] : []);
  container.bind<AlertHistory>(T.AlertHistory).toConstantValue(alertLog ?? { recent: noAlerts });
  container.bind<Monitor>(T.Monitor).toResolvedValue(
    (
      clock: Clock,
      source: LogSource,
      reporter: Reporter,
      sinks: readonly AlertSink[],
      history: AlertHistory,
      newScanner: ScannerFactory,
      rollup: RollupOptions,
    ) => {
      const { threshold, windowSeconds, everyMs, top } = options;
      const rule = { threshold, windowSeconds };
      return new Monitor(
        { files, rule, everyMs, top, rollup },
        { clock, source, reporter, sinks, history, newScanner },
      );
    },
    [
      T.Clock,
      T.LogSource,
      T.Reporter,
      T.AlertSinks,
      T.AlertHistory,
      T.ScannerFactory,
      T.RollupOptions,
    ],
  );
  return container.get<Monitor>(T.Monitor);
}

/** The tables' hash seed is new in every run, so that no client can prepare keys that collide. */
export function rollupOptions(site: string | undefined): RollupOptions {
  return { seed: randomInt(2 ** 32), site };
}

/** Cells of a line of text on the given output. */
export function textWidth({ stdout }: Surroundings): number {
  return Math.min(stdout.columns ?? WIDTH_DEFAULT, WIDTH_MAX);
}

function newReporter(options: WatchOptions, around: Surroundings, output: Output): Reporter {
  if (options.output === 'ndjson') return new NdjsonReporter(output);
  return new WatchReporter({
    output,
    style: styleFor({ isTerminal: around.stdout.isTTY === true, env: around.env }),
    zone: options.zone,
    width: () => textWidth(around),
  });
}

function newSource(
  { options, files }: WatchSetting,
  stdin: Readable,
  clock: Clock,
  sleeper: Sleeper,
): LogSource {
  let streams = 0;
  const nextStreamId = () => streams++;
  const findStart = startFinder(options);
  const onReady = () => {
    sleeper.wake();
  };
  const followed = files.map((path) => {
    const isPipe = path !== '-' && isNamedPipe(path);
    if (path !== '-' && !isPipe) {
      return new FollowedFile({ path, clock, nextStreamId, findStart, onReady });
    }
    const readable = isPipe ? openNamedPipe(path) : stdin;
    return new FollowedStream(readable, { id: nextStreamId(), path }, onReady);
  });
  return new FileTailer(followed, clock, sleeper);
}

function startFinder({ from, windowSeconds }: WatchOptions): (log: OpenLog) => number {
  switch (from) {
    case 'start':
      return () => 0;
    case 'end':
      return (log) => log.size();
    case 'window':
      return (log) => findWindowStart(log, newParser(), windowSeconds);
  }
}

function noAlerts(): Promise<readonly []> {
  return Promise.resolve([]);
}
