import type { FileStatus, FileSystem } from '@hitwatch/ports';

import { systemErrorCode } from '../command-line/failure.ts';

/** A call that is interrupted over and over is a failure. */
const CALLS_MAX = 100;

/**
 * A file system whose calls are made again when a signal has interrupted them, as they are on file
 * systems of a network. All but `close`: what was closed by an interrupted call is closed.
 */
export class Uninterrupted implements FileSystem {
  readonly #files: FileSystem;

  constructor(files: FileSystem) {
    this.#files = files;
  }

  open(path: string): number {
    return again(() => this.#files.open(path));
  }

  status(fd: number): FileStatus {
    return again(() => this.#files.status(fd));
  }

  statusAt(path: string): FileStatus {
    return again(() => this.#files.statusAt(path));
  }

  read(fd: number, buffer: Uint8Array, position: number): number {
    return again(() => this.#files.read(fd, buffer, position));
  }

  close(fd: number): void {
    try {
      this.#files.close(fd);
    } catch (error) {
      if (systemErrorCode(error) !== 'EINTR') throw error;
    }
  }

  list(folder: string): readonly string[] {
    return again(() => this.#files.list(folder));
  }

  realPath(path: string): string {
    return again(() => this.#files.realPath(path));
  }
}

function again<T>(call: () => T): T {
  for (let calls = 1; ; calls++) {
    try {
      return call();
    } catch (error) {
      if (calls >= CALLS_MAX || systemErrorCode(error) !== 'EINTR') throw error;
    }
  }
}
