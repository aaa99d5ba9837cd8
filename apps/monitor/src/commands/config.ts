import { Output, sanitize, UsageFailure } from '@hitwatch/adapters';
import {
  effectiveRules,
  NO_CONFIGURATION,
  type PrintedSetting,
  printConfiguration,
  problemText,
  SETTINGS,
} from '@hitwatch/adapters/configuration';

import type { ConfigOptions } from '../config-options.ts';
import { checkConfiguration } from '../check-configuration.ts';
import { configPath, configured } from '../configured.ts';
import { DEFAULTS } from '../defaults.ts';
import { readOptions, type WatchOptions } from '../options.ts';
import { givenOptions } from '../given-options.ts';
import type { ProgramHooks } from '../program.ts';
import type { Surroundings } from '../surroundings.ts';

/** `hitwatch config`. True when there is nothing to complain of. */
export async function config(
  { action, args }: ConfigOptions,
  around: Surroundings,
  hooks: Pick<ProgramHooks, 'complain'>,
): Promise<boolean> {
  return action === 'check' ? check(args, around, hooks) : print(args, around);
}

async function check(
  args: readonly string[],
  around: Surroundings,
  { complain }: Pick<ProgramHooks, 'complain'>,
): Promise<boolean> {
  const path = configPath(args, around.env);
  if (path === undefined) {
    await write('there is no configuration: the defaults are in force\n', around);
    return true;
  }
  const { problems } = checkConfiguration(path, around.env);
  for (const problem of problems) complain(sanitize(problemText(path, problem)));
  if (problems.length === 0) await write(`${sanitize(path)} is fine\n`, around);
  return problems.length === 0;
}

async function print(args: readonly string[], around: Surroundings): Promise<boolean> {
  const found = await configured(args, around);
  const configuration = found?.configuration ?? NO_CONFIGURATION;
  const options = readOptions(['watch', ...args], configuration.settings);
  if (options.command !== 'watch') {
    throw new UsageFailure(`config print has no --${options.command}`, 'see hitwatch help config');
  }
  const heading = found === undefined ? 'no configuration file' : found.path;
  const rules = effectiveRules(configuration.rules, options);
  const settings = printedSettings(args, options, configuration.settings);
  await write(printConfiguration(heading, settings, rules, configuration), around);
  return true;
}

/** Each setting that has a value, with the one that is in force. */
function printedSettings(
  args: readonly string[],
  { files }: WatchOptions,
  configuredSettings: (typeof NO_CONFIGURATION)['settings'],
): readonly PrintedSetting[] {
  const given = givenOptions(args);
  const defaults: Readonly<Record<string, string | undefined>> = DEFAULTS;
  return SETTINGS.flatMap(({ key, flag, commands }): readonly PrintedSetting[] => {
    const value = commands.includes('watch') ? given[flag] : undefined;
    const isFiles = key === 'files';
    if (isFiles && (given['positionals'] !== undefined || value !== undefined)) {
      return [{ key, value: files, origin: 'command line' }];
    }
    if (typeof value === 'string' || Array.isArray(value)) {
      return [{ key, value, origin: `--${flag}` }];
    }
    const setting = configuredSettings.find((one) => one.key === key);
    if (setting !== undefined) {
      return [{ key, value: setting.value, origin: `line ${String(setting.line)}` }];
    }
    const usual = defaults[key];
    return usual === undefined ? [] : [{ key, value: usual, origin: 'default' }];
  });
}

async function write(text: string, around: Surroundings): Promise<void> {
  const output = new Output(around.stdout);
  output.write(text);
  await output.flush();
}
