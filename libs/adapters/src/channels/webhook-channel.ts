import type { AlertNotification } from '@hitwatch/ports';

import { encodeJson } from '../json/encode.ts';
import { sanitize } from '../text/sanitize.ts';
import type { AlertChannel } from './alert-channel.ts';
import { fillTemplate } from './fill-template.ts';
import { httpPost } from './http-post.ts';
import type { Secret } from './secret.ts';

export interface WebhookOptions {
  readonly name: string;
  /** May hold a token. */
  readonly url: Secret;
  /** Names in small letters. */
  readonly headers: readonly (readonly [name: string, value: Secret])[];
  /** A body whose {fields} are filled in: in JSON each as the inside of a string. */
  readonly template: string | undefined;
  readonly allowLinkLocal: boolean;
}

/**
 * Posts each alert as JSON, as it stands in NDJSON with its `id` added, or as a template has it.
 */
export class WebhookChannel implements AlertChannel {
  readonly name: string;
  readonly #options: WebhookOptions;

  constructor(options: WebhookOptions) {
    this.name = options.name;
    this.#options = options;
  }

  async send(alert: AlertNotification, signal: AbortSignal): Promise<void> {
    const { url, template, allowLinkLocal } = this.#options;
    const own = this.#options.headers.map(([name, value]) => [name, value.reveal()] as const);
    const headers: Readonly<Record<string, string>> = {
      'content-type': 'application/json',
      'idempotency-key': alert.id,
      ...Object.fromEntries(own),
    };
    const escape = isJson(headers['content-type']) ? insideString : sanitize;
    const body =
      template === undefined
        ? encodeJson({ id: alert.id, ...alert.document })
        : fillTemplate(template, alert, escape);
    await httpPost({ url: new URL(url.reveal()), headers, allowLinkLocal }, body, signal);
  }
}

/** Whether a body of this type is JSON, `application/x.y+json` as well. */
export function isJson(contentType = ''): boolean {
  return /\bjson\b/i.test(contentType);
}

/** As it stands between the quotes of a JSON string. */
export function insideString(text: string): string {
  return encodeJson(text).slice(1, -1);
}
