import { CHANNEL_SCHEMA } from './channel-schema.ts';
import { RULE_SCHEMA } from './rule-schema.ts';
import { type Schema, SETTINGS } from './settings.ts';

const CHANNEL_NAME = '^[a-z0-9][a-z0-9_-]{0,62}$';

/** JSON Schema (draft-07) of hitwatch.yaml, as docs/hitwatch.schema.json has it. */
export const CONFIG_SCHEMA: Schema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'hitwatch.yaml',
  description: 'Configuration of hitwatch: options, alert rules and channels.',
  type: 'object',
  properties: {
    ...Object.fromEntries(SETTINGS.map(({ key, schema }) => [key, schema])),
    rules: {
      type: 'array',
      items: RULE_SCHEMA,
      description: 'alert rules; high-traffic is there without a word',
    },
    channels: {
      type: 'object',
      propertyNames: { pattern: CHANNEL_NAME },
      additionalProperties: CHANNEL_SCHEMA,
      description: 'who is told of alerts, and how, by names of your own',
    },
  },
  additionalProperties: false,
};
