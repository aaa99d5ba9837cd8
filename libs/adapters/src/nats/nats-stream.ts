import { setTimeout as sleep } from 'node:timers/promises';

import type { BusEvent, RollupStream } from '@hitwatch/ports';
import type { ConsumerMessages, JetStreamClient } from '@nats-io/jetstream';

import type { FleetNames } from './fleet-names.ts';
import { natsProblem } from './nats-connection.ts';
import { plainBytes } from './plain-bytes.ts';

/** Longer than what an engine may lose of its end when its power fails. */
const AGAIN_MS = 150_000;
const RETRY_MS = 500;
const BATCH = 500;
// The default of 30 s is also how long it does nothing after a cluster came back.
const EXPIRES_MS = 4000;
const HEARTBEAT_MS = 1500;

/** What the client tells of a consumer that will not deliver any more, or has missed something. */
const TROUBLE: ReadonlySet<string> = new Set([
  'heartbeats_missed',
  'consumer_not_found',
  'consumer_deleted',
  'stream_not_found',
  'no_responders',
]);

/**
 * All rollups of a fleet, in order. When anything is wrong the consumer is made anew, and not where
 * it was by number but from some time before: an engine that has lost its end gives the same
 * numbers to other messages. What comes twice is known to whoever reads it.
 */
export class NatsStream implements RollupStream {
  readonly #jetstream: JetStreamClient;
  readonly #names: FleetNames;
  readonly #onEnd: (stream: NatsStream) => void;
  #sinceMs: number;
  #messages: ConsumerMessages | undefined;
  #isClosed = false;

  constructor(
    jetstream: JetStreamClient,
    names: FleetNames,
    sinceMs: number,
    onEnd: (stream: NatsStream) => void,
  ) {
    this.#jetstream = jetstream;
    this.#names = names;
    this.#sinceMs = sinceMs;
    this.#onEnd = onEnd;
  }

  /** The connection is another one. */
  restart(): void {
    this.#messages?.stop();
  }

  close(): Promise<void> {
    this.#isClosed = true;
    this.#onEnd(this);
    // Its own `close` waits for the end of the iteration, which may be where we are called from.
    this.#messages?.stop();
    return Promise.resolve();
  }

  async *[Symbol.asyncIterator](): AsyncIterator<BusEvent> {
    let isTroubled = false;
    while (!this.#isClosed) {
      let problem = 'the engine has stopped to deliver';
      try {
        const messages = await this.#open();
        if (isTroubled) yield { kind: 'resumed' };
        isTroubled = false;
        let newestMs = this.#sinceMs + AGAIN_MS;
        for await (const { data, info, seq, subject } of messages) {
          const atMs = info.timestampNanos / 1e6;
          newestMs = Math.max(newestMs, atMs);
          this.#sinceMs = newestMs - AGAIN_MS;
          const agent = this.#names.agentOf(subject);
          yield {
            kind: 'rollups',
            stored: { sequence: seq, atMs, agent, payload: plainBytes(data) },
          };
        }
      } catch (error) {
        problem = natsProblem(error);
      }
      if (this.#hasClosed()) return;
      if (!isTroubled) yield { kind: 'trouble', text: problem };
      isTroubled = true;
      await sleep(RETRY_MS);
    }
  }

  async #open(): Promise<ConsumerMessages> {
    const consumer = await this.#jetstream.consumers.get(this.#names.stream, {
      filter_subjects: this.#names.subjects,
      deliver_policy: 'by_start_time',
      opt_start_time: new Date(Math.max(0, this.#sinceMs)).toISOString(),
    });
    const messages = await consumer.consume({
      max_messages: BATCH,
      expires: EXPIRES_MS,
      idle_heartbeat: HEARTBEAT_MS,
    });
    this.#messages = messages;
    // It may have been closed meanwhile.
    if (this.#isClosed) messages.stop();
    void this.#watch(messages);
    return messages;
  }

  async #watch(messages: ConsumerMessages): Promise<void> {
    for await (const { type } of messages.status()) {
      if (!TROUBLE.has(type)) continue;
      messages.stop();
      return;
    }
  }

  /** A call, because the compiler takes a field for unchanged although `close` has changed it. */
  #hasClosed(): boolean {
    return this.#isClosed;
  }
}
