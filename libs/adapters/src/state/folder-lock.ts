import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { closeSync, linkSync, openSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { join } from 'node:path';
import process from 'node:process';

import type { Clock } from '@hitwatch/domain';

import { EnvironmentFailure, systemErrorCode } from '../command-line/failure.ts';
import { stateFailure } from './state-failure.ts';

const NAME = 'lock';
/** The address of a socket is no longer than 107 bytes on Linux, and 103 elsewhere. */
const ADDRESS_BYTES_MAX = 103;
/** Of a socket that was made and never became the lock. */
const LEFTOVER_MS = 60_000;
/** A holder that is busy still is one. */
const ANSWER_MS_MAX = 1000;
const ATTEMPTS_MAX = 20;

/** What whoever connects is told. */
interface Holder {
  readonly pid: number;
  readonly token: string;
}

/**
 * Keeps a second monitor out of a folder. The lock is a socket that its holder listens at: the
 * system closes it when the holder dies, however it dies, so a lock that nobody holds is known at
 * once, where a pid may be another process's by now and an age tells nothing.
 *
 * A socket that listens already is linked into its place, which fails when there is one; that of a
 * dead holder is replaced. Two that replace the same one at once would both believe it, so each
 * asks who answers, and looks again before it writes.
 */
export class FolderLock {
  readonly #path: string;
  readonly #server: Server;
  readonly #identity: Identity;

  private constructor(path: string, server: Server, identity: Identity) {
    this.#path = path;
    this.#server = server;
    this.#identity = identity;
  }

  /** Rejects with an `EnvironmentFailure`, with the code `ELOCKED` when another one holds it. */
  static async take(folder: string, clock: Clock): Promise<FolderLock> {
    try {
      return await takeIn(folder, clock, (...parts) => new FolderLock(...parts));
    } catch (error) {
      throw stateFailure(folder, error);
    }
  }

  /** Whether nobody has taken or removed the lock. */
  isHeld(): boolean {
    try {
      return isSame(identify(this.#path), this.#identity);
    } catch (error) {
      // What cannot be looked at now is not lost.
      return systemErrorCode(error) !== 'ENOENT';
    }
  }

  async release(): Promise<void> {
    if (this.isHeld()) rmSync(this.#path, { force: true });
    this.#server.close();
    await once(this.#server, 'close');
  }
}

interface Identity {
  readonly dev: number;
  readonly ino: number;
}

function identify(path: string): Identity {
  const { dev, ino } = statSync(path);
  return { dev, ino };
}

function isSame(one: Identity, other: Identity): boolean {
  return one.dev === other.dev && one.ino === other.ino;
}

type Make = (path: string, server: Server, identity: Identity) => FolderLock;

async function takeIn(folder: string, clock: Clock, make: Make): Promise<FolderLock> {
  const holder: Holder = { pid: process.pid, token: randomBytes(8).toString('hex') };
  const own = `${NAME}.${String(process.pid)}-${holder.token}`;
  const addresses = new Addresses(folder);
  try {
    const server = await listen(addresses.of(own), holder);
    try {
      await putInPlace(folder, own, addresses, holder);
      removeLeftovers(folder, clock.nowMs());
      const path = join(folder, NAME);
      return make(path, server, identify(path));
    } catch (error) {
      server.close();
      throw error;
    } finally {
      rmSync(join(folder, own), { force: true });
    }
  } finally {
    addresses.close();
  }
}

/** Names of a folder as addresses of sockets, also where its path is too long for one. */
class Addresses {
  readonly #base: string;
  readonly #fd: number | undefined;

  constructor(folder: string) {
    const longest = join(folder, `${NAME}.4194304-0123456789abcdef`);
    const isShort = Buffer.byteLength(longest) <= ADDRESS_BYTES_MAX;
    this.#fd = isShort ? undefined : openSync(folder, 'r');
    this.#base = this.#fd === undefined ? folder : `/proc/self/fd/${String(this.#fd)}`;
  }

  of(name: string): string {
    return join(this.#base, name);
  }

  close(): void {
    if (this.#fd !== undefined) closeSync(this.#fd);
  }
}

async function listen(address: string, holder: Holder): Promise<Server> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.end(JSON.stringify(holder));
  });
  server.listen(address);
  await once(server, 'listening');
  server.unref();
  // Asking nobody any more is no reason to end.
  server.on('error', () => undefined);
  return server;
}

async function putInPlace(
  folder: string,
  own: string,
  addresses: Addresses,
  holder: Holder,
): Promise<void> {
  const path = join(folder, NAME);
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
    if (!linkIfFree(join(folder, own), path)) {
      const found = lookAt(path);
      if (found === undefined) continue;
      const other = await ask(addresses.of(NAME));
      if (other === 'gone') continue;
      if (other !== 'dead') throw isLocked(folder, other);
      // Whoever was faster has put another one there.
      const now = lookAt(path);
      if (now === undefined || !isSame(now, found)) continue;
      renameSync(join(folder, own), path);
    }
    const answer = await ask(addresses.of(NAME));
    if (typeof answer === 'object' && answer.token === holder.token) return;
    if (typeof answer === 'object') throw isLocked(folder, answer);
  }
  throw isLocked(folder, 'silent');
}

/** False when there is a lock. */
function linkIfFree(own: string, path: string): boolean {
  try {
    linkSync(own, path);
    return true;
  } catch (error) {
    if (systemErrorCode(error) === 'EEXIST') return false;
    throw error;
  }
}

function lookAt(path: string): Identity | undefined {
  try {
    return identify(path);
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

type Answer = Holder | 'silent' | 'dead' | 'gone';

/** Who listens at an address. */
function ask(address: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const socket = connect(address);
    let text = '';
    socket.setTimeout(ANSWER_MS_MAX, () => {
      socket.destroy();
      resolve('silent');
    });
    socket.on('data', (chunk: Buffer) => (text += chunk.toString()));
    socket.on('end', () => {
      socket.destroy();
      resolve(holderOf(text));
    });
    socket.on('error', (error) => {
      const code = systemErrorCode(error) ?? '';
      if (code === 'ENOENT') resolve('gone');
      // So says a file that is no socket, too.
      else if (code === 'ECONNREFUSED' || code === 'ENOTSOCK') resolve('dead');
      else if (code === 'EAGAIN' || code === 'ECONNRESET') resolve('silent');
      else reject(error);
    });
  });
}

function holderOf(text: string): Answer {
  try {
    const { pid, token } = JSON.parse(text) as Partial<Holder>; // of another version, perhaps
    return typeof pid === 'number' && typeof token === 'string' ? { pid, token } : 'silent';
  } catch {
    return 'silent';
  }
}

function isLocked(folder: string, holder: Answer): EnvironmentFailure {
  const who = typeof holder === 'object' ? `, process ${String(holder.pid)}` : '';
  const what = `state ${folder}: is in use by another hitwatch${who}`;
  return new EnvironmentFailure('ELOCKED', what, 'stop it, or give each its own --state');
}

/** Of starts that were killed before they had the lock. */
function removeLeftovers(folder: string, nowMs: number): void {
  for (const name of readdirSync(folder)) {
    if (!name.startsWith(`${NAME}.`)) continue;
    const path = join(folder, name);
    const info = statSync(path, { throwIfNoEntry: false });
    if (info?.isSocket() === true && nowMs - info.mtimeMs > LEFTOVER_MS) {
      rmSync(path, { force: true });
    }
  }
}
