import { readFileSync } from 'node:fs';

import { EnvironmentFailure, systemErrorCode } from '../command-line/failure.ts';
import { readFailure } from '../files/read-failure.ts';
import type { ChannelSection } from './channel-section.ts';
import { checkChannels } from './check-channels.ts';
import { checkShape } from './check-shape.ts';
import type { ConfigProblem } from './config-problem.ts';
import { CONFIG_SCHEMA } from './config-schema.ts';
import { readRules, type ReadRules } from './read-rules.ts';
import type { RuleSection } from './rule-section.ts';
import { secondsOf, thresholdOf } from './rule-values.ts';
import { type Setting, SETTINGS } from './settings.ts';
import { type ConfigPath, YamlText } from './yaml-text.ts';

/** What a configuration says. */
export interface Configuration {
  /** What the command line may say as well; it wins. */
  readonly settings: readonly Setting[];
  readonly rules: ReadRules;
  /** By the names that the user gave them. */
  readonly channels: Readonly<Record<string, ChannelSection>>;
  /** Line on which what is at a path stands. */
  readonly lineOf: (path: ConfigPath) => number;
}

export interface ReadConfiguration {
  readonly configuration: Configuration;
  /** In the order of the text; with any, the configuration is not to be used. */
  readonly problems: readonly ConfigProblem[];
}

export const NO_CONFIGURATION: Configuration = {
  settings: [],
  rules: {
    rules: [],
    highTraffic: { options: {}, channels: undefined, path: undefined },
  },
  channels: {},
  lineOf: () => 1,
};

/** What keeps to the schema. */
interface Sections {
  readonly rules?: readonly (string | RuleSection)[];
  readonly channels?: Readonly<Record<string, ChannelSection>>;
}

/**
 * Reads a configuration file. With `env`, the secrets and programs that channels need are looked at
 * too. Throws `EnvironmentFailure` for a file that cannot be read.
 */
export function readConfiguration(
  path: string,
  env: Readonly<Record<string, string | undefined>> | undefined,
): ReadConfiguration {
  let octets: Uint8Array;
  try {
    octets = readFileSync(path);
  } catch (error) {
    throw configFailure(path, error);
  }
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(octets);
  } catch {
    const place = firstInvalid(octets);
    const problem = { ...place, what: 'the file is not UTF-8', remedy: 'save it as UTF-8' };
    return { configuration: NO_CONFIGURATION, problems: [problem] };
  }
  return parseConfiguration(text, env);
}

/** What is said of logs that cannot be read does not suit a configuration. */
function configFailure(path: string, error: unknown): EnvironmentFailure {
  const code = systemErrorCode(error);
  if (code === 'EISDIR') {
    return new EnvironmentFailure(code, `${path}: is a directory`, 'name the file in it');
  }
  if (code === 'EACCES' || code === 'EPERM') {
    const remedy = 'run as a user who may read it, or leave it out with --config none';
    return new EnvironmentFailure(code, `${path}: permission denied`, remedy);
  }
  return readFailure(path, error);
}

export function parseConfiguration(
  text: string,
  env: Readonly<Record<string, string | undefined>> | undefined,
): ReadConfiguration {
  const yaml = new YamlText(text);
  const early = yaml.problems.length > 0 ? yaml.problems : checkShape(yaml, CONFIG_SCHEMA);
  if (early.length > 0) return { configuration: NO_CONFIGURATION, problems: inOrder(early) };
  const problems: ConfigProblem[] = [];
  const complain = (path: ConfigPath, what: string, remedy: string) => {
    problems.push({ ...yaml.placeOf(path), what, remedy });
  };
  const { rules: entries = [], channels = {} } = yaml.value as Sections; // it keeps to the schema
  const rules = readRules(entries, Object.keys(channels), complain);
  checkChannels(channels, env, complain);
  const lineOf = (path: ConfigPath) => yaml.placeOf(path).line;
  const settings = [...readSettings(yaml), ...highTrafficSettings(rules, yaml, complain)];
  return { configuration: { settings, rules, channels, lineOf }, problems: inOrder(problems) };
}

function readSettings(yaml: YamlText): readonly Setting[] {
  // It keeps to the schema: texts, numbers and lists of texts.
  const values = yaml.value as Readonly<Record<string, string | number | readonly string[]>>;
  return SETTINGS.flatMap(({ key, flag, commands }) => {
    const value = values[key];
    if (value === undefined) return [];
    const text = typeof value === 'number' ? String(value) : value;
    return [{ key, flag, commands, value: text, line: yaml.placeOf([key]).line }];
  });
}

/**
 * The threshold and window of the default rule are options as well, and what the command line says
 * of them wins wherever the configuration has them.
 */
function highTrafficSettings(
  { highTraffic }: ReadRules,
  yaml: YamlText,
  complain: (path: ConfigPath, what: string, remedy: string) => void,
): readonly Setting[] {
  const { path, options } = highTraffic ?? {};
  if (path === undefined || options === undefined) return [];
  const critical = options.severities?.critical;
  const threshold = critical && thresholdOf(critical).threshold;
  const said = [
    ['threshold', 'critical', threshold?.toString()],
    ['duration', 'window', options.windowSeconds && `${String(options.windowSeconds)}s`],
  ] as const;
  return said.flatMap(([key, field, value]) => {
    if (typeof value !== 'string') return [];
    const above = (yaml.value as Readonly<Record<string, string | number>>)[key]; // by the schema
    if (above !== undefined && !isSame(String(above), value)) {
      complain([...path, field], `${key} says this as well`, 'keep one of them');
    }
    const { line } = yaml.placeOf([...path, field]);
    return [{ key, flag: key, commands: ['watch', 'backtest'] as const, value, line }];
  });
}

/** Whether `2m` or `120` is said for `120s`. What is no duration is told of elsewhere. */
function isSame(a: string, b: string): boolean {
  try {
    return secondsOf(a, '') === secondsOf(b, '');
  } catch {
    return true;
  }
}

function inOrder(problems: readonly ConfigProblem[]): readonly ConfigProblem[] {
  const places = new Set<string>();
  return [...problems]
    .sort((a, b) => a.line - b.line || a.column - b.column)
    .filter(({ line, column, what }) => {
      const place = `${String(line)}:${String(column)}:${what}`;
      return places.has(place) ? false : places.add(place);
    });
}

/** Where the octets stop being UTF-8; lines and columns in characters. */
function firstInvalid(octets: Uint8Array): { readonly line: number; readonly column: number } {
  const lenient = new TextDecoder().decode(octets);
  const at = lenient.indexOf('\ufffd');
  const before = lenient.slice(0, Math.max(0, at)).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}
