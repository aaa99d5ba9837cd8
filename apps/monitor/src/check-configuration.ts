import { EnvironmentFailure, UsageFailure } from '@hitwatch/adapters';
import {
  type ConfigProblem,
  type Configuration,
  effectiveRules,
  readConfiguration,
} from '@hitwatch/adapters/configuration';

import { checkRules } from '@hitwatch/domain';

import type { CheckedConfiguration, RulesOf } from './configured.ts';
import { readOptions } from './options.ts';
import type { Surroundings } from './surroundings.ts';

/** Reads a configuration. With `env`, what channels need of this machine is looked at too. */
export function checkConfiguration(
  path: string,
  env: Surroundings['env'] | undefined,
): CheckedConfiguration {
  const { configuration, problems } = readConfiguration(path, env);
  const all = [...problems, ...settingProblems(configuration)];
  const rulesOf: RulesOf = (highTraffic) => {
    const rules = effectiveRules(configuration.rules, highTraffic).map(({ rule }) => rule);
    // What the command line says of high traffic meets what the file says of it only here.
    const [problem] = checkRules(rules);
    if (problem === undefined) return rules;
    throw new UsageFailure(`${problem.path}: ${problem.message}`, `see ${path} and the options`);
  };
  return { path, configuration, rulesOf, problems: all.sort((a, b) => a.line - b.line) };
}

/** Each setting by itself, read as the option that it stands for. */
function settingProblems({ settings }: Configuration): readonly ConfigProblem[] {
  return settings.flatMap(({ key, flag, commands, value, line }) => {
    try {
      const texts = typeof value === 'string' ? [value] : value;
      // A format's date has no meaning without the format, and is read with it.
      if (['date-format', 'time-format'].includes(flag)) return [];
      const own =
        flag === 'format' ? settings.filter((other) => other.flag.endsWith('e-format')) : [];
      const args = texts.map((text) => `--${flag}=${text}`);
      const besides = own.map((other) => `--${other.flag}=${String(other.value)}`);
      readOptions([commands[0] ?? 'watch', ...args, ...besides]);
      return [];
    } catch (error) {
      if (!(error instanceof UsageFailure || error instanceof EnvironmentFailure)) throw error;
      const what = error.message.replace(`--${flag}`, key);
      return [{ line, column: 1, what, remedy: error.remedy }];
    }
  });
}
