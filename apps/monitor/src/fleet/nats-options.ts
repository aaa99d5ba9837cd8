import { UsageFailure } from '@hitwatch/adapters';
import type { NatsOptions } from '@hitwatch/adapters/nats';

import type { Surroundings } from '../surroundings.ts';

/** How the engine of a fleet is reached, as `parseArgs` of Node takes it. */
export const NATS_OPTIONS = {
  nats: { type: 'string', multiple: true },
  fleet: { type: 'string' },
  'nats-user': { type: 'string' },
  'nats-creds': { type: 'string' },
  'nats-ca': { type: 'string' },
  'nats-cert': { type: 'string' },
  'nats-key': { type: 'string' },
} as const;

export interface NatsValues {
  readonly nats?: readonly string[] | undefined;
  readonly fleet?: string | undefined;
  readonly 'nats-user'?: string | undefined;
  readonly 'nats-creds'?: string | undefined;
  readonly 'nats-ca'?: string | undefined;
  readonly 'nats-cert'?: string | undefined;
  readonly 'nats-key'?: string | undefined;
}

/** A fleet, and how its engine is reached. */
export interface FleetPlace {
  readonly fleet: string;
  readonly nats: Omit<NatsOptions, 'clientName' | 'password'>;
}

/** Throws `UsageFailure` where something is missing. What the names may be, the engine knows. */
export function readFleetPlace(values: NatsValues): FleetPlace {
  const servers = (values.nats ?? []).flatMap((urls) => urls.split(',')).filter((url) => url);
  if (servers.length === 0) {
    throw new UsageFailure('no --nats is given', 'name a server, as in --nats nats://host:4222');
  }
  const { fleet } = values;
  if (fleet === undefined || fleet === '') {
    throw new UsageFailure('no --fleet is given', 'name the fleet, as in --fleet production');
  }
  const { 'nats-ca': caFile, 'nats-cert': certFile, 'nats-key': keyFile } = values;
  if ((certFile === undefined) !== (keyFile === undefined)) {
    throw new UsageFailure('--nats-cert and --nats-key go together', 'give both, or none');
  }
  const hasTls = caFile !== undefined || certFile !== undefined;
  return {
    fleet,
    nats: {
      servers,
      user: values['nats-user'],
      credentialsFile: values['nats-creds'],
      tls: hasTls ? { caFile, certFile, keyFile } : undefined,
    },
  };
}

/** The same with what is not for a command line. */
export function natsOptions(
  { nats }: FleetPlace,
  clientName: string,
  env: Surroundings['env'],
): NatsOptions {
  return { ...nats, clientName, password: env['HITWATCH_NATS_PASSWORD'] };
}
