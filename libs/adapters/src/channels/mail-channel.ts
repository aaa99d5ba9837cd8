import type { AlertNotification } from '@hitwatch/ports';

import { encodeJson } from '../json/encode.ts';
import { sanitize } from '../text/sanitize.ts';
import type { AlertChannel } from './alert-channel.ts';
import { ChannelFailure } from './channel-failure.ts';
import type { Secret } from './secret.ts';

const SUBJECT_LENGTH_MAX = 200;

/** How a mail is kept from being read on its way. */
export type MailTls = 'implicit' | 'starttls' | 'auto' | 'none';

export interface MailOptions {
  readonly name: string;
  readonly host: string;
  readonly port: number;
  /**
   * From the first byte; by STARTTLS or not at all; by STARTTLS where there is one, with any
   * certificate, since the other choice would be plain text; never.
   */
  readonly tls: MailTls;
  readonly user: string | undefined;
  readonly password: Secret | undefined;
  readonly from: string;
  readonly to: readonly string[];
  /** How long the server may say nothing. */
  readonly silentMsMax: number;
}

/** Sends each alert as a mail by SMTP, its `Message-ID` made of the alert's id. */
export class MailChannel implements AlertChannel {
  readonly name: string;
  readonly #options: MailOptions;

  constructor(options: MailOptions) {
    this.name = options.name;
    this.#options = options;
  }

  async send(alert: AlertNotification, signal: AbortSignal): Promise<void> {
    const { host, port, tls, user, password, from, to, silentMsMax } = this.#options;
    // Who sends no mail need not load what does.
    const { createTransport } = await import('nodemailer');
    const transport = createTransport({
      host,
      port,
      secure: tls === 'implicit',
      requireTLS: tls === 'starttls',
      ignoreTLS: tls === 'none',
      ...(tls === 'auto' ? { tls: { rejectUnauthorized: false } } : {}),
      connectionTimeout: silentMsMax,
      greetingTimeout: silentMsMax,
      socketTimeout: silentMsMax,
      // An alert reads no file and fetches no page, whatever stands in it.
      disableFileAccess: true,
      disableUrlAccess: true,
      ...(user === undefined ? {} : { auth: { user, pass: password?.reveal() ?? '' } }),
    });
    const close = () => {
      transport.close();
    };
    signal.addEventListener('abort', close);
    try {
      const { rejected } = await transport.sendMail({
        from,
        to: [...to],
        subject: sanitize(alert.message).slice(0, SUBJECT_LENGTH_MAX),
        text: mailText(alert),
        messageId: `<${alert.id.replaceAll(/[^\w.-]/g, '.')}@hitwatch>`,
        headers: { 'X-Hitwatch-ID': sanitize(alert.id), 'Auto-Submitted': 'auto-generated' },
      });
      if (rejected.length > 0) {
        const what = `${host}:${String(port)} refuses ${String(rejected.length)} of the addresses`;
        throw new ChannelFailure(what, { isFinal: true });
      }
    } catch (error) {
      throw mailFailure(`${host}:${String(port)}`, error);
    } finally {
      signal.removeEventListener('abort', close);
      transport.close();
    }
  }
}

function mailText(alert: AlertNotification): string {
  return `${sanitize(alert.message)}\n\n${encodeJson({ id: alert.id, ...alert.document })}\n`;
}

/** An answer of 5xx is final (RFC 5321 section 4.2.1). */
function mailFailure(place: string, error: unknown): ChannelFailure {
  if (error instanceof ChannelFailure) return error;
  const reason = error instanceof Error ? error.message : String(error);
  const { responseCode = 0 } = error as { readonly responseCode?: number }; // nodemailer's errors
  return new ChannelFailure(`${place}: ${reason}`, { isFinal: responseCode >= 500, cause: error });
}
