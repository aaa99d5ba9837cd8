import {
  BUILT_IN_RULES,
  COMPARISONS,
  GROUP_BYS,
  NO_DATA,
  RULE_METRICS,
  TRANSITION_KINDS,
} from '@hitwatch/domain';

import { duration, type Schema } from './settings.ts';

const BUILT_IN_NAMES = BUILT_IN_RULES.map(({ name }) => name);
const number = (description: string): Schema => ({ type: 'number', description });
const text = (description: string): Schema => ({ type: 'string', description });
const closed = (description: string, properties: Schema, required: readonly string[] = []) => ({
  type: 'object',
  description,
  properties,
  required,
  additionalProperties: false,
});

const threshold = (severity: string): Schema => ({
  ...closed(
    `when it is ${severity}: a number, or { threshold, recovery }`,
    {
      threshold: number('the value past which it alerts, in the unit of the metric'),
      recovery: number('the value beyond which it recovers; the threshold unless it is given'),
    },
    ['threshold'],
  ),
  type: ['number', 'object'],
});

const mute = closed('a time in which alerts are recorded and not told', {
  days: {
    type: 'array',
    items: { type: 'string', enum: ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] },
    description: 'days on which it begins, each week; without them it is once',
  },
  from: text("'22:00' with days, else a time such as 2026-12-24T00:00:00+01:00"),
  to: text("'06:00' with days, else a time such as 2026-12-27T00:00:00+01:00"),
  zone: {
    type: 'string',
    pattern: '^[+-]\\d\\d:\\d\\d$',
    description: "offset of the days to UTC, such as '+02:00'; +00:00 unless it is given",
  },
});

const messages = {
  ...closed(
    'a template for each of what can happen, or one for all',
    Object.fromEntries(TRANSITION_KINDS.map((kind) => [kind, text(`told when it is ${kind}`)])),
  ),
  type: ['string', 'object'],
};

/** An entry of `rules`; docs/rules.md has all that it means. */
export const RULE_SCHEMA: Schema = {
  ...closed('the name of a built-in rule, { use: its name } with changes, or a rule of your own', {
    use: { type: 'string', enum: BUILT_IN_NAMES, description: 'the built-in rule to begin with' },
    name: text('its name; no two rules have the same'),
    enabled: { type: 'boolean', description: 'false turns it off' },
    metric: { type: 'string', enum: RULE_METRICS, description: 'what is looked at' },
    status: {
      type: ['integer', 'string'],
      description: 'of status_count and status_share: 404, or a class such as 5xx',
    },
    quantile: {
      type: 'string',
      pattern: '^p\\d\\d(\\.\\d+)?$',
      description: 'of response_time: p50 to p99.9, such as p95',
    },
    window: duration('1s to 1d'),
    where: text('a condition on the hits, such as status >= 500 and section = /api'),
    by: { type: 'string', enum: GROUP_BYS, description: 'one alert for each of these' },
    groups_max: { type: 'integer', description: 'groups that are watched at one time' },
    min_hits: { type: 'integer', description: 'with fewer hits nothing is judged' },
    no_data: { type: 'string', enum: NO_DATA, description: 'what a window without a hit means' },
    comparison: { type: 'string', enum: COMPARISONS, description: 'how the value is past it' },
    critical: threshold('critical'),
    warning: threshold('a warning'),
    for: duration('how long the value has to be past the threshold'),
    keep_firing_for: duration('how long it has to be back before the alert recovers'),
    renotify: {
      ...closed(
        'an alert that stands is told again: a time, or { after, factor, max, times }',
        {
          after: duration('the first time'),
          factor: number('each time is so many times as long as the one before'),
          max: duration('the longest time'),
          times: { type: 'integer', description: 'how often at most' },
        },
        ['after'],
      ),
      type: ['string', 'number', 'object'],
    },
    mute: { type: 'array', items: mute, description: 'times in which it is not told' },
    labels: {
      type: 'object',
      additionalProperties: { type: ['string', 'number', 'boolean'] },
      description: 'names and values of your own, for channels and templates',
    },
    message: messages,
    channels: {
      type: 'array',
      items: { type: 'string' },
      description: 'names of the channels that are told of it; all unless it is given',
    },
  }),
  type: ['string', 'object'],
};
