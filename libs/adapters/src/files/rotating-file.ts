import { copyFile, type FileHandle, lstat, open, rename, rm, stat } from 'node:fs/promises';

import type { Clock } from '@hitwatch/domain';

import { EnvironmentFailure } from '../command-line/failure.ts';
import { writeFailure } from './write-failure.ts';

const LF = 10;

/** When and how a log is rotated; `access.log.1` is the newest of the old ones. */
export interface Rotation {
  /** After so many lines. */
  readonly lines?: number | undefined;
  /** After so long; an empty file is not rotated. */
  readonly everyMs?: number | undefined;
  /** Old files that are kept; 0 keeps none. */
  readonly keep: number;
  /**
   * The two ways of logrotate: rename and begin a new file, or copy and empty the one that is open.
   */
  readonly mode: 'rename' | 'copytruncate';
}

/**
 * Appends lines to a file as a web server does and rotates it between two of them, when the next
 * one comes: no line is lost or torn. Everything that fails rejects with an `EnvironmentFailure`.
 */
export class RotatingFile {
  readonly path: string;
  readonly #clock: Clock;
  readonly #rotation: Rotation | undefined;
  #handle: FileHandle;
  /** Since the file was opened or last rotated. */
  #lines = 0;
  #sinceMs: number;

  private constructor(
    path: string,
    clock: Clock,
    rotation: Rotation | undefined,
    file: FileHandle,
  ) {
    this.path = path;
    this.#clock = clock;
    this.#rotation = rotation;
    this.#handle = file;
    this.#sinceMs = clock.nowMs();
  }

  /** Creates the file, or goes on behind what is in it. */
  static async open(path: string, clock: Clock, rotation?: Rotation): Promise<RotatingFile> {
    const handle = await telling(path, () => openForLines(path));
    if (rotation !== undefined) await refuseRotation(path, handle);
    return new RotatingFile(path, clock, rotation, handle);
  }

  /**
   * Takes whole lines, each with its LF, and resolves when the system has them. One call at a time.
   */
  async write(lines: Uint8Array): Promise<void> {
    await telling(this.path, async () => {
      let start = 0;
      while (start < lines.length) {
        if (this.#isDue()) await this.#rotate();
        const end = this.#rotation?.lines === undefined ? lines.length : this.#fit(lines, start);
        await this.#handle.appendFile(lines.subarray(start, end));
        // Without a limit nobody asks how many lines they are, only whether there are any.
        if (this.#rotation?.lines === undefined) this.#lines++;
        start = end;
      }
    });
  }

  async close(): Promise<void> {
    await telling(this.path, () => this.#handle.close());
  }

  #isDue(): boolean {
    if (this.#rotation === undefined || this.#lines === 0) return false;
    const { lines = Infinity, everyMs = Infinity } = this.#rotation;
    return this.#lines >= lines || this.#clock.nowMs() - this.#sinceMs >= everyMs;
  }

  /** Where the lines from `start` on end that this file still takes; counts them. */
  #fit(lines: Uint8Array, start: number): number {
    const linesMax = this.#rotation?.lines ?? Infinity;
    let end = start;
    while (end < lines.length && this.#lines < linesMax) {
      const lf = lines.indexOf(LF, end);
      end = lf < 0 ? lines.length : lf + 1;
      this.#lines++;
    }
    return end;
  }

  async #rotate(): Promise<void> {
    const { keep, mode, everyMs } = this.#rotation ?? { keep: 0, mode: 'rename' };
    await shiftAges(this.path, keep);
    if (mode === 'copytruncate') {
      if (keep > 0) await copyFile(this.path, `${this.path}.1`);
      await this.#handle.truncate(0);
    } else {
      // Whoever took the file away meanwhile has rotated it for us.
      if (keep === 0) await rm(this.path, { force: true });
      else if (await isThere(this.path)) await rename(this.path, `${this.path}.1`);
      const old = this.#handle;
      this.#handle = await open(this.path, 'a');
      await old.close();
    }
    this.#lines = 0;
    const passedMs = this.#clock.nowMs() - this.#sinceMs;
    // In step with the first time, however late the line came that found it due.
    const steps = everyMs === undefined ? 0 : Math.max(0, Math.floor(passedMs / everyMs));
    this.#sinceMs += steps * (everyMs ?? 0);
  }
}

/** A file that another writer left in the middle of a line gets its LF first. */
async function openForLines(path: string): Promise<FileHandle> {
  await refusePipe(path);
  const handle = await open(path, 'a');
  try {
    const info = await handle.stat();
    if (info.isFile() && info.size > 0 && (await lastOctet(path, info.size)) !== LF) {
      await handle.appendFile('\n');
    }
    return handle;
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/** Opening a pipe waits for its reader where no signal can end it; the shell's `>` does not. */
async function refusePipe(path: string): Promise<void> {
  const info = await stat(path).catch(() => undefined);
  if (info?.isFIFO() !== true) return;
  const remedy = 'write to standard output and lead it there with >';
  throw new EnvironmentFailure('ENOTREG', `${path}: is a pipe`, remedy);
}

/** LF when it cannot be read: a file may be writable only. */
async function lastOctet(path: string, size: number): Promise<number | undefined> {
  const handle = await open(path, 'r').catch(() => undefined);
  if (handle === undefined) return LF;
  try {
    const octets = new Uint8Array(1);
    const { bytesRead } = await handle.read(octets, 0, 1, size - 1);
    return bytesRead === 1 ? octets[0] : LF;
  } finally {
    await handle.close();
  }
}

/** Renaming a device, or a link such as /dev/stdout, would do damage far from here. */
async function refuseRotation(path: string, handle: FileHandle): Promise<void> {
  const info = await lstat(path);
  if (info.isFile()) return;
  await handle.close();
  const what = `${path}: is not a regular file and cannot be rotated`;
  throw new EnvironmentFailure('ENOTREG', what, 'name a file, or leave the rotation out');
}

/** Makes room for a new `.1`: each old file becomes one older, up to the first that is missing. */
async function shiftAges(path: string, keep: number): Promise<void> {
  let oldest = 0;
  while (oldest < keep - 1 && (await isThere(`${path}.${oldest + 1}`))) oldest++;
  for (let age = oldest; age > 0; age--) await rename(`${path}.${age}`, `${path}.${age + 1}`);
}

async function isThere(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined)) !== undefined;
}

async function telling<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof EnvironmentFailure) throw error;
    throw writeFailure(path, error);
  }
}
