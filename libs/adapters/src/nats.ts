// An entry point of its own: the clients are long to load, and most runs have no fleet.
export { examineFleet } from './nats/examine-fleet.ts';
export type { Finding } from './nats/finding.ts';
export { FLEET_STORAGE, type FleetStorage } from './nats/fleet-settings.ts';
export { clusterReplicas, initFleet } from './nats/init-fleet.ts';
export { NatsBoard } from './nats/nats-board.ts';
export { NatsBus } from './nats/nats-bus.ts';
export { connectNats, type NatsOptions } from './nats/nats-connection.ts';
