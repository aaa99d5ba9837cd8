import { Output, sanitize } from '@hitwatch/adapters';

import { helpText } from './help.ts';
import type { Monitor } from './monitor.ts';
import { readOptions } from './options.ts';
import type { Surroundings } from './surroundings.ts';

export interface ProgramHooks {
  /** Writes one line to standard error. */
  readonly complain: (line: string) => void;
  /** Called with what a signal has to stop. */
  readonly onMonitor: (monitor: Monitor) => void;
  /** Somebody at the keys wants what a signal does. */
  readonly onQuit: () => void;
  /** Called when a screen is shown, with what gives the terminal back at once. */
  readonly onScreen: (restore: () => void) => void;
  readonly version: string;
}

/**
 * Runs the command line. Rejects with `UsageFailure` or `EnvironmentFailure` for what a user can
 * mend. A command is loaded when it is wanted: a report has no use for what following files needs.
 */
export async function runProgram(
  args: readonly string[],
  around: Surroundings,
  hooks: ProgramHooks,
): Promise<void> {
  const options = readOptions(args);
  const { notices = [] } = 'notices' in options ? options : {};
  for (const notice of notices) hooks.complain(`hitwatch: notice: ${sanitize(notice)}`);
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
      const { report } = await import('./commands/report.ts');
      await report(options, around, hooks);
      return;
    }
    case 'backtest': {
      const { backtest } = await import('./commands/backtest.ts');
      await backtest(options, around, hooks);
      return;
    }
    case 'alerts': {
      const { alerts } = await import('./commands/alerts.ts');
      await alerts(options, around, hooks);
      return;
    }
    case 'formats': {
      const { listFormats } = await import('./commands/formats.ts');
      await print(listFormats(options.output), around);
      return;
    }
    case 'explain': {
      const { explain } = await import('./commands/explain.ts');
      await print(await explain(options, around.stdin), around);
      return;
    }
    case 'watch': {
      const { watch } = await import('./commands/watch.ts');
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
