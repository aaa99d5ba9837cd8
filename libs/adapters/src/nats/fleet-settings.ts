import type { StreamConfig } from '@nats-io/jetstream';

import type { FleetNames } from './fleet-names.ts';

const NANOS = 1_000_000;

export interface FleetStorage {
  /** Servers that have each message: 1, 3 or 5. */
  readonly replicas: number;
  /** Bytes that are set aside on each of these for rollups, all at once. */
  readonly bytesMax: number;
  /** How long rollups are kept. */
  readonly ageMaxMs: number;
}

export const FLEET_STORAGE: FleetStorage = {
  replicas: 1,
  bytesMax: 2 * 1024 ** 3,
  ageMaxMs: 6 * 3600 * 1000,
};

/** Of the bucket of claims and of what monitors remember. */
export const ALERTS_AGE_MS = 7 * 24 * 3600 * 1000;
export const BUCKET_BYTES_MAX = 64 * 1024 ** 2;
const MESSAGE_BYTES_MAX = 256 * 1024;
/** How long the engine knows a message again that is sent twice. */
const DUPLICATE_WINDOW_MS = 120_000;

type Settings = Pick<
  StreamConfig,
  | 'subjects'
  | 'storage'
  | 'discard'
  | 'retention'
  | 'num_replicas'
  | 'max_age'
  | 'max_bytes'
  | 'max_msg_size'
  | 'duplicate_window'
  | 'allow_direct'
  | 'deny_delete'
  | 'deny_purge'
>;

/** The settings of a fleet's stream. */
export function streamSettings(names: FleetNames, storage: FleetStorage): Settings {
  return {
    subjects: [names.subjects],
    storage: 'file',
    discard: 'old',
    retention: 'limits',
    num_replicas: storage.replicas,
    max_age: storage.ageMaxMs * NANOS,
    max_bytes: storage.bytesMax,
    max_msg_size: MESSAGE_BYTES_MAX,
    duplicate_window: DUPLICATE_WINDOW_MS * NANOS,
    allow_direct: true,
    deny_delete: true,
    deny_purge: true,
  };
}

/** Those of which another value makes counts wrong or lost; the rest is the operator's choice. */
const NEEDED = ['storage', 'discard', 'retention', 'allow_direct'] as const;

/** What is wrong with a stream that somebody else has made, by the names of its settings. */
export function wrongSettings(names: FleetNames, config: Partial<StreamConfig>): string[] {
  const wanted = streamSettings(names, FLEET_STORAGE);
  const wrong: string[] = NEEDED.filter((name) => config[name] !== wanted[name]);
  if (config.subjects?.join() !== names.subjects) wrong.push('subjects');
  const size = config.max_msg_size ?? -1;
  if (size !== -1 && size < MESSAGE_BYTES_MAX) wrong.push('max_msg_size');
  if ((config.duplicate_window ?? 0) < DUPLICATE_WINDOW_MS * NANOS) wrong.push('duplicate_window');
  const perSubject = config.max_msgs_per_subject ?? -1;
  if (perSubject !== -1) wrong.push('max_msgs_per_subject');
  return wrong;
}
