import { createSocket, type Socket as UdpSocket } from 'node:dgram';
import { once } from 'node:events';
import { type AddressInfo, createServer, isIPv6, type Server, type Socket } from 'node:net';

import type { SourceEvent } from '@hitwatch/ports';

import { EnvironmentFailure, systemErrorCode } from '../command-line/failure.ts';
import type { Followed } from '../files/followed.ts';
import { type SyslogAddress, syslogName } from './syslog-address.ts';
import { SyslogFrames } from './syslog-frames.ts';
import { SyslogInbox, type SyslogReader } from './syslog-inbox.ts';

/** With more, the one that has been silent for longest gives way: half messages hold memory. */
const CONNECTIONS_MAX = 256;
/** What the system keeps of datagrams until they are read; it may grant less. */
const UDP_BUFFER_BYTES = 4 * 1024 * 1024;
/** A port that is free for one transport may be taken for the other. */
const FREE_PORT_TRIES = 10;

const REMEDIES: Readonly<Record<string, readonly [what: string, remedy: string]>> = {
  EADDRINUSE: ['the port is in use', 'choose another port'],
  EACCES: ['permission denied', 'choose a port from 1024 on'],
  EADDRNOTAVAIL: ['this machine has no such address', 'choose one of its own, or 0.0.0.0 for all'],
  ENOTFOUND: ['no such host', 'give an address of this machine'],
  EAI_AGAIN: ['no such host', 'give an address of this machine'],
};

interface Sockets {
  /** With the port that was free, where 0 was asked for. */
  readonly address: SyslogAddress;
  readonly udp: UdpSocket | undefined;
  readonly tcp: Server | undefined;
}

async function bind({ transports, host, port }: SyslogAddress): Promise<Sockets> {
  const udp = transports.includes('udp') ? await bindUdp(host, port) : undefined;
  try {
    // Last, so that nobody is connected before there is somebody to hear it.
    const tcp = transports.includes('tcp')
      ? await bindTcp(host, udp?.address().port ?? port)
      : undefined;
    // A server that listens at a port has an address and a port.
    const bound = udp?.address() ?? (tcp?.address() as AddressInfo);
    return { address: { transports, host, port: bound.port }, udp, tcp };
  } catch (error) {
    udp?.close();
    throw error;
  }
}

async function bindTcp(host: string, port: number): Promise<Server> {
  const tcp = createServer();
  tcp.listen({ host, port });
  await once(tcp, 'listening');
  return tcp;
}

async function bindUdp(host: string, port: number): Promise<UdpSocket> {
  const udp = createSocket(isIPv6(host) ? 'udp6' : 'udp4');
  try {
    udp.bind(port, host);
    await once(udp, 'listening');
    udp.setRecvBufferSize(UDP_BUFFER_BYTES);
    return udp;
  } catch (error) {
    udp.close();
    throw error;
  }
}

/**
 * Hears syslog messages by UDP, one a datagram, and by TCP, framed in either way of RFC 6587. What
 * comes by TCP faster than it is counted is held back; by UDP it is lost, which is told.
 */
export class SyslogListener implements Followed {
  /** With the port that was free, `syslog://127.0.0.1:5514`. */
  readonly name: string;
  /** It calls. */
  readonly pollMs = Infinity;
  readonly #sockets: Sockets;
  readonly #inbox: SyslogInbox;
  /** The one that has been silent for longest first. */
  readonly #connections = new Set<Socket>();

  #closed = false;

  private constructor(sockets: Sockets) {
    this.name = syslogName(sockets.address);
    this.#sockets = sockets;
    this.#inbox = new SyslogInbox(this.name);
    const { udp, tcp } = sockets;
    udp?.on('message', (message) => {
      this.#inbox.add(message);
    });
    // A connection that could not be accepted is no reason to end.
    udp?.on('error', () => undefined);
    tcp?.on('error', () => undefined);
    tcp?.on('connection', (socket) => {
      this.#accept(socket);
    });
  }

  /** Binds and hears from now on. Rejects with an `EnvironmentFailure` when it cannot. */
  static async open(address: SyslogAddress): Promise<SyslogListener> {
    for (let tries = 1; ; tries++) {
      try {
        return new SyslogListener(await bind(address));
      } catch (error) {
        const inUse = systemErrorCode(error) === 'EADDRINUSE';
        if (inUse && address.port === 0 && tries < FREE_PORT_TRIES) continue;
        throw bindFailure(address, error);
      }
    }
  }

  /** Has to be told before the first poll. */
  readBy(reader: SyslogReader): void {
    this.#inbox.readBy(reader);
  }

  poll(): SourceEvent | undefined {
    const event = this.#inbox.poll();
    if (this.#inbox.isCalm) for (const socket of this.#connections) socket.resume();
    return event;
  }

  marks(): readonly [] {
    return [];
  }

  close(): void {
    const { udp, tcp } = this.#sockets;
    for (const socket of this.#connections) socket.destroy();
    if (!this.#closed) udp?.close();
    tcp?.close();
    this.#closed = true;
    this.#inbox.close();
  }

  #accept(socket: Socket): void {
    if (this.#connections.size === CONNECTIONS_MAX) {
      const [silent] = this.#connections;
      if (silent !== undefined) this.#connections.delete(silent.destroy());
    }
    this.#connections.add(socket);
    // Finds those whose other end has gone without a word.
    socket.setKeepAlive(true, 60_000);
    const frames = new SyslogFrames((message) => {
      this.#inbox.add(message);
    });
    socket.on('data', (chunk: Buffer) => {
      this.#connections.delete(socket);
      this.#connections.add(socket);
      frames.push(chunk);
      if (this.#inbox.isCrowded) for (const each of this.#connections) each.pause();
    });
    // What was reset closes too.
    socket.on('error', () => undefined);
    socket.on('close', () => {
      this.#connections.delete(socket);
      frames.end();
    });
  }
}

function bindFailure(address: SyslogAddress, error: unknown): EnvironmentFailure {
  const code = systemErrorCode(error) ?? 'UNKNOWN';
  const reason = error instanceof Error ? error.message : String(error);
  const [what, remedy] = REMEDIES[code] ?? [reason, 'check the address'];
  return new EnvironmentFailure(code, `${syslogName(address)}: ${what}`, remedy, { cause: error });
}
