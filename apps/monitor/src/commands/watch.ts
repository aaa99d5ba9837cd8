import {
  AlertLog,
  EnvironmentFailure,
  sanitize,
  StateFolder,
  SyslogListener,
  SystemClock,
} from '@hitwatch/adapters';

import { defaultAlertLogPath } from '../alert-log-path.ts';
import { buildMonitor, type OpenedState } from '../container.ts';
import { startDemo } from '../demo.ts';
import { findLogs } from '../find-logs.ts';
import { seatOf } from '../live/seat.ts';
import type { WatchOptions } from '../options.ts';
import type { ProgramHooks } from '../program.ts';
import type { Surroundings } from '../surroundings.ts';
import { watchedLogs } from '../watched-logs.ts';

/** `hitwatch watch`: follows logs until it is stopped. */
export async function watch(
  options: WatchOptions,
  around: Surroundings,
  { complain, onMonitor, onQuit, onScreen }: ProgramHooks,
): Promise<void> {
  const seat = seatOf(options, around);
  const demo = options.demo ? await startDemo() : undefined;
  const listeners: SyslogListener[] = [];
  let state: OpenedState | undefined;
  try {
    const files = demo ? [demo.path] : namedOrFound(options);
    const logs = await watchedLogs(files, options.listen.length > 0);
    state = await openState(options);
    for (const address of options.listen) listeners.push(await SyslogListener.open(address));
    const alertLog = await openAlertLog(options, around, complain);
    const sources = [...files, ...listeners.map(({ name }) => name)];
    const resume = state?.state?.marks ?? [];
    const dashboard = seat && { seat, open: await opener(), onQuit, onScreen };
    const setting = { options, sources, logs, listeners, alertLog, resume, state, dashboard };
    const monitor = buildMonitor(setting, around);
    onMonitor(monitor);
    await monitor.run();
  } finally {
    await state?.store.close();
    await demo?.close();
  }
}

async function opener() {
  const { openDashboard } = await import('../live/open-dashboard.ts');
  return openDashboard;
}

/** Who only listens need not have a log as well. */
function namedOrFound({ files, listen }: WatchOptions): readonly string[] {
  return files.length > 0 || listen.length > 0 ? files : findLogs();
}

/** The folder is this run's from now on, until the store is closed. */
async function openState({ state, fresh }: WatchOptions): Promise<OpenedState | undefined> {
  if (state === undefined) return undefined;
  const store = await StateFolder.open(state, new SystemClock());
  try {
    if (fresh) await store.forget();
    return { store, ...(await store.load()) };
  } catch (error) {
    await store.close();
    throw error;
  }
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
