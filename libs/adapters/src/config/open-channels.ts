import { join } from 'node:path';

import type { AlertNotification } from '@hitwatch/ports';

import type { AlertChannel } from '../channels/alert-channel.ts';
import { type AlertJournal, AlertList } from '../channels/alert-journal.ts';
import type { AlertOutlet } from '../channels/alert-outlet.ts';
import { postableAlert, labelsOf } from '../channels/alertmanager-alerts.ts';
import { AlertmanagerRelay, type PostAlerts } from '../channels/alertmanager-relay.ts';
import { BellChannel, type BellTerminal } from '../channels/bell-channel.ts';
import { asFailure, ChannelQueue, type OutletTools } from '../channels/channel-queue.ts';
import { CommandChannel } from '../channels/command-channel.ts';
import { discreet, DiscreetChannel } from '../channels/discreet-channel.ts';
import { FileChannel } from '../channels/file-channel.ts';
import { httpPost } from '../channels/http-post.ts';
import { MailChannel } from '../channels/mail-channel.ts';
import { QueueJournal } from '../channels/queue-journal.ts';
import type { Secret } from '../channels/secret.ts';
import { SlackChannel } from '../channels/slack-channel.ts';
import { SyslogChannel } from '../channels/syslog-channel.ts';
import { WebhookChannel } from '../channels/webhook-channel.ts';
import { encodeJson } from '../json/encode.ts';
import type { ChannelSection } from './channel-section.ts';
import { secondsOf } from './rule-values.ts';
import { openSecret, type SecretSource } from './secret-source.ts';

const TRY_MS_DEFAULT = 10_000;
const SMTPS_PORT = 465;
const SUBMISSION_PORT = 587;
const SYSLOG_PORT = 514;
/** For how long a test of an Alertmanager is taken for firing. */
const TEST_MS = 60_000;

export interface ChannelSurroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Where a bell can ring. */
  readonly terminal: BellTerminal;
}

export interface OutletSurroundings extends ChannelSurroundings, OutletTools {
  /** Folder in which what waits is kept; undefined to keep it in memory only. */
  readonly stateFolder: string | undefined;
  /** What waits in memory, by name of the channel, for those that are opened again. */
  readonly lists?: Map<string, AlertList>;
}

/** Channels whose secrets are there, to be opened. */
export type OutletPlan = () => readonly AlertOutlet[];

/**
 * The channels of a configuration that was found to be sound, each with its own queue. What waited
 * when the program ended goes out at once. Throws `UsageFailure` and `EnvironmentFailure` for a
 * secret or a queue that cannot be read.
 */
export function openOutlets(
  channels: Readonly<Record<string, ChannelSection>>,
  around: OutletSurroundings,
): readonly AlertOutlet[] {
  return planOutlets(channels, around)();
}

/** The same in two steps: what is wrong with a secret is thrown by the first. */
export function planOutlets(
  channels: Readonly<Record<string, ChannelSection>>,
  around: OutletSurroundings,
): OutletPlan {
  // All secrets before the first queue: nothing has gone out when one is missing.
  const opened = Object.entries(channels).map(([name, section]) => {
    const tryMsMax = tryMs(section);
    if (section.type !== 'alertmanager') {
      return { tryMsMax, name, channel: openChannel(name, section, around) };
    }
    return { tryMsMax, name, post: alertmanagerPost(section, around) };
  });
  return () =>
    opened.map(({ tryMsMax, name, channel, post }) => {
      const journal = openJournal(name, around);
      return channel === undefined
        ? new AlertmanagerRelay({ ...around, name, post, tryMsMax, journal })
        : new ChannelQueue({ ...around, channel, tryMsMax, journal });
    });
}

function openJournal(
  name: string,
  { stateFolder, onNotice, lists }: OutletSurroundings,
): AlertJournal {
  if (stateFolder !== undefined) {
    return QueueJournal.open(join(stateFolder, 'channels', `${name}.ndjson`), onNotice);
  }
  const list = lists?.get(name) ?? new AlertList();
  lists?.set(name, list);
  return list;
}

/** One channel without a queue, for a test of it. Throws as `openOutlets` does. */
export function openChannel(
  name: string,
  section: ChannelSection,
  around: ChannelSurroundings,
): AlertChannel {
  const secrets: Secret[] = [];
  const secret = (source: SecretSource): Secret => {
    const opened = openSecret(source, around.env);
    secrets.push(opened);
    return opened;
  };
  return new DiscreetChannel(plainChannel(name, section, around, secret), secrets);
}

/** How long one try of a channel may take, in milliseconds. */
export function tryMs({ timeout }: ChannelSection): number {
  return timeout === undefined ? TRY_MS_DEFAULT : secondsOf(timeout, 'timeout') * 1000;
}

function plainChannel(
  name: string,
  section: ChannelSection,
  around: ChannelSurroundings,
  secret: (source: SecretSource) => Secret,
): AlertChannel {
  const all = (sources: Readonly<Record<string, SecretSource>> = {}) =>
    Object.entries(sources).map(([own, source]) => [own, secret(source)] as const);
  switch (section.type) {
    case 'webhook':
    case 'slack': {
      const { url, headers, template, allow_link_local: allowLinkLocal = false } = section;
      const posting = { name, url: secret(url), template, allowLinkLocal };
      if (section.type === 'slack') return new SlackChannel(posting);
      const own = all(headers).map(([header, value]) => [header.toLowerCase(), value] as const);
      return new WebhookChannel({ ...posting, headers: own });
    }
    case 'alertmanager': {
      const post = alertmanagerPost(section, around);
      return { name, send: (alert, signal) => postTest(post, alert, signal) };
    }
    case 'email': {
      const { host, user, password, from, to } = section;
      // Who logs in does not tell the password to whoever listens.
      const { tls = user === undefined ? 'auto' : 'starttls' } = section;
      const { port = tls === 'implicit' ? SMTPS_PORT : SUBMISSION_PORT } = section;
      const known = password === undefined ? undefined : secret(password);
      const silentMsMax = tryMs(section);
      return new MailChannel({
        name,
        host,
        port,
        tls,
        user,
        password: known,
        from,
        to,
        silentMsMax,
      });
    }
    case 'command': {
      const { command, env } = section;
      return new CommandChannel({ name, command, env: around.env, variables: all(env) });
    }
    case 'bell':
      return new BellChannel(name, around.terminal);
    case 'syslog': {
      const { host = '127.0.0.1', port = SYSLOG_PORT } = section;
      return new SyslogChannel({ name, host, port });
    }
    case 'file':
      return new FileChannel(name, section.path);
  }
}

function alertmanagerPost(
  section: ChannelSection & { readonly type: 'webhook' | 'slack' | 'alertmanager' },
  { env }: ChannelSurroundings,
): PostAlerts {
  const base = openSecret(section.url, env);
  const own = Object.entries(section.headers ?? {}).map(([name, source]) => {
    return [name.toLowerCase(), openSecret(source, env)] as const;
  });
  const secrets = [base, ...own.map(([, value]) => value)];
  const allowLinkLocal = section.allow_link_local === true;
  return async (alerts, signal) => {
    const url = new URL(base.reveal());
    url.pathname = `${url.pathname.replace(/\/+$/, '')}/api/v2/alerts`;
    const headers = Object.fromEntries(own.map(([name, value]) => [name, value.reveal()]));
    const post = { url, headers: { ...headers, 'content-type': 'application/json' } };
    try {
      await httpPost({ ...post, allowLinkLocal }, encodeJson(alerts), signal);
    } catch (error) {
      throw discreet(asFailure(error), secrets);
    }
  };
}

function postTest(post: PostAlerts, alert: AlertNotification, signal: AbortSignal): Promise<void> {
  return post([postableAlert(labelsOf(alert), alert, alert.second * 1000 + TEST_MS)], signal);
}
