import type { MailTls } from '../channels/mail-channel.ts';
import type { SecretSource } from './secret-source.ts';

interface Timed {
  readonly timeout?: string | number;
}

interface Posting extends Timed {
  readonly url: SecretSource;
  readonly headers?: Readonly<Record<string, SecretSource>>;
  readonly template?: string;
  readonly allow_link_local?: boolean;
}

interface EmailSection extends Timed {
  readonly type: 'email';
  readonly host: string;
  readonly port?: number;
  readonly tls?: MailTls;
  readonly user?: string;
  readonly password?: SecretSource;
  readonly from: string;
  readonly to: readonly string[];
}

interface CommandSection extends Timed {
  readonly type: 'command';
  readonly command: readonly [program: string, ...args: string[]];
  readonly env?: Readonly<Record<string, SecretSource>>;
}

interface SyslogSection extends Timed {
  readonly type: 'syslog';
  readonly host?: string;
  readonly port?: number;
}

/** An entry of `channels` that keeps to the schema. */
export type ChannelSection =
  | ({ readonly type: 'webhook' | 'slack' | 'alertmanager' } & Posting)
  | EmailSection
  | CommandSection
  | SyslogSection
  | ({ readonly type: 'bell' } & Timed)
  | ({ readonly type: 'file'; readonly path: string } & Timed);
