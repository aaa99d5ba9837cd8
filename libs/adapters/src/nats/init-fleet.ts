import { jetstream, jetstreamManager, type JetStreamManager } from '@nats-io/jetstream';
import { Kvm } from '@nats-io/kv';
import type { NatsConnection } from '@nats-io/transport-node';

import { fail, type Finding, ok } from './finding.ts';
import { type FleetNames, fleetNames } from './fleet-names.ts';
import {
  ALERTS_AGE_MS,
  BUCKET_BYTES_MAX,
  type FleetStorage,
  streamSettings,
  wrongSettings,
} from './fleet-settings.ts';
import { natsProblem } from './nats-connection.ts';

/** Replicated streams take a while to agree on where they are. */
const CREATE_TIMEOUT_MS = 10_000;

/**
 * Makes the stream and the buckets of a fleet, what of them is not there. What is there stays as it
 * is, and is never made anew under its name: servers have been seen that did not come back from
 * that. The one place that makes streams; agents and monitors never do.
 */
export async function initFleet(
  nats: NatsConnection,
  fleet: string,
  storage: FleetStorage,
): Promise<Finding[]> {
  const names = fleetNames(fleet);
  const options = { timeout: CREATE_TIMEOUT_MS, checkAPI: false };
  const manager = await jetstreamManager(nats, options);
  const findings = [await attempt('stream', () => makeStream(manager, names, storage))];
  const buckets = [
    { name: names.alertsBucket, ttl: ALERTS_AGE_MS },
    { name: names.agentsBucket, ttl: 0 },
  ];
  for (const { name, ttl } of buckets) {
    findings.push(await attempt('bucket', () => makeBucket(nats, manager, name, ttl, storage)));
  }
  return findings;
}

/** Servers of a cluster that keep each message where nobody says how many: three if there are. */
export function clusterReplicas({ info }: NatsConnection): number {
  // Each server of a cluster tells of itself and of the others.
  return info?.cluster !== undefined && (info.connect_urls?.length ?? 0) >= 3 ? 3 : 1;
}

async function makeStream(
  manager: JetStreamManager,
  names: FleetNames,
  storage: FleetStorage,
): Promise<Finding> {
  const held = await configOf(manager, names.stream);
  if (held === undefined) {
    await manager.streams.add({ name: names.stream, ...streamSettings(names, storage) });
    return ok('stream', `made stream ${names.stream}, ${storage.replicas} replicas`);
  }
  const wrong = wrongSettings(names, held);
  if (wrong.length > 0) {
    const what = `stream ${names.stream} is there with other settings: ${wrong.join(', ')}`;
    return fail('stream_settings', what, 'take another fleet name, or change them with nats(1)');
  }
  return ok('stream', `stream ${names.stream} is there, ${held.num_replicas} replicas`);
}

async function makeBucket(
  nats: NatsConnection,
  manager: JetStreamManager,
  name: string,
  ttl: number,
  { replicas }: FleetStorage,
): Promise<Finding> {
  if ((await configOf(manager, `KV_${name}`)) !== undefined) {
    return ok('bucket', `bucket ${name} is there`);
  }
  const kv = new Kvm(jetstream(nats, { timeout: CREATE_TIMEOUT_MS }));
  await kv.create(name, {
    history: 1,
    storage: 'file',
    replicas,
    max_bytes: BUCKET_BYTES_MAX,
    allow_direct: true,
    ...(ttl === 0 ? {} : { ttl }),
  });
  return ok('bucket', `made bucket ${name}`);
}

/** The settings of a stream; undefined where there is none. */
export async function configOf(manager: JetStreamManager, stream: string) {
  try {
    return (await manager.streams.info(stream)).config;
  } catch (error) {
    if (error instanceof Error && error.name === 'StreamNotFoundError') return undefined;
    throw error;
  }
}

async function attempt(code: string, make: () => Promise<Finding>): Promise<Finding> {
  try {
    return await make();
  } catch (error) {
    const what = `the ${code} could not be made: ${natsProblem(error)}`;
    return fail(code, what, 'see max_file of the server, its replicas and the permissions');
  }
}
