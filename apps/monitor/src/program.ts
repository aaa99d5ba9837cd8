import { availableParallelism } from 'node:os';

import {
  AlertLog,
  encodeJson,
  EnvironmentFailure,
  Output,
  Progress,
  reportDocument,
  reportText,
  sanitize,
  styleFor,
  SyslogListener,
  SystemClock,
  UsageFailure,
} from '@hitwatch/adapters';

import { defaultAlertLogPath } from './alert-log-path.ts';
import { buildMonitor, rollupOptions, type Surroundings, textWidth } from './container.ts';
import { startDemo } from './demo.ts';
import { helpText } from './help.ts';
import type { Monitor } from './monitor.ts';
import { readOptions, type ReportOptions, type WatchOptions } from './options.ts';
import { nameLogs } from './name-logs.ts';
import { makeReport } from './report/report.ts';
import { findLogs } from './find-logs.ts';
import { watchedLogs } from './watched-logs.ts';

export interface ProgramHooks {
  /** Writes one line to standard error. */
  readonly complain: (line: string) => void;
  /** Called with what a signal has to stop. */
  readonly onMonitor: (monitor: Monitor) => void;
  readonly version: string;
}

/**
 * Runs the command line. Rejects with `UsageFailure` or `EnvironmentFailure` for what a user can
 * mend.
 */
export async function runProgram(
  args: readonly string[],
  around: Surroundings,
  hooks: ProgramHooks,
): Promise<void> {
  const options = readOptions(args);
  switch (options.command) {
    case 'help': {
      await print(helpText(options.about), around);
      return;
    }
    case 'version': {
      await print(`hitwatch ${hooks.version}\n`, around);
      return;
    }
    case 'report': {
      await report(options, around, hooks);
      return;
    }
    case 'watch': {
      await watch(options, around, hooks);
      return;
    }
  }
}

async function print(text: string, around: Surroundings): Promise<void> {
  const output = new Output(around.stdout);
  output.write(text);
  await output.flush();
}

async function report(
  options: ReportOptions,
  around: Surroundings,
  { complain }: ProgramHooks,
): Promise<void> {
  const files = nameLogs(options.files.length > 0 ? options.files : findLogs());
  const progress = new Progress(around.stderr, new SystemClock());
  const result = await makeReport({
    paths: files,
    stdin: around.stdin,
    jobs: options.jobs ?? availableParallelism(),
    rollup: rollupOptions(options.site),
    top: options.top,
    onProgress: (countedBytes, bytes) => {
      progress.show(countedBytes, bytes);
    },
  }).finally(() => {
    progress.clear();
  });
  const style = styleFor({ isTerminal: around.stdout.isTTY === true, env: around.env });
  const view = { style, width: textWidth(around) };
  await print(
    options.output === 'text'
      ? reportText(result, options.top, options.zone, view)
      : `${encodeJson(reportDocument(result))}\n`,
    around,
  );
  for (const { path, damage } of result.files) {
    if (damage === undefined) continue;
    complain(`hitwatch: notice: ${sanitize(path)}: ${damage}: counted what could be read`);
  }
  const { lines } = result.traffic;
  const foreign = result.files.filter((file) => file.lines.counted === 0 && file.lines.read > 0);
  const names = foreign.map((file) => file.path).join(', ');
  const what = `${names}: no line is in Common or Combined Log Format`;
  if (foreign.length > 0 && lines.counted === 0) {
    throw new UsageFailure(
      what,
      'is it an access log? the report says why its lines were not parsed',
    );
  }
  if (foreign.length > 0) complain(`hitwatch: notice: ${sanitize(what)}`);
}

async function watch(
  options: WatchOptions,
  around: Surroundings,
  { complain, onMonitor }: ProgramHooks,
): Promise<void> {
  const demo = options.demo ? await startDemo() : undefined;
  const listeners: SyslogListener[] = [];
  try {
    const files = demo ? [demo.path] : namedOrFound(options);
    const logs = await watchedLogs(files, options.listen.length > 0);
    for (const address of options.listen) listeners.push(await SyslogListener.open(address));
    const alertLog = await openAlertLog(options, around, complain);
    const sources = [...files, ...listeners.map(({ name }) => name)];
    const monitor = buildMonitor({ options, sources, logs, listeners, alertLog }, around);
    onMonitor(monitor);
    await monitor.run();
  } finally {
    await demo?.close();
  }
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
