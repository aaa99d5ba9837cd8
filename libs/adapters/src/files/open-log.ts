import type { FileStatus, FileSystem, SeenFile } from '@hitwatch/ports';

import { type FileIdentity, FINGERPRINT_BYTES, type OpenGeneration } from './generation.ts';

/**
 * One opened generation of a log file: reads forward and knows whether it still is what it was. Its
 * calls block: a look at a local file takes some microseconds, and much more by way of a thread.
 */
export class OpenLog implements OpenGeneration {
  readonly identity: FileIdentity;
  readonly working = undefined;
  readonly damage = undefined;
  readonly #files: FileSystem;
  readonly #fd: number;
  #fingerprint: Buffer = Buffer.alloc(0);
  #position = 0;
  #status: FileStatus;

  private constructor(files: FileSystem, fd: number, status: FileStatus) {
    this.#files = files;
    this.#fd = fd;
    this.#status = status;
    this.identity = { dev: status.dev, ino: status.ino };
  }

  /**
   * Opens `path` for reading. `EISDIR` for a directory, as reading one would say, and `ENOTREG` for
   * what is no regular file: it is not even opened, for that alone may rewind a tape.
   */
  static open(files: FileSystem, path: string): OpenLog {
    refuseUnlessFile(path, files.statusAt(path));
    const fd = files.open(path);
    try {
      const status = files.status(fd);
      refuseUnlessFile(path, status);
      return new OpenLog(files, fd, status);
    } catch (error) {
      files.close(fd);
      throw error;
    }
  }

  get position(): number {
    return this.#position;
  }

  get fingerprint(): Buffer {
    return this.#fingerprint;
  }

  get seen(): SeenFile {
    return { sizeBytes: this.#status.size, modifiedMs: this.#status.mtimeMs };
  }

  /** In bytes, now. */
  size(): number {
    this.#status = this.#files.status(this.#fd);
    return this.#status.size;
  }

  seek(position: number): void {
    this.#extendFingerprint(position);
    this.#position = position;
  }

  /** Reads from an earlier `position` again. */
  stepBack(position: number): void {
    this.#position = position;
  }

  /** The file was emptied: the same file from its beginning, in place of this one. */
  beginAnew(): OpenLog {
    const log = new OpenLog(this.#files, this.#fd, this.#files.status(this.#fd));
    log.learn();
    return log;
  }

  learn(): undefined {
    this.#extendFingerprint(FINGERPRINT_BYTES);
  }

  /** Stays where it is when it fails. */
  read(buffer: Uint8Array): number {
    const from = this.#position;
    const bytesRead = this.#files.read(this.#fd, buffer, from);
    // The beginning as it was read: looked up only now, it could be that of another life.
    if (from === 0) this.#learnFrom(buffer.subarray(0, Math.min(bytesRead, FINGERPRINT_BYTES)));
    else if (bytesRead > 0) this.#extendFingerprint(from + bytesRead);
    this.#position = from + bytesRead;
    return bytesRead;
  }

  /** Reads at any place as much as there is, without moving on. */
  readAt(buffer: Uint8Array, position: number): number {
    let length = 0;
    while (length < buffer.length) {
      const rest = buffer.subarray(length);
      const bytesRead = this.#files.read(this.#fd, rest, position + length);
      if (bytesRead === 0) break;
      length += bytesRead;
    }
    return length;
  }

  /**
   * Whether the file was emptied or written anew under us: shorter than what was read, or beginning
   * otherwise. Truncating and writing more than before between two looks is told by the beginning
   * only.
   */
  wasReplaced(): boolean {
    const status = this.#files.status(this.#fd);
    if (status.size < this.#position || !this.beginsLike(this.#fingerprint)) return true;
    this.#status = status;
    return false;
  }

  /** Whether the file begins with these bytes. */
  beginsLike(fingerprint: Uint8Array): boolean {
    const now = Buffer.alloc(fingerprint.length);
    return this.readAt(now, 0) === now.length && now.equals(fingerprint);
  }

  close(): void {
    this.#files.close(this.#fd);
  }

  #extendFingerprint(position: number): void {
    const wanted = Math.min(position, FINGERPRINT_BYTES);
    if (this.#fingerprint.length >= wanted) return;
    const bytes = Buffer.alloc(wanted);
    this.#learnFrom(bytes.subarray(0, this.readAt(bytes, 0)));
  }

  #learnFrom(bytes: Uint8Array): void {
    // A file that was written anew meanwhile must not lend its beginning to the old one.
    const known = this.#fingerprint.length;
    if (bytes.length <= known || !this.#fingerprint.equals(bytes.subarray(0, known))) return;
    this.#fingerprint = Buffer.from(bytes);
  }
}

/** Identity of what stands at `path` now. */
export function identify(files: FileSystem, path: string): FileIdentity {
  const { dev, ino } = files.statusAt(path);
  return { dev, ino };
}

function refuseUnlessFile(path: string, status: FileStatus): void {
  if (status.isFile()) return;
  const code = status.isDirectory() ? 'EISDIR' : 'ENOTREG';
  throw Object.assign(new Error(`${code}: ${path}`), { code });
}
