import {
  type AlertRule,
  BUILT_IN_RULES,
  HIGH_TRAFFIC,
  type Mute,
  type StatusRange,
  type Threshold,
} from '@hitwatch/domain';
import { Document, isMap, isScalar, isSeq, type Node } from 'yaml';

import { sanitize } from '../text/sanitize.ts';
import type { Configuration } from './configuration.ts';
import type { ConfiguredRule } from './read-rules.ts';
import { withoutSecrets } from './secret-source.ts';

const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;

/** A top-level value, and where it comes from in a few words. */
export interface PrintedSetting {
  readonly key: string;
  readonly value: string | readonly string[];
  readonly origin: string;
}

/**
 * All that is in force as a configuration that can be read again but for its secrets, which are
 * `***`, with where each part comes from behind it.
 */
export function printConfiguration(
  heading: string,
  settings: readonly PrintedSetting[],
  rules: readonly ConfiguredRule[],
  { channels, lineOf }: Configuration,
): string {
  const document = new Document({
    ...Object.fromEntries(settings.map(({ key, value }) => [key, plain(key, value)])),
    rules: rules.map(({ rule, channels: names }) => ruleValue(rule, names)),
    channels: Object.fromEntries(
      Object.entries(channels).map(([name, section]) => [name, withoutSecrets(section)]),
    ),
  });
  document.commentBefore = ` ${heading}`;
  for (const { key, origin } of settings) comment(document, [key], origin);
  rules.forEach(({ rule, path }, at) => {
    const isBuiltIn = BUILT_IN_RULES.some(({ name }) => name === rule.name);
    const place = path === undefined ? 'default' : `line ${String(lineOf(path))}`;
    const field = rule.name === HIGH_TRAFFIC ? 'use' : 'name';
    comment(document, ['rules', at, field], isBuiltIn && path ? `built in, ${place}` : place);
  });
  for (const name of Object.keys(channels)) {
    comment(document, ['channels', name, 'type'], `line ${String(lineOf(['channels', name]))}`);
  }
  const lines = document.toString({ lineWidth: 0 }).split('\n');
  return lines.map(sanitize).join('\n');
}

/** A number as one where the configuration has a number. */
function plain(key: string, value: string | readonly string[]): unknown {
  const isNumber = ['threshold', 'top', 'jobs'].includes(key) && typeof value === 'string';
  return isNumber && Number.isFinite(Number(value)) ? Number(value) : value;
}

/** Behind a value; above the first of a list, which has no place behind it. */
function comment(document: Document, path: readonly (string | number)[], text: string): void {
  const node = document.getIn(path, true) as Node | undefined; // typed as unknown by the library
  if (isScalar(node)) node.comment = ` ${text}`;
  else if ((isSeq(node) || isMap(node)) && node.items.length > 0) node.commentBefore = ` ${text}`;
  else if (node) node.comment = ` ${text}`;
}

/** As the configuration would have it, without what is not there. */
function ruleValue(rule: AlertRule, channels: readonly string[] | undefined): object {
  const { severities, status, quantile, renotify, mutes, labels, messages } = rule;
  const value = {
    // The default rule cannot be written by its name alone: it is there already.
    ...(rule.name === HIGH_TRAFFIC ? { use: rule.name } : { name: rule.name }),
    metric: rule.metric,
    status: status && statusText(status),
    quantile:
      quantile === undefined ? undefined : `p${String(Number((quantile * 100).toFixed(4)))}`,
    window: secondsText(rule.windowSeconds),
    where: rule.where?.text,
    by: rule.by,
    groups_max: rule.by && rule.groupsMax,
    min_hits: rule.minHits,
    no_data: rule.noData,
    comparison: rule.comparison,
    warning: severities.warning && thresholdValue(severities.warning),
    critical: severities.critical && thresholdValue(severities.critical),
    for: secondsText(rule.forSeconds),
    keep_firing_for: secondsText(rule.keepFiringForSeconds),
    renotify: renotify && {
      after: secondsText(renotify.afterSeconds),
      factor: renotify.factor,
      max: secondsText(renotify.maxSeconds),
      times: renotify.timesMax,
    },
    mute: mutes.length === 0 ? undefined : mutes.map(muteValue),
    labels: labels.length === 0 ? undefined : Object.fromEntries(labels),
    message: Object.keys(messages).length === 0 ? undefined : messages,
    channels,
  };
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined));
}

function thresholdValue({ threshold, recovery }: Threshold): object {
  return { threshold, recovery };
}

function statusText({ from, to }: StatusRange): string | number {
  return from === to ? from : `${String(Math.floor(from / 100))}xx`;
}

function secondsText(seconds: number): string {
  return `${String(seconds)}s`;
}

function muteValue(mute: Mute): object {
  if (mute.kind === 'span') {
    return { from: instant(mute.fromSecond), to: instant(mute.toSecond) };
  }
  const { days, fromMinute, toMinute, offsetMinutes } = mute;
  const zone = `${offsetMinutes < 0 ? '-' : '+'}${clock(Math.abs(offsetMinutes))}`;
  const names = days.map((day) => DAYS[day]);
  return { days: names, from: clock(fromMinute), to: clock(toMinute), zone };
}

function instant(second: number): string {
  return new Date(second * 1000).toISOString().replace('.000Z', 'Z');
}

function clock(minute: number): string {
  const two = (number: number) => String(number).padStart(2, '0');
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}
