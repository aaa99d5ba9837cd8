import { ByteBlock, type Clock } from '@hitwatch/domain';
import type { LogMark, LogStream, Notice, SourceEvent, StreamMark } from '@hitwatch/ports';

import { systemErrorCode } from '../command-line/failure.ts';
import type { Followed } from './followed.ts';
import { type FileIdentity, identify, OpenLog, sameFile } from './open-log.ts';
import { QuietFile } from './quiet-file.ts';
import { readFailure } from './read-failure.ts';
import { openRotatedCopy } from './rotated-copy.ts';

const BLOCK_BYTES = 256 * 1024;

/**
 * How long a rotated file has to be quiet until it is given up: its writer may still hold it open.
 */
const DRAIN_QUIET_MS = 10_000;

export interface FollowedFileOptions {
  readonly path: string;
  readonly clock: Clock;
  /** A number for each new stream, unique in the run. */
  readonly nextStreamId: () => number;
  /**
   * Where to begin in a file that is there at the start. Later ones are read from their first byte.
   */
  readonly findStart: (log: OpenLog) => number;
  /** Where an earlier run stopped in this path, the generations in the order of their lines. */
  readonly resume: readonly LogMark[];
  /** Called when a poll would find something; not on every file system, and not for each change. */
  readonly onReady: () => void;
}

interface Generation {
  readonly log: OpenLog;
  readonly stream: LogStream;
}

/**
 * Follows one path through the lives of the files that stand at it. Two questions, kept apart: what
 * is new in a file that is open, and has another file taken its place?
 */
export class FollowedFile implements Followed {
  readonly #options: FollowedFileOptions;
  readonly #buffer = new Uint8Array(BLOCK_BYTES);
  readonly #pending: SourceEvent[] = [];
  readonly #quiet: QuietFile;
  #current: Generation | undefined;
  /** Rotated, but perhaps still written to; read before the current one. */
  #draining: (Generation & { quietSinceMs: number })[] = [];
  /** Whether what stands at the path has been there from the start. */
  #first = true;
  /** Code of the failure that was told last, so that it is told once. */
  #told: string | undefined;

  constructor(options: FollowedFileOptions) {
    this.#options = options;
    this.#quiet = new QuietFile(options.path, options.onReady);
  }

  get pollMs(): number {
    return this.#quiet.pollMs;
  }

  poll(): SourceEvent | undefined {
    this.#quiet.beforeLook();
    const event = this.#pending.shift() ?? this.#drain() ?? this.#grow() ?? this.#pending.shift();
    // Nobody tells of what is written to a rotated file, or that a missing one is there.
    const told = this.#draining.length === 0 && this.#current !== undefined;
    if (event === undefined && told) this.#quiet.foundNothing();
    else this.#quiet.stir();
    return event;
  }

  /** Whether the file with this identity is open here, whatever it is called now. */
  holds(identity: FileIdentity): boolean {
    return this.#generations().some(({ log }) => sameFile(log.identity, identity));
  }

  marks(): readonly StreamMark[] {
    const current = this.#current === undefined ? [] : [this.#current];
    return [...this.#draining, ...current].map(({ log, stream }) => {
      const { identity, fingerprint, position } = log;
      return { stream, mark: { path: stream.path, ...identity, fingerprint, offset: position } };
    });
  }

  /** Whether nothing is open, and nothing waits to be told. */
  get isIdle(): boolean {
    return this.#generations().length === 0 && this.#pending.length === 0;
  }

  close(): void {
    this.#quiet.stir();
    for (const { log } of this.#draining) log.close();
    this.#current?.log.close();
    this.#draining = [];
    this.#current = undefined;
  }

  #generations(): readonly Generation[] {
    return this.#current === undefined ? this.#draining : [this.#current, ...this.#draining];
  }

  /**
   * Opens what stands at the path, if anything does, and reads it or finds that it was replaced.
   */
  #grow(): SourceEvent | undefined {
    const current = this.#current ?? this.#open();
    if (current === undefined || this.#pending.length > 0) return undefined;
    const from = current.log.position;
    try {
      const block = this.#read(current);
      if (current.log.wasReplaced()) return this.#truncated(current, block);
      if (block !== undefined) return block;
      this.#lookForSuccessor(current);
      return undefined;
    } catch (error) {
      // What was read and is not given is read again.
      current.log.stepBack(from);
      this.#tellFailure(error);
      return undefined;
    }
  }

  #open(): Generation | undefined {
    const { path, nextStreamId, findStart } = this.#options;
    let log: OpenLog | undefined;
    try {
      log = OpenLog.open(path);
      if (this.#first) log.seek(this.#resumeAt(log) ?? findStart(log));
    } catch (error) {
      log?.close();
      if (isMissing(error)) this.#first = false;
      this.#tellFailure(error);
      return undefined;
    }
    this.#first = false;
    if (this.#told !== undefined) this.#notice('file_appeared', 'is there now and is followed');
    this.#told = undefined;
    this.#current = this.#returned(log) ?? { log, stream: { id: nextStreamId(), path } };
    return this.#current;
  }

  /** Where an earlier run stopped in this file, if it was read then. */
  #resumeAt(log: OpenLog): number | undefined {
    const mark = this.#options.resume.find(
      (other) =>
        sameFile(other, log.identity) &&
        other.offset <= log.size() &&
        log.beginsLike(Buffer.from(other.fingerprint)),
    );
    return mark?.offset;
  }

  /** A file that was moved away and is back is no new one. */
  #returned(log: OpenLog): Generation | undefined {
    const old = this.#draining.find((other) => sameFile(other.log.identity, log.identity));
    if (old === undefined) return undefined;
    this.#draining = this.#draining.filter((other) => other !== old);
    log.close();
    return { log: old.log, stream: old.stream };
  }

  #read({ log, stream }: Generation): SourceEvent | undefined {
    const offset = log.position;
    const length = log.read(this.#buffer);
    if (length === 0) return undefined;
    const block = new ByteBlock(this.#buffer.subarray(0, length));
    return { kind: 'block', stream, offset, block };
  }

  /**
   * The file was emptied in place. What was just read may belong to its new life, so it is thrown
   * away and read again: the rest of the old life from the copy that copytruncate made, the new
   * life from its first byte.
   */
  #truncated(
    { log, stream }: Generation,
    justRead: SourceEvent | undefined,
  ): SourceEvent | undefined {
    const readTo = justRead?.kind === 'block' ? justRead.offset : log.position;
    const copy = openRotatedCopy(this.#options.path, log, readTo);
    log.close();
    this.#current = this.#told = undefined;
    if (copy === undefined) this.#pending.push({ kind: 'finished', stream });
    else this.#draining.push({ log: copy, stream, quietSinceMs: -Infinity });
    const rest = copy === undefined ? '' : '; its rest is read from the copy';
    this.#notice('file_truncated', `was truncated and is read from its beginning${rest}`);
    return this.#pending.shift();
  }

  /**
   * Renamed and created anew, deleted, or a link that points elsewhere now: the old one is drained.
   */
  #lookForSuccessor(current: Generation): void {
    const { path, clock } = this.#options;
    let now: FileIdentity | undefined;
    try {
      now = identify(path);
    } catch (error) {
      // Without permission for the folder nobody can say; the open file goes on as it is.
      if (systemErrorCode(error) !== 'ENOENT') return;
    }
    if (now !== undefined && sameFile(now, current.log.identity)) return;
    this.#draining.push({ ...current, quietSinceMs: clock.nowMs() });
    this.#current = this.#told = undefined;
    this.#notice('file_rotated', 'was rotated; the old file is read to its end');
  }

  #drain(): SourceEvent | undefined {
    for (const old of this.#draining) {
      const block = this.#readOld(old);
      const nowMs = this.#options.clock.nowMs();
      if (block !== undefined) {
        if (old.quietSinceMs > -Infinity) old.quietSinceMs = nowMs;
        return block;
      }
      if (nowMs - old.quietSinceMs < DRAIN_QUIET_MS) continue;
      this.#draining = this.#draining.filter((other) => other !== old);
      old.log.close();
      return { kind: 'finished', stream: old.stream };
    }
    return undefined;
  }

  /** A rotated file that cannot be read has nothing new; after its time it is given up. */
  #readOld(old: Generation): SourceEvent | undefined {
    try {
      return this.#read(old);
    } catch {
      return undefined;
    }
  }

  #tellFailure(error: unknown): void {
    // Only the environment may fail here; anything else is our own mistake and must be seen.
    if (systemErrorCode(error) === undefined) throw error;
    const { code, message, remedy } = readFailure(this.#options.path, error);
    if (this.#told === code) return;
    this.#told = code;
    this.#pending.push({
      kind: 'notice',
      notice: isMissing(error)
        ? { code: 'file_missing', message: `${message}: waiting for it` }
        : { code: 'file_unreadable', message: `${message}: trying again (${remedy})` },
    });
  }

  #notice(code: Notice['code'], what: string): void {
    const message = `${this.#options.path} ${what}`;
    this.#pending.push({ kind: 'notice', notice: { code, message } });
  }
}

function isMissing(error: unknown): boolean {
  const code = systemErrorCode(error);
  return code === 'ENOENT' || code === 'ENOTDIR';
}
