import type { AlertNotification } from '@hitwatch/ports';

import { encodeJson } from '../json/encode.ts';
import { sanitize } from '../text/sanitize.ts';
import type { AlertChannel } from './alert-channel.ts';
import { fillTemplate } from './fill-template.ts';
import { httpPost } from './http-post.ts';
import type { Secret } from './secret.ts';

/** Longest text: Slack cuts at 40,000, and a person reads less. */
const TEXT_LENGTH_MAX = 3000;

export interface SlackOptions {
  readonly name: string;
  readonly url: Secret;
  /** The text, whose {fields} are filled in; else the alert's message. */
  readonly template: string | undefined;
  readonly allowLinkLocal: boolean;
}

/** Posts to an incoming webhook of Slack, or of Mattermost and others that take the same. */
export class SlackChannel implements AlertChannel {
  readonly name: string;
  readonly #options: SlackOptions;

  constructor(options: SlackOptions) {
    this.name = options.name;
    this.#options = options;
  }

  async send(alert: AlertNotification, signal: AbortSignal): Promise<void> {
    const { url, template = '{message}', allowLinkLocal } = this.#options;
    const sign = alert.firing ? ':rotating_light:' : ':white_check_mark:';
    const text = `${sign} ${fillTemplate(template, alert, slackText)}`.slice(0, TEXT_LENGTH_MAX);
    const headers = { 'content-type': 'application/json' };
    const post = { url: new URL(url.reveal()), headers, allowLinkLocal };
    await httpPost(post, encodeJson({ text }), signal);
  }
}

/**
 * Without what Slack takes for markup or a mention, `<!channel>`, and what Mattermost does,
 * `@channel`: there, a character of no width behind the sign makes it a word like others.
 */
export function slackText(text: string): string {
  return sanitize(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('@', '@\u200b');
}
