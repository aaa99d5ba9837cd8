import type { Readable } from 'node:stream';

import {
  AlertLog,
  NdjsonReporter,
  Output,
  type SyslogListener,
  SystemClock,
  TimerSleeper,
} from '@hitwatch/adapters';
import { type Clock, type RollupOptions } from '@hitwatch/domain';
import type {
  AlertHistory,
  AlertSink,
  LoadedState,
  LogMark,
  LogSource,
  MonitorState,
  Reporter,
  Sleeper,
  StateStore,
} from '@hitwatch/ports';
import { Container } from 'inversify';

import { followLogs, secondOf, startFinder } from './follow-logs.ts';
import { type DashboardPlace, newDashboard, newLiveView } from './live/dashboard-place.ts';
import type { LiveView } from './live/live-view.ts';
import { Monitor } from './monitor.ts';
import type { WatchOptions } from './options.ts';
import { rollupOptions } from './rollup-options.ts';
import { type ScannerFactory, scannerFactory } from './scanners.ts';
import { headBefore } from './stream-head.ts';
import type { Surroundings } from './surroundings.ts';
import type { newTextReporter } from './text-reporter.ts';
import type { Channels } from './open-channels.ts';
import type { WatchedLog } from './watched-logs.ts';

/**
 * What is decided before anything is built: the logs that were found, the ports that are bound, the
 * alert log that can be written.
 */
export interface WatchSetting {
  readonly options: WatchOptions;
  /** As they are shown: the arguments, and where is listened. */
  readonly sources: readonly string[];
  readonly logs: readonly WatchedLog[];
  readonly listeners: readonly SyslogListener[];
  /** Undefined when alerts are not kept. */
  readonly alertLog: AlertLog | undefined;
  /** Where an earlier run stopped, the generations of a path in the order of their lines. */
  readonly resume: readonly LogMark[];
  /** Where the run is saved, and what was found there; undefined when nothing is kept. */
  readonly state: OpenedState | undefined;
  /** Opens the channels of the configuration; undefined without one. */
  readonly channels: Channels | undefined;
  /** Where the dashboard is shown; undefined for any other output. */
  readonly dashboard: DashboardPlace | undefined;
  /** Makes what writes text, loaded only where that is the output. */
  readonly newTextReporter: typeof newTextReporter | undefined;
}

export interface OpenedState extends LoadedState {
  readonly store: StateStore;
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
  LiveView: Symbol('LiveView'),
  RollupOptions: Symbol('RollupOptions'),
  Monitor: Symbol('Monitor'),
} as const;

/** Wires the adapters of `watch` to its ports. The only place that knows all of them. */
export function buildMonitor(setting: WatchSetting, around: Surroundings): Monitor {
  const container = new Container({ defaultScope: 'Singleton' });
  const { options, sources, alertLog } = setting;
  container.bind<Clock>(T.Clock).toConstantValue(new SystemClock());
  container
    .bind<RollupOptions>(T.RollupOptions)
    .toConstantValue(rollupOptions(options.site, setting.state?.state?.seed));
  container
    .bind<ScannerFactory>(T.ScannerFactory)
    .toResolvedValue(
      ({ seed }: RollupOptions) => scannerFactory(seed, options.formats),
      [T.RollupOptions],
    );
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
    .toResolvedValue(
      (clock: Clock) =>
        setting.dashboard === undefined
          ? newReporter(setting, around, container.get<Output>(T.Output))
          : newDashboard(setting.dashboard, options, around, clock, () =>
              container.get<LiveView>(T.LiveView),
            ),
      [T.Clock],
    );
  container
    .bind<LiveView>(T.LiveView)
    .toResolvedValue(
      (clock: Clock, source: LogSource, rollup: RollupOptions) =>
        newLiveView(options, around, { clock, source, rollup }),
      [T.Clock, T.LogSource, T.RollupOptions],
    );
  container.bind<readonly AlertSink[]>(T.AlertSinks).toResolvedValue(
    (clock: Clock) => {
      const channels = setting.channels?.open({
        clock,
        newSleeper: () => new TimerSleeper(clock),
        onNotice: (notice) => {
          container.get<Monitor>(T.Monitor).tell(notice);
        },
      });
      return [alertLog, channels].filter((sink) => sink !== undefined);
    },
    [T.Clock],
  );
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
      const { rules, everyMs, top } = options;
      return new Monitor(
        {
          ...{ files: sources, rules, everyMs, top, rollup },
          reading: JSON.stringify({ site: options.site, formats: options.formats }),
          goesOn: setting.state !== undefined && !options.fresh,
          resumed: setting.state?.state,
          notices: setting.state?.notices ?? [],
        },
        {
          clock,
          source,
          reporter,
          sinks,
          history,
          newScanner: (path, offset) => {
            return newScanner({
              path,
              reference: secondOf(clock),
              ...headBefore(options.formats, path, offset),
            });
          },
          store: setting.state?.store,
          spectator: setting.dashboard && container.get<LiveView>(T.LiveView),
        },
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

function newReporter(setting: WatchSetting, around: Surroundings, output: Output): Reporter {
  return setting.newTextReporter?.(setting.options, around, output) ?? new NdjsonReporter(output);
}

function newSource(
  { options, logs, listeners, resume, state }: WatchSetting,
  stdin: Readable,
  clock: Clock,
  sleeper: Sleeper,
): LogSource {
  const findStart = startFinder(options, windowOf(options), clock);
  const known = knownPaths(state?.state);
  return followLogs({ logs, listeners, resume, known, findStart, stdin, clock, sleeper });
}

/** Logs of an earlier run: what is new there has come since, so none of it was counted. */
function knownPaths(state: MonitorState | undefined): ReadonlySet<string> {
  const { files = [], marks = [], accounts = [] } = state ?? {};
  return new Set([...files, ...[...marks, ...accounts].map(({ path }) => path)]);
}

function windowOf({ rules }: WatchOptions): number {
  return Math.max(...rules.map((rule) => rule.windowSeconds), 1);
}

function noAlerts(): Promise<readonly []> {
  return Promise.resolve([]);
}
