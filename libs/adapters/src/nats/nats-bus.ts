import { jetstream, type JetStreamClient, jetstreamManager } from '@nats-io/jetstream';
import type { JetStreamManager } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import type { RollupBus, RollupStream, StoredRollups } from '@hitwatch/ports';

import { EnvironmentFailure } from '../command-line/failure.ts';
import { fleetNames, type FleetNames } from './fleet-names.ts';
import { connectNats, NATS_TIMEOUT_MS, type NatsOptions, natsProblem } from './nats-connection.ts';
import { NatsStream } from './nats-stream.ts';
import { plainBytes } from './plain-bytes.ts';

/** The bus of a fleet on NATS JetStream. The stream is there already: see `initFleet`. */
export class NatsBus implements RollupBus {
  readonly name: string;
  readonly #nats: NatsConnection;
  readonly #jetstream: JetStreamClient;
  readonly #manager: JetStreamManager;
  readonly #names: FleetNames;
  readonly #streams = new Set<NatsStream>();
  #connections = 1;

  private constructor(nats: NatsConnection, manager: JetStreamManager, names: FleetNames) {
    this.#nats = nats;
    this.#names = names;
    this.#jetstream = jetstream(nats, { timeout: NATS_TIMEOUT_MS });
    this.#manager = manager;
    this.name = `NATS at ${nats.getServer()}, fleet ${names.fleet}`;
    void this.#watchConnection();
  }

  /** Throws an `EnvironmentFailure` where there is no server, or it does not let us in. */
  static async connect(fleet: string, options: NatsOptions): Promise<NatsBus> {
    const names = fleetNames(fleet);
    const nats = await connectNats(options);
    // Whether JetStream is on is found out with the first request: to ask needs a permission more.
    const manager = await jetstreamManager(nats, { checkAPI: false, timeout: NATS_TIMEOUT_MS });
    return new NatsBus(nats, manager, names);
  }

  get connections(): number {
    return this.#connections;
  }

  /** For what shares the connection: boards, `initFleet`, `examineFleet`. */
  get connection(): NatsConnection {
    return this.#nats;
  }

  async publish(
    agent: string,
    id: string,
    payload: Uint8Array,
  ): Promise<{ readonly sequence: number; readonly isDuplicate: boolean }> {
    const subject = this.#names.subjectOf(agent);
    try {
      const { seq, duplicate } = await this.#jetstream.publish(subject, payload, {
        msgID: id,
        timeout: NATS_TIMEOUT_MS,
        expect: { streamName: this.#names.stream },
      });
      return { sequence: seq, isDuplicate: duplicate };
    } catch (error) {
      throw failure(error);
    }
  }

  async last(agent: string): Promise<StoredRollups | undefined> {
    const subject = this.#names.subjectOf(agent);
    try {
      const query = { last_by_subj: subject };
      const found = await this.#manager.direct.getMessage(this.#names.stream, query);
      if (found === null) return undefined;
      const { data, seq, time } = found;
      return { sequence: seq, atMs: time.getTime(), agent, payload: plainBytes(data) };
    } catch (error) {
      throw failure(error);
    }
  }

  follow(sinceMs: number): RollupStream {
    const stream = new NatsStream(this.#jetstream, this.#names, sinceMs, (ended) => {
      this.#streams.delete(ended);
    });
    this.#streams.add(stream);
    return stream;
  }

  async close(): Promise<void> {
    for (const stream of [...this.#streams]) await stream.close();
    await this.#nats.close();
  }

  async #watchConnection(): Promise<void> {
    for await (const { type } of this.#nats.status()) {
      if (type !== 'reconnect') continue;
      this.#connections++;
      for (const stream of this.#streams) stream.restart();
    }
  }
}

function failure(cause: unknown): EnvironmentFailure {
  const remedy = 'hitwatch doctor says more';
  return new EnvironmentFailure('nats', natsProblem(cause), remedy, { cause });
}
