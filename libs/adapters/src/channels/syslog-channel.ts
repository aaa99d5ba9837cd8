import { createSocket } from 'node:dgram';
import { hostname } from 'node:os';

import type { AlertNotification } from '@hitwatch/ports';

import { sanitize } from '../text/sanitize.ts';
import type { AlertChannel } from './alert-channel.ts';
import { ChannelFailure } from './channel-failure.ts';

/** Facility `daemon` of RFC 5424. */
const FACILITY = 3;
const SEVERITIES = { critical: 2, warning: 4, recovered: 5 } as const;
/** What every receiver should take (RFC 5426 section 3.2). */
const MESSAGE_BYTES_MAX = 2048;
const HOST_LENGTH_MAX = 255;
const VALUE_LENGTH_MAX = 200;

export interface SyslogChannelOptions {
  readonly name: string;
  readonly host: string;
  readonly port: number;
}

/** Sends each alert as a message of RFC 5424 over UDP, where nobody says that it arrived. */
export class SyslogChannel implements AlertChannel {
  readonly name: string;
  readonly #options: SyslogChannelOptions;

  constructor(options: SyslogChannelOptions) {
    this.name = options.name;
    this.#options = options;
  }

  send(alert: AlertNotification, signal: AbortSignal): Promise<void> {
    const { host, port } = this.#options;
    const message = wholeCharacters(Buffer.from(syslogText(alert)), MESSAGE_BYTES_MAX);
    return new Promise((resolve, reject) => {
      const socket = createSocket({ type: host.includes(':') ? 'udp6' : 'udp4', signal });
      const fail = (error: Error) => {
        reject(new ChannelFailure(`${host}:${String(port)}: ${error.message}`, { cause: error }));
      };
      socket.once('error', fail);
      socket.once('close', () => {
        reject(new ChannelFailure(`${host}:${String(port)}: its address was not found in time`));
      });
      socket.send(message, port, host, (error) => {
        if (error) fail(error);
        else resolve();
        socket.close();
      });
    });
  }
}

/** PRI, version, time, host, program, process, kind of message, structured data, text. */
function syslogText(alert: AlertNotification): string {
  const severity = alert.firing ? SEVERITIES[alert.severity] : SEVERITIES.recovered;
  const at = new Date(alert.second * 1000).toISOString();
  const priority = FACILITY * 8 + severity;
  const host =
    hostname()
      .replaceAll(/[^\x21-\x7e]/g, '-')
      .slice(0, HOST_LENGTH_MAX) || '-';
  const head = `<${String(priority)}>1 ${at} ${host} hitwatch ${String(process.pid)} alert`;
  return `${head} ${structuredData(alert)} ${sanitize(alert.message)}`;
}

/** RFC 5424 section 6.3; 32473 is the number of RFC 5612, for whoever has none of their own. */
function structuredData({ id, rule, group, severity, state }: AlertNotification): string {
  const params = Object.entries({ id, rule, group, severity, state }).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}="${paramValue(value)}"`],
  );
  return `[hitwatch@32473 ${params.join(' ')}]`;
}

function paramValue(text: string): string {
  return sanitize(text.slice(0, VALUE_LENGTH_MAX)).replaceAll(/["\\\]]/g, '\\$&');
}

/** The beginning of UTF-8 text, cut between two characters. */
function wholeCharacters(octets: Buffer, bytesMax: number): Buffer {
  if (octets.length <= bytesMax) return octets;
  let end = bytesMax;
  while (end > 0 && ((octets[end] ?? 0) & 0xc0) === 0x80) end--;
  return octets.subarray(0, end);
}
