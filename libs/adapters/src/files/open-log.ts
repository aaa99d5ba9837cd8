import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs';

/** Bytes at the beginning of a file that tell it from another one with the same inode. */
const FINGERPRINT_BYTES = 256;

/** Identity of a file on its file system; inodes are re-used, so it is not enough on its own. */
export interface FileIdentity {
  readonly dev: number;
  readonly ino: number;
}

/**
 * One opened generation of a log file: reads forward and knows whether it still is what it was. Its
 * calls block: a look at a local file takes some microseconds, and much more by way of a thread.
 */
export class OpenLog {
  readonly identity: FileIdentity;
  readonly #fd: number;
  #fingerprint: Buffer = Buffer.alloc(0);
  #position: number;

  private constructor(fd: number, identity: FileIdentity, position: number) {
    this.#fd = fd;
    this.identity = identity;
    this.#position = position;
  }

  /** Opens `path` for reading; `EISDIR` for a directory, as reading one would say. */
  static open(path: string): OpenLog {
    const fd = openSync(path, 'r');
    try {
      const info = fstatSync(fd);
      if (info.isDirectory()) {
        throw Object.assign(new Error(`EISDIR: ${path}`), { code: 'EISDIR' });
      }
      return new OpenLog(fd, { dev: info.dev, ino: info.ino }, 0);
    } catch (error) {
      closeSync(fd);
      throw error;
    }
  }

  /** Where the next read begins. */
  get position(): number {
    return this.#position;
  }

  /** In bytes, now. */
  size(): number {
    return fstatSync(this.#fd).size;
  }

  /** Goes on reading at `position`. */
  seek(position: number): void {
    this.#extendFingerprint(position);
    this.#position = position;
  }

  /** Reads from an earlier `position` again. */
  stepBack(position: number): void {
    this.#position = position;
  }

  /** Reads what comes next into `buffer`; 0 at the end. Stays where it is when it fails. */
  read(buffer: Uint8Array): number {
    const from = this.#position;
    const bytesRead = this.readAt(buffer, from);
    // The beginning as it was read: looked up only now, it could be that of another life.
    if (from === 0) this.#fingerprint = beginning(buffer.subarray(0, bytesRead));
    else if (bytesRead > 0) this.#extendFingerprint(from + bytesRead);
    this.#position = from + bytesRead;
    return bytesRead;
  }

  /** Reads at any place, without moving on. */
  readAt(buffer: Uint8Array, position: number): number {
    return readSync(this.#fd, buffer, 0, buffer.length, position);
  }

  /**
   * Whether the file was emptied or written anew under us: shorter than what was read, or beginning
   * otherwise. Truncating and writing more than before between two looks is told by the beginning
   * only.
   */
  wasReplaced(): boolean {
    return this.size() < this.#position || !this.beginsLike(this.#fingerprint);
  }

  /** Whether the file begins with these bytes. */
  beginsLike(fingerprint: Buffer): boolean {
    const now = Buffer.alloc(fingerprint.length);
    return this.readAt(now, 0) === now.length && now.equals(fingerprint);
  }

  get fingerprint(): Buffer {
    return this.#fingerprint;
  }

  close(): void {
    closeSync(this.#fd);
  }

  #extendFingerprint(position: number): void {
    const wanted = Math.min(position, FINGERPRINT_BYTES);
    if (this.#fingerprint.length >= wanted) return;
    const bytes = Buffer.alloc(wanted);
    const length = this.readAt(bytes, 0);
    // A file that was written anew meanwhile must not lend its beginning to the old one.
    const known = this.#fingerprint.length;
    if (length >= known && bytes.subarray(0, known).equals(this.#fingerprint)) {
      this.#fingerprint = bytes.subarray(0, length);
    }
  }
}

function beginning(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.subarray(0, FINGERPRINT_BYTES));
}

/** Identity of what stands at `path` now. */
export function identify(path: string): FileIdentity {
  const { dev, ino } = statSync(path);
  return { dev, ino };
}

export function sameFile(a: FileIdentity, b: FileIdentity): boolean {
  return a.dev === b.dev && a.ino === b.ino;
}
