import type { Worker } from 'node:worker_threads';

import { Output, sanitize } from '@hitwatch/adapters';

import { report } from './commands/report.ts';
import { configured, hasConfiguration } from './configured.ts';
import { helpText } from './help.ts';
import { readOptions } from './options.ts';
import type { Surroundings } from './surroundings.ts';

export { complain, fail } from './complaint.ts';

/** Exit code of wrong usage and of a wrong configuration. */
const WRONG_USAGE = 2;

/** What a signal ends: it finishes what it has begun, and its run returns. */
export interface Stoppable {
  stop(reason: string): void;
}

export interface ProgramHooks {
  /** Writes one line to standard error. */
  readonly complain: (line: string) => void;
  /**
   * Called with what a signal has to stop, and with how it reads its configuration again where
   * SIGHUP asks for that.
   */
  readonly onMonitor: (monitor: Stoppable, readAgain: (() => void) | undefined) => void;
  /** Somebody at the keys wants what a signal does. */
  readonly onQuit: () => void;
  /** Called when a screen is shown, with what gives the terminal back at once. */
  readonly onScreen: (restore: () => void) => void;
  readonly version: string;
  /** Of a report, if it has been started already. */
  readonly workerAhead: Worker | undefined;
}

/**
 * Runs the command line. Rejects with `UsageFailure` or `EnvironmentFailure` for what a user can
 * mend. A command is loaded when it is wanted: a report has no use for what following files needs.
 * What a report needs the others need as well.
 * Resolves with the exit code.
 */
export async function runProgram(
  args: readonly string[],
  around: Surroundings,
  hooks: ProgramHooks,
): Promise<number> {
  const found = hasConfiguration(args) ? await configured(args, around) : undefined;
  const options = readOptions(args, found?.configuration.settings, found?.rulesOf);
  const { notices = [] } = 'notices' in options ? options : {};
  for (const notice of notices) hooks.complain(`hitwatch: notice: ${sanitize(notice)}`);
  switch (options.command) {
    case 'help': {
      await print(helpText(options.about), around);
      return 0;
    }
    case 'version': {
      await print(`hitwatch ${hooks.version}\n`, around);
      return 0;
    }
    case 'report': {
      await report(options, around, hooks);
      return 0;
    }
    case 'backtest': {
      const { backtest } = await import('./commands/backtest.ts');
      await backtest(options, around, hooks);
      return 0;
    }
    case 'alerts': {
      const { alerts } = await import('./commands/alerts.ts');
      await alerts(options, around, hooks);
      return 0;
    }
    case 'formats': {
      const { listFormats } = await import('./commands/formats.ts');
      await print(listFormats(options.output), around);
      return 0;
    }
    case 'explain': {
      const { explain } = await import('./commands/explain.ts');
      await print(await explain(options, around.stdin), around);
      return 0;
    }
    case 'config': {
      const { config } = await import('./commands/config.ts');
      return (await config(options, around, hooks)) ? 0 : WRONG_USAGE;
    }
    case 'channels': {
      const { channels } = await import('./commands/channels.ts');
      await channels(options, around);
      return 0;
    }
    case 'agent': {
      const { agent } = await import('./commands/agent.ts');
      await agent(options, around, hooks);
      return 0;
    }
    case 'fleet': {
      const { makeFleet } = await import('./commands/fleet.ts');
      await makeFleet(options, around);
      return 0;
    }
    case 'doctor': {
      const { doctor } = await import('./commands/fleet.ts');
      await doctor(options, around);
      return 0;
    }
    case 'watch': {
      const { watch } = await import('./commands/watch.ts');
      await watch(options, around, hooks, {
        found,
        again: () => configured(args, around),
      });
      return 0;
    }
  }
}

async function print(text: string, around: Surroundings): Promise<void> {
  const output = new Output(around.stdout);
  output.write(text);
  await output.flush();
}
