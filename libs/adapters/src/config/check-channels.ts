import { validateHeaderName, validateHeaderValue } from 'node:http';

import { TEMPLATE_FIELDS, fillTemplate, unknownField } from '../channels/fill-template.ts';
import { findProgram } from '../channels/find-program.ts';
import { isGuarded } from '../channels/address-guard.ts';
import { EnvironmentFailure, UsageFailure } from '../command-line/failure.ts';
import { insideString, isJson } from '../channels/webhook-channel.ts';
import { secondsOf } from './rule-values.ts';
import type { ChannelSection } from './channel-section.ts';
import type { ComplainAt } from './config-problem.ts';
import { remedyForName } from './near-name.ts';
import { openSecret, type SecretSource } from './secret-source.ts';
import { EXAMPLE_ALERT } from './example-alert.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** `complain` with the part of the channel that is wrong. */
type Complain = (part: readonly string[], what: string, remedy: string) => void;

/**
 * Complains of what the schema cannot say of channels. With `env`, what they need of this machine
 * is looked at too: secrets and programs.
 */
export function checkChannels(
  channels: Readonly<Record<string, ChannelSection>>,
  env: Environment | undefined,
  complain: ComplainAt,
): void {
  for (const [name, section] of Object.entries(channels)) {
    checkChannel(section, env, (part, what, remedy) => {
      complain(['channels', name, ...part], what, remedy);
    });
  }
}

function checkChannel(
  section: ChannelSection,
  env: Environment | undefined,
  complain: Complain,
): void {
  if (section.timeout !== undefined) checkTimeout(section.timeout, complain);
  switch (section.type) {
    case 'webhook':
    case 'slack':
    case 'alertmanager': {
      const url = secret(section.url, ['url'], env, complain);
      if (url !== undefined) checkUrl(url, section.allow_link_local === true, complain);
      checkHeaders(section.headers ?? {}, env, complain);
      if (section.template !== undefined) checkTemplate(section.template, section, complain);
      return;
    }
    case 'email': {
      const { user, password } = section;
      if (password !== undefined) secret(password, ['password'], env, complain);
      if (password !== undefined && user === undefined) {
        complain(['password'], 'there is a password and no user', 'add user:');
      }
      if (!/^[^\r\n]*[^\s@]+@[^\s@]+$/.test(section.from)) {
        complain(['from'], 'from is no address', 'put one such as hitwatch@example.com');
      }
      return;
    }
    case 'command': {
      const [program] = section.command;
      if (env !== undefined && findProgram(program, env) === undefined) {
        const what = `there is no program ${program}`;
        complain(['command'], what, 'name one that is in PATH, or give its whole path');
      }
      for (const [name, source] of Object.entries(section.env ?? {})) {
        secret(source, ['env', name], env, complain);
        if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) continue;
        complain(['env', name], `${name} is no name of a variable`, 'take letters, digits and _');
      }
      return;
    }
    case 'bell':
    case 'syslog':
    case 'file':
  }
}

function checkTimeout(timeout: string | number, complain: Complain): void {
  try {
    const seconds = secondsOf(timeout, 'timeout');
    if (seconds >= 0.1 && seconds <= 600) return;
    complain(['timeout'], 'timeout is out of range', 'put 100ms to 10m');
  } catch (error) {
    if (!(error instanceof UsageFailure)) throw error;
    complain(['timeout'], error.message, error.remedy);
  }
}

/** The secret, if it can be known here. */
function secret(
  source: SecretSource,
  part: readonly string[],
  env: Environment | undefined,
  complain: Complain,
): string | undefined {
  if (typeof source !== 'string' && env === undefined) return undefined;
  try {
    return openSecret(source, env ?? {}).reveal();
  } catch (error) {
    if (!(error instanceof UsageFailure || error instanceof EnvironmentFailure)) throw error;
    complain(part, error.message, error.remedy);
    return undefined;
  }
}

/** Says nothing of the address itself: it may be a secret. */
function checkUrl(text: string, allowLinkLocal: boolean, complain: Complain): void {
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol)) {
    complain(['url'], 'url is no address of the web', 'give one with http:// or https://');
    return;
  }
  const { hostname } = new URL(text);
  if (allowLinkLocal || !isGuarded(hostname.replace(/^\[(.*)\]$/, '$1'))) return;
  const what = 'url leads to a link-local address or a metadata service';
  complain(['url'], what, 'add allow_link_local: true if that is meant');
}

function checkHeaders(
  headers: Readonly<Record<string, SecretSource>>,
  env: Environment | undefined,
  complain: Complain,
): void {
  for (const [name, source] of Object.entries(headers)) {
    const value = secret(source, ['headers', name], env, complain);
    try {
      validateHeaderName(name);
      if (value !== undefined) validateHeaderValue(name, value);
    } catch {
      const what = 'this is no header that can be sent';
      complain(['headers', name], what, 'take printable characters, on one line');
    }
  }
}

function checkTemplate(
  template: string,
  { type, headers = {} }: Pick<ChannelSection & { type: 'webhook' }, 'headers'> & { type: string },
  complain: Complain,
): void {
  const unknown = unknownField(template);
  if (unknown !== undefined) {
    const remedy = remedyForName(unknown, TEMPLATE_FIELDS);
    complain(['template'], `{${unknown}} is no field of a template`, remedy);
    return;
  }
  const own = Object.entries(headers).find(([name]) => name.toLowerCase() === 'content-type')?.[1];
  const isText = typeof own === 'string' && !isJson(own);
  if (type !== 'webhook' || isText) return;
  try {
    JSON.parse(fillTemplate(template, EXAMPLE_ALERT, insideString));
  } catch {
    const remedy = 'write JSON with {fields} in its texts, or give a content-type under headers:';
    complain(['template'], 'with its fields filled in this is no JSON', remedy);
  }
}
