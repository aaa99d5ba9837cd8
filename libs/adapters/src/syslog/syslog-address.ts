import { UsageFailure } from '../command-line/failure.ts';

/** What a listener for syslog binds to. */
export interface SyslogAddress {
  readonly transports: readonly ('udp' | 'tcp')[];
  readonly host: string;
  /** 0 for one that is free. */
  readonly port: number;
}

/** Who does not say otherwise is heard from this machine only: syslog has no passwords. */
const LOOPBACK = '127.0.0.1';
const PORT_MAX = 65_535;
const ADDRESS =
  /^(?:syslog(?:\+(udp|tcp))?:(?:\/\/)?)?(?:(\[[0-9A-Fa-f:.]+\]|[\w.-]+):)?(\d{1,5})$/;

/**
 * Reads `5514`, `127.0.0.1:5514`, `syslog:5514` or `syslog+udp://[::1]:5514`. Throws `UsageFailure`
 * naming `option` for anything else.
 */
export function parseSyslogAddress(text: string, option: string): SyslogAddress {
  const [, transport, host, digits] = ADDRESS.exec(text) ?? [];
  const port = Number(digits ?? NaN);
  if (port <= PORT_MAX) {
    return {
      transports: transport === 'udp' || transport === 'tcp' ? [transport] : ['udp', 'tcp'],
      // The same for both transports, which might be told another one each.
      host: host === 'localhost' ? LOOPBACK : (host?.replace(/^\[|\]$/g, '') ?? LOOPBACK),
      port,
    };
  }
  throw new UsageFailure(
    `${option} ${JSON.stringify(text)} is no address`,
    'give a port, such as 5514, or syslog://HOST:PORT, syslog+udp:// or syslog+tcp://',
  );
}

/** How an address is shown, and could be given again. */
export function syslogName({ transports, host, port }: SyslogAddress): string {
  const scheme = transports.length === 1 ? `syslog+${transports.join('')}` : 'syslog';
  return `${scheme}://${host.includes(':') ? `[${host}]` : host}:${port}`;
}
