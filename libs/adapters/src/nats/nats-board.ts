import type { Claim, NotificationBoard } from '@hitwatch/ports';
import { type KV, Kvm } from '@nats-io/kv';
import { jetstream, JetStreamApiError } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';

import { encodeJson } from '../json/encode.ts';
import { fleetNames } from './fleet-names.ts';
import { NATS_TIMEOUT_MS } from './nats-connection.ts';

/** What the engine answers where a key is there already, or was changed by another one. */
const WRONG_LAST_SEQUENCE = 10_071;

interface Held {
  readonly sinceMs: number;
  readonly isSent: boolean;
  readonly revision: number;
}

/** Claims of notifications in the key-value bucket of a fleet, each a compare-and-set. */
export class NatsBoard implements NotificationBoard {
  readonly #bucket: KV;
  /** Who we are, for whoever looks into the bucket. */
  readonly #owner: string;

  private constructor(bucket: KV, owner: string) {
    this.#bucket = bucket;
    this.#owner = owner;
  }

  /** On the connection of a bus. Asks the server for nothing yet. */
  static async open(nats: NatsConnection, fleet: string, owner: string): Promise<NatsBoard> {
    const manager = new Kvm(jetstream(nats, { timeout: NATS_TIMEOUT_MS }));
    const name = fleetNames(fleet).alertsBucket;
    const bucket = await manager.open(name, { bindOnly: true, allow_direct: true });
    return new NatsBoard(bucket, owner);
  }

  async claim(key: string, nowMs: number): Promise<Claim> {
    try {
      await this.#bucket.create(key, this.#value(nowMs, false));
      return { kind: 'ours' };
    } catch (error) {
      if (!isTaken(error)) throw error;
    }
    const held = await this.#held(key);
    if (held === undefined) throw new Error('a claim that is there and cannot be read');
    return held.isSent ? { kind: 'sent' } : { kind: 'theirs', sinceMs: held.sinceMs };
  }

  async takeOver(key: string, nowMs: number): Promise<boolean> {
    const held = await this.#held(key);
    if (held === undefined || held.isSent) return false;
    try {
      await this.#bucket.update(key, this.#value(nowMs, false), held.revision);
      return true;
    } catch (error) {
      if (isTaken(error)) return false;
      throw error;
    }
  }

  async sent(key: string, nowMs: number): Promise<void> {
    await this.#bucket.put(key, this.#value(nowMs, true));
  }

  async remember(key: string, value: Uint8Array): Promise<void> {
    await this.#bucket.put(key, value);
  }

  async recall(key: string): Promise<Uint8Array | undefined> {
    const entry = await this.#bucket.get(key);
    return entry?.operation === 'PUT' ? Uint8Array.from(entry.value) : undefined;
  }

  async #held(key: string): Promise<Held | undefined> {
    const entry = await this.#bucket.get(key);
    if (entry?.operation !== 'PUT') return undefined;
    const { revision, created } = entry;
    // The bucket is everybody's who may tell: what is no claim of ours counts as one that waits.
    const isSent = entry.string().includes('"sent":true');
    return { sinceMs: created.getTime(), isSent, revision };
  }

  #value(nowMs: number, isSent: boolean): string {
    return encodeJson({ owner: this.#owner, at_ms: nowMs, sent: isSent });
  }
}

function isTaken(error: unknown): boolean {
  return error instanceof JetStreamApiError && error.code === WRONG_LAST_SEQUENCE;
}
