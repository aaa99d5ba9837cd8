import {
  type AlertRule,
  alertRule,
  BUILT_IN_RULES,
  checkRule,
  HIGH_TRAFFIC,
  type RuleOptions,
} from '@hitwatch/domain';

import { EnvironmentFailure, UsageFailure } from '../command-line/failure.ts';
import type { ComplainAt } from './config-problem.ts';
import { remedyForName } from './near-name.ts';
import type { RuleSection } from './rule-section.ts';
import {
  conditionOf,
  messagesOf,
  muteOf,
  quantileOf,
  renotifyOf,
  secondsOf,
  statusOf,
  thresholdOf,
  whatAndRemedy,
} from './rule-values.ts';
import type { ConfigPath } from './yaml-text.ts';

/** A rule of the configuration, and who is told of it. */
export interface ConfiguredRule {
  readonly rule: AlertRule;
  /** Names of channels; undefined for all. */
  readonly channels: readonly string[] | undefined;
  /** Where it stands in the configuration; undefined for a default. */
  readonly path: ConfigPath | undefined;
}

/** What the configuration says of rules. */
export interface ReadRules {
  /** Without the default rule. */
  readonly rules: readonly ConfiguredRule[];
  /** What is different of the default rule; undefined when it is turned off. */
  readonly highTraffic: RuleChanges | undefined;
}

export interface RuleChanges {
  readonly options: Partial<RuleOptions>;
  readonly channels: readonly string[] | undefined;
  readonly path: ConfigPath | undefined;
}

/** Reads `rules`, which keeps to the schema, and complains of all that is wrong in it. */
export function readRules(
  entries: readonly (string | RuleSection)[],
  channels: readonly string[],
  complain: ComplainAt,
): ReadRules {
  const rules: ConfiguredRule[] = [];
  let highTraffic: RuleChanges | undefined = { options: {}, channels: undefined, path: undefined };
  const places = new Map<string, number>();
  entries.forEach((entry, index) => {
    const path = ['rules', index];
    const section = typeof entry === 'string' ? { use: entry } : entry;
    const name = section.name ?? section.use;
    const base = BUILT_IN_RULES.find((rule) => rule.name === section.use);
    if (!isSound(section, base, path, complain) || name === undefined) return;
    const other = places.get(name);
    if (other !== undefined) {
      const what = `rules[${String(other)}] is called ${name} as well`;
      complain([...path, ...(section.name === undefined ? [] : ['name'])], what, 'rename one');
    }
    places.set(name, index);
    checkChannelNames(section, channels, path, complain);
    const isDefault = name === HIGH_TRAFFIC;
    const options = ruleOptions(section, path, complain);
    if (section.enabled === false) {
      if (isDefault) highTraffic = undefined;
      return;
    }
    // The schema and isSound have a metric here or in the rule it begins with.
    const rule = alertRule({ ...base, ...options, name } as RuleOptions);
    for (const problem of checkRule(rule, `rules[${String(index)}]`)) {
      const [what, remedy] = whatAndRemedy(problem.message);
      complain(pathOf(problem.path), `${problem.path}: ${what}`, remedy);
    }
    if (isDefault) highTraffic = { options, channels: section.channels, path };
    else rules.push({ rule, channels: section.channels, path });
  });
  return { rules, highTraffic };
}

function isSound(
  section: RuleSection,
  base: AlertRule | undefined,
  path: ConfigPath,
  complain: ComplainAt,
): boolean {
  const { use, name, metric } = section;
  if (use !== undefined && base === undefined) {
    const names = BUILT_IN_RULES.map((rule) => rule.name);
    complain([...path, 'use'], `${use} is no built-in rule`, remedyForName(use, names));
    return false;
  }
  if (use === undefined && name === HIGH_TRAFFIC) {
    const what = `${HIGH_TRAFFIC} is the name of the default rule`;
    complain([...path, 'name'], what, `write use: ${HIGH_TRAFFIC} to change it`);
    return false;
  }
  if (use === undefined && name === undefined) complain(path, 'the rule has no name', 'add name:');
  if (use === undefined && metric === undefined) {
    complain(path, 'the rule has no metric', 'add metric:, or begin with a built-in one by use:');
  }
  return use !== undefined || (name !== undefined && metric !== undefined);
}

function checkChannelNames(
  section: RuleSection,
  known: readonly string[],
  path: ConfigPath,
  complain: ComplainAt,
): void {
  section.channels?.forEach((name, at) => {
    if (known.includes(name)) return;
    const remedy = known.length === 0 ? 'add it under channels:' : remedyForName(name, known);
    complain([...path, 'channels', at], `there is no channel ${name}`, remedy);
  });
}

/** What the section says, as the rule has it. What cannot be read is told and left out. */
function ruleOptions(
  section: RuleSection,
  path: ConfigPath,
  complain: ComplainAt,
): Partial<RuleOptions> {
  const read = <F extends keyof RuleSection, T>(
    field: F,
    of: (value: NonNullable<RuleSection[F]>) => T,
  ): T | undefined => {
    const value = section[field];
    if (value === undefined) return undefined;
    return attempt(() => of(value), [...path, field], complain);
  };
  const { metric, by, comparison } = section;
  const { warning, critical } = section;
  const severities = {
    ...(warning === undefined ? {} : { warning: thresholdOf(warning) }),
    ...(critical === undefined ? {} : { critical: thresholdOf(critical) }),
  };
  const mutes = section.mute?.map((mute, at) =>
    attempt(() => muteOf(mute), [...path, 'mute', at], complain),
  );
  const options = {
    metric,
    by,
    comparison,
    noData: section.no_data,
    minHits: section.min_hits,
    groupsMax: section.groups_max,
    status: read('status', statusOf),
    quantile: read('quantile', quantileOf),
    where: read('where', conditionOf),
    windowSeconds: read('window', (value) => secondsOf(value, 'window')),
    forSeconds: read('for', (value) => secondsOf(value, 'for')),
    keepFiringForSeconds: read('keep_firing_for', (value) => secondsOf(value, 'keep_firing_for')),
    renotify: read('renotify', renotifyOf),
    mutes: mutes?.filter((mute) => mute !== undefined),
    labels: read('labels', (labels) =>
      Object.entries(labels).map(([name, value]) => [name, String(value)] as const),
    ),
    messages: read('message', messagesOf),
    severities: (warning ?? critical) ? severities : undefined,
  };
  const said = Object.entries(options).filter(([, value]) => value !== undefined);
  return Object.fromEntries(said); // a member that is there has the type that it has above
}

function attempt<T>(read: () => T, path: ConfigPath, complain: ComplainAt): T | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof UsageFailure || error instanceof EnvironmentFailure)) throw error;
    complain(path, error.message, error.remedy);
    return undefined;
  }
}

/** `rules[0].critical.recovery` as the names and indices that lead there. */
function pathOf(text: string): ConfigPath {
  const parts = text.match(/[^.[\]]+/g) ?? [];
  return parts.map((part) => (/^\d+$/.test(part) ? Number(part) : part));
}

/**
 * All rules as they are to be watched, the default one first. Its threshold and window are those of
 * the options.
 */
export function effectiveRules(
  { rules, highTraffic }: ReadRules,
  { threshold, windowSeconds }: { readonly threshold: number; readonly windowSeconds: number },
): readonly ConfiguredRule[] {
  if (highTraffic === undefined) return rules;
  const { options, channels, path } = highTraffic;
  const { warning, critical } = options.severities ?? {};
  const rule = alertRule({
    ...options,
    name: HIGH_TRAFFIC,
    metric: options.metric ?? 'hits_per_second',
    windowSeconds,
    severities: { ...(warning && { warning }), critical: { ...critical, threshold } },
  });
  return [{ rule, channels, path }, ...rules];
}
