import { readFile } from 'node:fs/promises';

import {
  AuthorizationError,
  connect,
  credsAuthenticator,
  type NatsConnection,
  type NodeConnectionOptions,
} from '@nats-io/transport-node';

import { EnvironmentFailure } from '../command-line/failure.ts';

export interface NatsOptions {
  /** `nats://host:4222`, `tls://...`; several of one cluster. */
  readonly servers: readonly string[];
  /** As the server lists it: `hitwatch agent web-1`. */
  readonly clientName: string;
  readonly user?: string | undefined;
  readonly password?: string | undefined;
  /** A file with the credentials of a user (JWT and seed). */
  readonly credentialsFile?: string | undefined;
  /** Files in PEM. */
  readonly tls?:
    | {
        readonly caFile?: string | undefined;
        readonly certFile?: string | undefined;
        readonly keyFile?: string | undefined;
      }
    | undefined;
  /** Of the subjects that answers come to, where the server restricts those. */
  readonly inboxPrefix?: string | undefined;
}

/** What a request may take. The default of 20 s would be the time for which a screen stands. */
export const NATS_TIMEOUT_MS = 2000;

/**
 * Connects, and then stays: a connection that is lost is made again for ever, half a second after
 * the other. Throws an `EnvironmentFailure` where the first one cannot be made.
 */
export async function connectNats(options: NatsOptions): Promise<NatsConnection> {
  try {
    return await connect(await connectionOptions(options));
  } catch (error) {
    throw connectFailure(options, error);
  }
}

async function connectionOptions(options: NatsOptions): Promise<NodeConnectionOptions> {
  const { credentialsFile, inboxPrefix, password, tls, user } = options;
  const credentials = credentialsFile === undefined ? undefined : await readFile(credentialsFile);
  return {
    servers: [...options.servers],
    name: options.clientName,
    timeout: NATS_TIMEOUT_MS,
    maxReconnectAttempts: -1,
    reconnectTimeWait: 500,
    reconnectJitter: 250,
    // An expired credential is told, and may be replaced while we try.
    ignoreAuthErrorAbort: true,
    // A server that hangs is found after ten to fifteen seconds.
    pingInterval: 5000,
    maxPingOut: 2,
    ...(user === undefined ? {} : { user, pass: password ?? '' }),
    ...(credentials === undefined ? {} : { authenticator: credsAuthenticator(credentials) }),
    ...(inboxPrefix === undefined ? {} : { inboxPrefix }),
    ...(tls === undefined ? {} : { tls: tlsFiles(tls) }),
  };
}

function tlsFiles({ caFile, certFile, keyFile }: NonNullable<NatsOptions['tls']>) {
  return {
    ...(caFile === undefined ? {} : { caFile }),
    ...(certFile === undefined ? {} : { certFile }),
    ...(keyFile === undefined ? {} : { keyFile }),
  };
}

function connectFailure({ servers }: NatsOptions, cause: unknown): EnvironmentFailure {
  // A URL may have a password in it.
  const where = servers.map((server) => server.slice(server.lastIndexOf('@') + 1)).join(', ');
  if (cause instanceof AuthorizationError) {
    const what = `the NATS server at ${where} does not accept the credentials`;
    const remedy = 'check user, password and credentials file; docs/fleet.md has examples';
    return new EnvironmentFailure('nats_credentials', what, remedy, { cause });
  }
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new EnvironmentFailure(
    'nats_unreachable',
    `there is no NATS server at ${where} (${reason})`,
    'check --nats, and that the server runs',
    { cause },
  );
}

/** One line for what an engine answers, with what to do where that is known. */
export function natsProblem(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const name = error instanceof Error ? error.name : '';
  if (name === 'JetStreamNotEnabled') return 'JetStream is off, or has no leader just now';
  if (name === 'StreamNotFoundError') return 'there is no such fleet: run hitwatch fleet init';
  if (name === 'NoRespondersError') return 'nobody answers for this fleet just now';
  if (name === 'PermissionViolationError') return 'the server does not permit that to this user';
  if (text.includes('insufficient') || text.includes('no space')) {
    return `the disk of the engine is full (${text})`;
  }
  return text;
}
