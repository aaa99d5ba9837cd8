import { duration, type Schema } from './settings.ts';

const text = (description: string): Schema => ({ type: 'string', minLength: 1, description });

const secret = (description: string): Schema => ({
  type: ['string', 'object'],
  description: `${description}; { env: NAME } or { file: PATH } keep it out of this file`,
  properties: {
    env: { type: 'string', minLength: 1, description: 'variable of the environment that has it' },
    file: { type: 'string', minLength: 1, description: 'file that has it, on one line' },
  },
  minLength: 1,
  minProperties: 1,
  maxProperties: 1,
  additionalProperties: false,
});

const secrets = (description: string): Schema => ({
  type: 'object',
  description,
  additionalProperties: secret('the value'),
});

const TIMEOUT = duration('how long one try may take, 10s unless it is given');
const ALLOW: Schema = {
  type: 'boolean',
  description: 'whether link-local addresses and metadata services may be posted to',
};
const HEADERS = secrets('headers of the request, such as Authorization');

interface ChannelKind {
  readonly description: string;
  readonly properties: Readonly<Record<string, Schema>>;
  readonly required: readonly string[];
}

const KINDS: Readonly<Record<string, ChannelKind>> = {
  webhook: {
    description: 'posts each alert as JSON, or as a template has it',
    properties: {
      url: secret('where to post, http:// or https://'),
      headers: HEADERS,
      template: text('the body, whose {fields} are filled in'),
      allow_link_local: ALLOW,
      timeout: TIMEOUT,
    },
    required: ['url'],
  },
  slack: {
    description: 'posts to an incoming webhook of Slack, Mattermost or what takes the same',
    properties: {
      url: secret('the address of the incoming webhook'),
      template: text('the text, whose {fields} are filled in'),
      allow_link_local: ALLOW,
      timeout: TIMEOUT,
    },
    required: ['url'],
  },
  alertmanager: {
    description: 'keeps an Alertmanager told of what fires, by its API v2',
    properties: {
      url: secret('where it is, such as http://127.0.0.1:9093'),
      headers: HEADERS,
      allow_link_local: ALLOW,
      timeout: TIMEOUT,
    },
    required: ['url'],
  },
  email: {
    description: 'sends each alert as a mail by SMTP',
    properties: {
      host: text('of the server'),
      port: { type: 'integer', minimum: 1, maximum: 65_535, description: '1 to 65535; 587 or 465' },
      tls: {
        type: 'string',
        enum: ['implicit', 'starttls', 'auto', 'none'],
        description: 'from the first byte, by STARTTLS, by STARTTLS where there is one, or never',
      },
      user: text('who logs in; without one nobody does'),
      password: secret('of the user'),
      from: text('the address of the sender'),
      to: {
        type: 'array',
        items: { type: 'string', pattern: '^[^\\s@,]+@[^\\s@,]+$' },
        minItems: 1,
        description: 'addresses of those who are told',
      },
      timeout: TIMEOUT,
    },
    required: ['host', 'from', 'to'],
  },
  command: {
    description: 'runs a program for each alert, without a shell',
    properties: {
      command: {
        type: 'array',
        items: { type: 'string' },
        minItems: 1,
        description: 'the program and its arguments, a list of one text each',
      },
      env: secrets('variables that it gets besides those of the alert'),
      timeout: TIMEOUT,
    },
    required: ['command'],
  },
  bell: { description: "rings the terminal's bell", properties: {}, required: [] },
  syslog: {
    description: 'sends each alert by UDP, as RFC 5424 has it',
    properties: {
      host: text('of the receiver; 127.0.0.1 unless it is given'),
      port: { type: 'integer', minimum: 1, maximum: 65_535, description: '1 to 65535; 514' },
    },
    required: [],
  },
  file: {
    description: 'appends each alert to a file, one JSON object a line',
    properties: { path: text('the file') },
    required: ['path'],
  },
};

export const CHANNEL_TYPES: readonly string[] = Object.keys(KINDS);

/** An entry of `channels`; docs/channels.md has an example of each. */
export const CHANNEL_SCHEMA: Schema = {
  type: 'object',
  description: 'a way to tell somebody of alerts',
  properties: {
    type: { type: 'string', enum: CHANNEL_TYPES, description: 'what kind of channel it is' },
  },
  required: ['type'],
  allOf: Object.entries(KINDS).map(([type, { description, properties, required }]) => ({
    if: { type: 'object', properties: { type: { const: type } }, required: ['type'] },
    then: {
      type: 'object',
      description,
      properties: { type: true, ...properties },
      required,
      additionalProperties: false,
    },
  })),
};
