import { jetstream, jetstreamManager, type JetStreamManager } from '@nats-io/jetstream';
import { Kvm } from '@nats-io/kv';
import type { NatsConnection } from '@nats-io/transport-node';
import type { Clock } from '@hitwatch/domain';

import { fail, type Finding, ok, warn } from './finding.ts';
import { type FleetNames, fleetNames } from './fleet-names.ts';
import { wrongSettings } from './fleet-settings.ts';
import { configOf } from './init-fleet.ts';
import { NATS_TIMEOUT_MS, natsProblem } from './nats-connection.ts';

/** From here on the known holes in routes, mTLS and restores are closed: docs/fleet.md. */
const ADVISED_VERSION = '2.12.7';
const SKEW_MS = 2000;
const QUIET_MS = 10_000;
const FULL_SHARE = 0.9;

/** Looks at what a fleet needs of its engine, and says of each thing what it is and what to do. */
export async function examineFleet(
  nats: NatsConnection,
  fleet: string,
  clock: Clock,
): Promise<Finding[]> {
  const names = fleetNames(fleet);
  const manager = await jetstreamManager(nats, { checkAPI: false, timeout: NATS_TIMEOUT_MS });
  const findings = [server(nats)];
  const looks: readonly [string, () => Promise<Finding>][] = [
    ['storage', () => storage(manager)],
    ['stream', () => stream(manager, names)],
    ['buckets', () => buckets(manager, names)],
    ['clock', () => engineClock(nats, names, clock)],
    ['lag', () => lag(manager, names, clock)],
  ];
  for (const [code, look] of looks) {
    try {
      const finding = await look();
      findings.push(finding);
      // Of what is not there nothing else can be said.
      if (finding.code === 'stream' && finding.level === 'fail') return findings;
    } catch (error) {
      const what = `${code} could not be looked at: ${natsProblem(error)}`;
      const remedy = 'use a user with the permissions of a monitor; docs/fleet.md lists them';
      findings.push(fail(code, what, remedy));
    }
  }
  return findings;
}

function server(nats: NatsConnection): Finding {
  const {
    version = '0',
    jetstream: hasJetStream = false,
    max_payload: payload = 0,
  } = nats.info ?? {};
  if (!hasJetStream) {
    return fail('server', `NATS ${version} runs without JetStream`, 'start it with "jetstream {}"');
  }
  if (payload < 256 * 1024) {
    return fail('server', `max_payload is ${payload}`, 'set it to 256 KiB or more');
  }
  if (isOlder(version, ADVISED_VERSION)) {
    const what = `NATS ${version} works, and has known holes`;
    return warn('server', what, `use ${ADVISED_VERSION} or newer; docs/fleet.md names them`);
  }
  return ok('server', `NATS ${version} with JetStream`);
}

async function storage(manager: JetStreamManager): Promise<Finding> {
  const { limits, storage: used } = await manager.getAccountInfo();
  const max = limits.max_storage;
  if (max > 0 && used > FULL_SHARE * max) {
    const what = `${used} of ${max} bytes of the account's storage are in use`;
    return warn('storage', what, 'raise max_file, or make a fleet with less');
  }
  return ok('storage', max > 0 ? `${used} of ${max} bytes in use` : `${used} bytes in use`);
}

async function stream(manager: JetStreamManager, names: FleetNames): Promise<Finding> {
  const config = await configOf(manager, names.stream);
  if (config === undefined) {
    return fail('stream', `there is no stream ${names.stream}`, 'run hitwatch fleet init');
  }
  const wrong = wrongSettings(names, config);
  if (wrong.length > 0) {
    const what = `stream ${names.stream} has other settings: ${wrong.join(', ')}`;
    return fail('stream_settings', what, 'take another fleet name, or change them with nats(1)');
  }
  const { cluster } = await manager.streams.info(names.stream);
  if (config.num_replicas > 1 && cluster?.leader === undefined) {
    const what = `stream ${names.stream} has no leader`;
    return fail('stream_leader', what, 'restart the servers one by one; the data stays');
  }
  const behind = cluster?.replicas?.filter(({ current }) => !current).length ?? 0;
  if (behind > 0) {
    const what = `${behind} of ${config.num_replicas} replicas are behind`;
    return warn('stream_replicas', what, 'see that all servers run and reach each other');
  }
  return ok('stream', `stream ${names.stream}, ${config.num_replicas} replicas`);
}

async function buckets(manager: JetStreamManager, names: FleetNames): Promise<Finding> {
  for (const name of [names.alertsBucket, names.agentsBucket]) {
    if ((await configOf(manager, `KV_${name}`)) === undefined) {
      const remedy = 'run hitwatch fleet init; until then each monitor notifies for itself';
      return fail('buckets', `there is no bucket ${name}`, remedy);
    }
  }
  return ok('buckets', 'both buckets are there');
}

/** Writes a key, which shows the permission too, and reads by which clock the engine has it. */
async function engineClock(
  nats: NatsConnection,
  names: FleetNames,
  clock: Clock,
): Promise<Finding> {
  const kv = new Kvm(jetstream(nats, { timeout: NATS_TIMEOUT_MS }));
  const bucket = await kv.open(names.alertsBucket, { bindOnly: true, allow_direct: true });
  const before = clock.nowMs();
  await bucket.put('doctor', '');
  const after = clock.nowMs();
  const entry = await bucket.get('doctor');
  const at = entry?.created.getTime() ?? before;
  const skew = at < before ? at - before : Math.max(0, at - after);
  if (Math.abs(skew) > SKEW_MS) {
    const what = `the engine's clock is ${Math.round(skew / 1000)} s from this host's`;
    return warn('clock', what, 'set the clocks by NTP; windows follow the engine');
  }
  return ok('clock', 'the clocks agree');
}

async function lag(manager: JetStreamManager, names: FleetNames, clock: Clock): Promise<Finding> {
  const { state } = await manager.streams.info(names.stream);
  if (state.messages === 0) {
    return warn('lag', 'no agent has published yet', 'start hitwatch agent on the hosts');
  }
  const silentMs = clock.nowMs() - Date.parse(state.last_ts);
  if (silentMs > QUIET_MS) {
    const what = `no agent has published for ${Math.round(silentMs / 1000)} s`;
    return warn('lag', what, 'see the agents: each publishes once a second');
  }
  return ok('lag', `${state.messages} messages, the last one ${Math.max(0, silentMs)} ms ago`);
}

function isOlder(version: string, than: string): boolean {
  const wanted = than.split('.').map(Number);
  const parts = version.split('.').map((part) => Number.parseInt(part, 10));
  for (const [at, number] of wanted.entries()) {
    const part = parts[at] ?? 0;
    if (part !== number) return !(part > number);
  }
  return false;
}
