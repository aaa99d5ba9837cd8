import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const BINARIES = ['/usr/sbin/nats-server', '/usr/bin/nats-server', 'nats-server'];
const READY_MS = 20_000;

/** Where the server of Debian's package is; undefined where it is not. */
export const natsBinary = BINARIES.find((binary) => spawnSync(binary, ['--version']).status === 0);

/** Skips the tests of a suite, and says why, where there is no server. */
export function needsNats(running: Mocha.Context): void {
  if (natsBinary !== undefined) return;
  console.log('      skipped: there is no nats-server (Debian: apt-get install nats-server)');
  running.skip();
}

interface Server {
  readonly name: string;
  readonly port: number;
  readonly configuration: string;
  process: ChildProcess | undefined;
}

/** Servers on loopback ports of their own, with their own folders; only these are ever killed. */
export class NatsServers {
  readonly #folder: string;
  readonly #servers: Server[];

  private constructor(folder: string, servers: Server[]) {
    this.#folder = folder;
    this.#servers = servers;
  }

  /** `extra` is more of the configuration, for each server the same. */
  static async start(count: number, extra = ''): Promise<NatsServers> {
    const folder = await mkdtemp(join(tmpdir(), 'hitwatch-nats-'));
    const ports = await freePorts(2 * count);
    const routes = ports.slice(count).map((port) => `nats://127.0.0.1:${port}`);
    const servers: Server[] = [];
    for (let at = 0; at < count; at++) {
      const name = `n${at + 1}`;
      const configuration = join(folder, `${name}.conf`);
      const cluster = `cluster { name: hitwatch, listen: "127.0.0.1:${ports[count + at] ?? 0}",
        routes: [${routes.map((route) => `"${route}"`).join(', ')}] }`;
      await writeFile(
        configuration,
        `server_name: ${name}
        listen: "127.0.0.1:${ports[at] ?? 0}"
        jetstream { store_dir: "${join(folder, name)}", max_mem: 64MB, max_file: 16GB }
        ${count > 1 ? cluster : ''}
        ${extra}`,
      );
      servers.push({ name, port: ports[at] ?? 0, configuration, process: undefined });
    }
    const all = new NatsServers(folder, servers);
    for (const { name } of servers) await all.startOne(name);
    return all;
  }

  get urls(): string[] {
    return this.#servers.map(({ port }) => `nats://127.0.0.1:${port}`);
  }

  async startOne(name: string): Promise<void> {
    const server = this.#named(name);
    server.process = spawn(natsBinary ?? 'nats-server', ['-c', server.configuration], {
      stdio: 'ignore',
    });
    const until = performance.now() + READY_MS;
    while (!(await answers(server.port))) {
      if (performance.now() > until) throw new Error(`${name} does not listen`);
      await sleep(20);
    }
  }

  /** As the power goes: no signal that it could do anything about. */
  async kill(name: string): Promise<void> {
    const { process } = this.#named(name);
    if (process?.exitCode !== null || process.signalCode !== null) return;
    const gone = once(process, 'exit');
    process.kill('SIGKILL');
    await gone;
  }

  async stop(): Promise<void> {
    for (const { name } of this.#servers) await this.kill(name);
    await rm(this.#folder, { recursive: true, force: true });
  }

  #named(name: string): Server {
    const server = this.#servers.find((one) => one.name === name);
    if (server === undefined) throw new Error(`there is no server ${name}`);
    return server;
  }
}

/** Looks again until something holds, with a bound. */
export async function eventually<T>(
  look: () => Promise<T | undefined>,
  timeoutMs = READY_MS,
): Promise<T> {
  const until = performance.now() + timeoutMs;
  for (;;) {
    const found = await look().catch((error: unknown) => {
      if (performance.now() > until) throw error;
      return undefined;
    });
    if (found !== undefined) return found;
    if (performance.now() > until) throw new Error('it did not happen in time');
    await sleep(50);
  }
}

async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer());
  const ports: number[] = [];
  for (const server of servers) {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    // A server that listens on a port has an address of that kind.
    ports.push((server.address() as AddressInfo).port);
  }
  for (const server of servers) {
    server.close();
    await once(server, 'close');
  }
  return ports;
}

async function answers(port: number): Promise<boolean> {
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
