import type { LogStream, Notice, SourceEvent, StreamMark } from '@hitwatch/ports';

import { systemErrorCode } from '../command-line/failure.ts';
import { quietly } from './before-us.ts';
import {
  beginsLike,
  type FileIdentity,
  type Generation,
  isOfSameTime,
  markOf,
  type OpenGeneration,
  sameFile,
  TELLING_BYTES,
} from './generation.ts';
import type { KnownGenerations } from './known-generations.ts';
import { readBlock } from './read-block.ts';
import { readFailure } from './read-failure.ts';

/**
 * How long a rotated file has to be quiet until it is given up: its writer may still hold it open.
 */
const QUIET_MS = 10_000;

/**
 * Generations that are waited for at once. Where there are more, as many rotations have come since
 * the oldest, and nobody writes to that one.
 */
const WAITING_MAX = 64;

/** A rotated generation that is read to its end. */
export interface Draining extends Generation {
  /** What it is called, for messages. */
  readonly name: string;
  /** Undefined for one that nobody writes to any more: its end is the end. */
  quietSinceMs: number | undefined;
  /** Since when it cannot be read. */
  failingSinceMs?: number;
}

/** The rotated generations of a log, oldest first, each read to its end before the next. */
export class DrainingSet {
  readonly #buffer: Uint8Array;
  readonly #known: KnownGenerations;
  readonly #onNotice: (notice: Notice) => void;
  #old: readonly Draining[] = [];

  constructor(buffer: Uint8Array, known: KnownGenerations, onNotice: (notice: Notice) => void) {
    this.#buffer = buffer;
    this.#known = known;
    this.#onNotice = onNotice;
  }

  add(...old: readonly Draining[]): void {
    this.#old = [...this.#old, ...old];
  }

  get size(): number {
    return this.#old.length;
  }

  /** Settles when there may be more of a packed one, which what is newer has to wait for. */
  get working(): Promise<void> | undefined {
    return this.#old.find(({ log }) => log.working !== undefined)?.log.working;
  }

  holds(identity: FileIdentity): boolean {
    return this.#old.some(({ log }) => sameFile(log.identity, identity));
  }

  streamOf(identity: FileIdentity): LogStream | undefined {
    return this.#old.find(({ log }) => sameFile(log.identity, identity))?.stream;
  }

  /** Whether one of them is how this one begins, as it is when it was packed meanwhile. */
  hasBeginningOf({ fingerprint, seen }: OpenGeneration, isTimed: boolean): boolean {
    return this.#old.some(
      ({ log }) =>
        log.fingerprint.length >= TELLING_BYTES &&
        beginsLike(fingerprint, log.fingerprint) &&
        (!isTimed || isOfSameTime(log.seen.modifiedMs, seen.modifiedMs)),
    );
  }

  marks(): readonly StreamMark[] {
    return this.#old.map((old) => ({ stream: old.stream, mark: markOf(old) }));
  }

  /** Gives back one that is not to be drained after all. */
  take(identity: FileIdentity): Draining | undefined {
    const taken = this.#old.find(({ log }) => sameFile(log.identity, identity));
    if (taken !== undefined) this.#old = this.#old.filter((other) => other !== taken);
    return taken;
  }

  next(nowMs: number): SourceEvent | undefined {
    for (const old of this.#old) {
      // A clock that was set back must not keep it for longer.
      if (old.quietSinceMs !== undefined) old.quietSinceMs = Math.min(old.quietSinceMs, nowMs);
      const event = this.#read(old, nowMs);
      if (event !== undefined) return event;
      // What is newer comes after it.
      if (old.log.working !== undefined) return undefined;
      if (old.failingSinceMs === undefined) {
        const isWaited = this.#old.length <= WAITING_MAX && old.quietSinceMs !== undefined;
        if (isWaited && nowMs - (old.quietSinceMs ?? nowMs) < QUIET_MS) continue;
      } else {
        if (nowMs - old.failingSinceMs < QUIET_MS) continue;
        this.#lost(old, 'can still not be read and is given up');
      }
      return this.#finish(old);
    }
    return undefined;
  }

  close(): void {
    for (const { log } of this.#old) log.close();
    this.#old = [];
  }

  #read(old: Draining, nowMs: number): SourceEvent | undefined {
    try {
      const block = readBlock(old, this.#buffer);
      delete old.failingSinceMs;
      if (block !== undefined && old.quietSinceMs !== undefined) old.quietSinceMs = nowMs;
      return block;
    } catch (error) {
      if (systemErrorCode(error) === undefined) throw error;
      if (old.failingSinceMs === undefined) {
        const { message, remedy } = readFailure(old.name, error);
        const what = `${message}: trying again (${remedy})`;
        this.#onNotice({ code: 'file_unreadable', message: what });
      }
      old.failingSinceMs ??= nowMs;
      return undefined;
    }
  }

  #finish(old: Draining): SourceEvent {
    const { log, stream } = old;
    this.#old = this.#old.filter((other) => other !== old);
    if (log.damage !== undefined) this.#lost(old, `${log.damage}: what is behind is lost`);
    // It is not read again, whatever it is called. A packed one is known as far as it can be.
    quietly(() => void log.learn());
    this.#known.add(log, log.position, stream);
    log.close();
    return { kind: 'finished', stream };
  }

  #lost({ name, log }: Draining, what: string): void {
    const missing = log.seen.sizeBytes - log.position;
    const bytes = missing > 0 ? ` (${missing} bytes)` : '';
    this.#onNotice({ code: 'lines_lost', message: `${name}: ${what}${bytes}` });
  }
}
