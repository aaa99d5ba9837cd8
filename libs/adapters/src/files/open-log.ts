import { type FileHandle, open, stat } from 'node:fs/promises';

/** Bytes at the beginning of a file that tell it from another one with the same inode. */
const FINGERPRINT_BYTES = 256;

/** Identity of a file on its file system; inodes are re-used, so it is not enough on its own. */
export interface FileIdentity {
  readonly dev: number;
  readonly ino: number;
}

/** One opened generation of a log file: reads forward and knows whether it still is what it was. */
export class OpenLog {
  readonly identity: FileIdentity;
  readonly #handle: FileHandle;
  #fingerprint: Buffer = Buffer.alloc(0);
  #position: number;

  private constructor(handle: FileHandle, identity: FileIdentity, position: number) {
    this.#handle = handle;
    this.identity = identity;
    this.#position = position;
  }

  /** Opens `path` for reading; `EISDIR` for a directory, as reading one would say. */
  static async open(path: string): Promise<OpenLog> {
    const handle = await open(path, 'r');
    try {
      const info = await handle.stat();
      if (info.isDirectory()) {
        throw Object.assign(new Error(`EISDIR: ${path}`), { code: 'EISDIR' });
      }
      return new OpenLog(handle, { dev: info.dev, ino: info.ino }, 0);
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  /** Where the next read begins. */
  get position(): number {
    return this.#position;
  }

  async size(): Promise<number> {
    return (await this.#handle.stat()).size;
  }

  /** Goes on reading at `position`. */
  async seek(position: number): Promise<void> {
    await this.#extendFingerprint(position);
    this.#position = position;
  }

  /** Reads from an earlier `position` again. */
  stepBack(position: number): void {
    this.#position = position;
  }

  /** Reads what comes next into `buffer`; 0 at the end. Stays where it is when it fails. */
  async read(buffer: Uint8Array): Promise<number> {
    const from = this.#position;
    const { bytesRead } = await this.#handle.read(buffer, 0, buffer.length, from);
    // The beginning as it was read: looked up only now, it could be that of another life.
    if (from === 0) this.#fingerprint = beginning(buffer.subarray(0, bytesRead));
    else if (bytesRead > 0) await this.#extendFingerprint(from + bytesRead);
    this.#position = from + bytesRead;
    return bytesRead;
  }

  /** Reads at any place, without moving on. */
  async readAt(buffer: Uint8Array, position: number): Promise<number> {
    return (await this.#handle.read(buffer, 0, buffer.length, position)).bytesRead;
  }

  /**
   * Whether the file was emptied or written anew under us: shorter than what was read, or beginning
   * otherwise. Truncating and writing more than before between two looks is told by the beginning
   * only.
   */
  async wasReplaced(): Promise<boolean> {
    return (await this.size()) < this.#position || !(await this.beginsLike(this.#fingerprint));
  }

  /** Whether the file begins with these bytes. */
  async beginsLike(fingerprint: Buffer): Promise<boolean> {
    const now = Buffer.alloc(fingerprint.length);
    return (await this.readAt(now, 0)) === now.length && now.equals(fingerprint);
  }

  get fingerprint(): Buffer {
    return this.#fingerprint;
  }

  close(): Promise<void> {
    return this.#handle.close();
  }

  async #extendFingerprint(position: number): Promise<void> {
    const wanted = Math.min(position, FINGERPRINT_BYTES);
    if (this.#fingerprint.length >= wanted) return;
    const bytes = Buffer.alloc(wanted);
    const length = await this.readAt(bytes, 0);
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
export async function identify(path: string): Promise<FileIdentity> {
  const { dev, ino } = await stat(path);
  return { dev, ino };
}

export function sameFile(a: FileIdentity, b: FileIdentity): boolean {
  return a.dev === b.dev && a.ino === b.ino;
}
