import { parseArgs } from 'node:util';

import { findConfig, UsageFailure } from '@hitwatch/adapters';
import type { ConfigProblem, Configuration } from '@hitwatch/adapters/configuration';
import type { AlertRule } from '@hitwatch/domain';

import { COMMANDS } from './defaults.ts';
import { BACKTEST_OPTIONS, REPORT_OPTIONS, WATCH_OPTIONS } from './option-tables.ts';
import type { Surroundings } from './surroundings.ts';

/** All rules that are to be watched, given what the options say of high traffic. */
export type RulesOf = (highTraffic: HighTraffic) => readonly AlertRule[];

export interface HighTraffic {
  readonly threshold: number;
  readonly windowSeconds: number;
}

/** A configuration that was found. */
export interface Configured {
  /** As it was given, or where it was found. */
  readonly path: string;
  readonly configuration: Configuration;
  readonly rulesOf: RulesOf;
}

/** A configuration with all that is wrong in it. */
export interface CheckedConfiguration extends Configured {
  readonly problems: readonly ConfigProblem[];
}

/** The file that arguments name with `--config`, or that is there; undefined for none. */
export function configPath(args: readonly string[], env: Surroundings['env']): string | undefined {
  const given = lenient(args).config;
  if (given === '') throw new UsageFailure('--config has no name', 'name a file, or none');
  if (given === 'none') return undefined;
  return typeof given === 'string' ? given : findConfig(env);
}

/** Whether these arguments are of a command that has a configuration, and want it to work. */
export function hasConfiguration(args: readonly string[]): boolean {
  const command = COMMANDS.find((name) => name === args[0]) ?? 'watch';
  const { help, version } = lenient(args);
  return ['watch', 'report', 'backtest'].includes(command) && help !== true && version !== true;
}

/** What else is wrong with the arguments is said when they are read. */
function lenient(args: readonly string[]) {
  const options = { ...WATCH_OPTIONS, ...REPORT_OPTIONS, ...BACKTEST_OPTIONS };
  return parseArgs({ args: [...args], options, allowPositionals: true, strict: false }).values;
}

/**
 * The configuration for a command of these arguments. Throws `UsageFailure` with the first problem
 * of one that is wrong, and `EnvironmentFailure` for a file that cannot be read.
 */
export async function configured(
  args: readonly string[],
  { env }: Surroundings,
): Promise<Configured | undefined> {
  const path = configPath(args, env);
  if (path === undefined) return undefined;
  // To read YAML and hold it to a schema is long to load, and most have no configuration.
  const { checkConfiguration } = await import('./check-configuration.ts');
  // A report tells nobody of anything, and may run where the secrets are not.
  const tells = !['report', 'backtest'].includes(args[0] ?? '');
  const checked = checkConfiguration(path, tells ? env : undefined);
  refuseProblems(checked);
  return checked;
}

/** Throws `UsageFailure` with the first problem, in one line, and how many there are more. */
export function refuseProblems({ path, problems }: CheckedConfiguration): void {
  const [first, ...others] = problems;
  if (first === undefined) return;
  const { line, column, what, remedy } = first;
  const place = `${path}:${String(line)}:${String(column)}`;
  const more = others.length === 0 ? '' : `; ${String(others.length)} more: hitwatch config check`;
  throw new UsageFailure(`${place}: ${what}`, remedy + more);
}
