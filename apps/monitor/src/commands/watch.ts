import { AlertLog, EnvironmentFailure, sanitize, UsageFailure } from '@hitwatch/adapters';

import { defaultAlertLogPath } from '../alert-log-path.ts';
import type { Configured } from '../configured.ts';
import { buildMonitor, type OpenedState } from '../container.ts';
import { findLogs } from '../find-logs.ts';
import { seatOf } from '../live/seat.ts';
import type { Monitor } from '../monitor.ts';
import type { Channels } from '../open-channels.ts';
import type { WatchOptions } from '../options.ts';
import type { ProgramHooks } from '../program.ts';
import type { Surroundings } from '../surroundings.ts';
import { watchedLogs } from '../watched-logs.ts';

export interface WatchConfiguration {
  readonly found: Configured | undefined;
  /** Reads it once more. */
  readonly again: () => Promise<Configured | undefined>;
}

/** `hitwatch watch`: follows logs until it is stopped. */
export async function watch(
  options: WatchOptions,
  around: Surroundings,
  { complain, onMonitor, onQuit, onScreen }: ProgramHooks,
  { found, again }: WatchConfiguration,
): Promise<void> {
  const seat = seatOf(options, around);
  const demo = options.demo ? await demonstration() : undefined;
  let state: OpenedState | undefined;
  try {
    const files = demo ? [demo.path] : namedOrFound(options);
    const logs = await watchedLogs(files, options.listen.length > 0);
    state = await stateOf(options);
    const listeners = await listenersOf(options);
    const alertLog = await openAlertLog(options, around, complain);
    const sources = [...files, ...listeners.map(({ name }) => name)];
    const resume = state?.state?.marks ?? [];
    const dashboard = seat && { seat, open: await opener(), onQuit, onScreen };
    const channels = found && (await channelsIn(found, options, around));
    const newTextReporter =
      seat === undefined && options.output !== 'ndjson' ? await textReporter() : undefined;
    const setting = { options, sources, logs, listeners, alertLog, resume, state, dashboard };
    const monitor = buildMonitor({ ...setting, newTextReporter, channels }, around);
    // A person at a terminal who hangs up wants an end; a service is told to read its rules again.
    const isService = found !== undefined && around.stdout.isTTY !== true;
    const reload = () => void readAgain(monitor, options, again, channels);
    onMonitor(monitor, isService ? reload : undefined);
    await monitor.run();
  } finally {
    await state?.store.close();
    await demo?.close();
  }
}

/** Puts the configuration as it is now in force; with a wrong one all stays as it was. */
async function readAgain(
  monitor: Monitor,
  options: WatchOptions,
  again: WatchConfiguration['again'],
  channels: Channels | undefined,
): Promise<void> {
  try {
    const found = await again();
    if (found === undefined) return;
    const rules = found.rulesOf(options);
    const change = channels?.planChange(found);
    await change?.();
    // Behind the channels: those that hold alerts learn which of them go on.
    monitor.setRules(rules);
    monitor.tell({ code: 'config_read', message: `${found.path} was read again` });
  } catch (error) {
    if (!(error instanceof UsageFailure || error instanceof EnvironmentFailure)) throw error;
    const message = `${error.message}: ${error.remedy}; all stays as it was`;
    monitor.tell({ code: 'config_refused', message });
  }
}

// What follows is loaded where it is wanted: most runs need none of it to start.

async function channelsIn(
  found: Configured,
  options: WatchOptions,
  around: Surroundings,
): Promise<Channels> {
  const { channelsOf } = await import('../open-channels.ts');
  return channelsOf(found, options, around);
}

async function opener() {
  const { openDashboard } = await import('../live/open-dashboard.ts');
  return openDashboard;
}

async function textReporter() {
  const { newTextReporter } = await import('../text-reporter.ts');
  return newTextReporter;
}

async function demonstration() {
  const { startDemo } = await import('../demo.ts');
  return startDemo();
}

async function listenersOf({ listen }: WatchOptions) {
  if (listen.length === 0) return [];
  const { openListeners } = await import('../open-listeners.ts');
  return openListeners(listen);
}

async function stateOf({ state, fresh }: WatchOptions): Promise<OpenedState | undefined> {
  if (state === undefined) return undefined;
  const { openState } = await import('../open-state.ts');
  return openState(state, fresh);
}

/** Who only listens need not have a log as well. */
function namedOrFound({ files, listen }: WatchOptions): readonly string[] {
  return files.length > 0 || listen.length > 0 ? files : findLogs();
}

/**
 * An alert log that was asked for has to be writable; the default one is not worth refusing to run.
 */
async function openAlertLog(
  { alertLog, demo }: WatchOptions,
  around: Surroundings,
  complain: ProgramHooks['complain'],
): Promise<AlertLog | undefined> {
  if (alertLog === 'none' || (demo && alertLog === undefined)) return undefined;
  const log = new AlertLog(alertLog ?? defaultAlertLogPath(around.env));
  try {
    await log.prepare();
    return log;
  } catch (error) {
    if (alertLog !== undefined || !(error instanceof EnvironmentFailure)) throw error;
    complain(`hitwatch: notice: ${sanitize(error.message)}: alerts are shown but not kept`);
    return undefined;
  }
}
