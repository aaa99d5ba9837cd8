import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

import { decodeRollups } from '@hitwatch/adapters';
import { FLEET_DEFAULTS, FleetState, PUBLIC_SEED, type RollupMessage } from '@hitwatch/domain';
import type { RollupBus, RollupStream } from '@hitwatch/ports';

import { freePort } from '../free-port.ts';

const BINARIES = ['/usr/sbin/nats-server', '/usr/bin/nats-server', 'nats-server'];
const READY_MS = 15_000;

export const natsBinary = BINARIES.find((name) => spawnSync(name, ['--version']).status === 0);

/** A server of one test, with JetStream, on a port of its own. */
export class OneServer {
  readonly url: string;
  readonly #port: number;
  readonly #folder: string;
  #process: ChildProcess | undefined;

  private constructor(port: number, folder: string) {
    this.url = `nats://127.0.0.1:${port}`;
    this.#port = port;
    this.#folder = folder;
  }

  static async start(folder: string): Promise<OneServer> {
    const server = new OneServer(await freePort(), folder);
    await server.start();
    return server;
  }

  async start(): Promise<void> {
    const args = ['-js', '-sd', this.#folder, '-a', '127.0.0.1', '-p', String(this.#port)];
    this.#process = spawn(natsBinary ?? 'nats-server', args, { stdio: 'ignore' });
    await eventually('the server listens', () => listens(this.#port));
  }

  async kill(): Promise<void> {
    if (this.#process === undefined) return;
    const gone = once(this.#process, 'exit');
    this.#process.kill('SIGKILL');
    this.#process = undefined;
    await gone;
  }
}

/** A monitor that only counts. */
export class FleetReader {
  readonly messages: RollupMessage[] = [];
  readonly #fleet = new FleetState(
    { ...FLEET_DEFAULTS, config: { seed: PUBLIC_SEED }, tableSeed: 1 },
    { count: () => undefined, fold: () => undefined, decide: () => undefined },
  );
  readonly #stream: RollupStream;
  readonly #following: Promise<void>;

  constructor(bus: RollupBus) {
    this.#stream = bus.follow(0);
    this.#following = this.#follow();
  }

  get hits(): number {
    return this.#fleet.totals.traffic(0).hits;
  }

  async close(): Promise<void> {
    await this.#stream.close();
    await this.#following;
  }

  async #follow(): Promise<void> {
    for await (const event of this.#stream) {
      if (event.kind !== 'rollups') continue;
      const reading = decodeRollups(event.stored.payload);
      if (!('message' in reading)) throw new Error(`an unreadable message: ${reading.refused}`);
      this.messages.push(reading.message);
      this.#fleet.apply({ ...event.stored, message: reading.message });
    }
  }
}

export async function eventually(
  what: string,
  holds: () => boolean | Promise<boolean>,
  timeoutMs = READY_MS,
): Promise<void> {
  const until = performance.now() + timeoutMs;
  while (!(await holds())) {
    if (performance.now() > until) throw new Error(`not in time: ${what}`);
    await sleep(20);
  }
}

async function listens(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
