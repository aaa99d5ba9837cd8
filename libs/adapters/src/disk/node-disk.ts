import { type FileHandle, mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

import type { Disk, DiskFile } from '@hitwatch/ports';

import { systemErrorCode } from '../command-line/failure.ts';

/** What a file that is no file on a disk, such as /dev/full, says to being synced. */
const NOTHING_TO_SYNC = ['EINVAL', 'ENOTSUP', 'EROFS'];

const FLAGS = { append: 'a+', replace: 'w+', read: 'r' } as const;

/** The disks of this machine. */
export class NodeDisk implements Disk {
  async open(path: string, how: keyof typeof FLAGS): Promise<DiskFile> {
    // What is replaced is ours alone; it holds addresses of clients.
    const mode = how === 'replace' ? 0o600 : 0o666;
    return new NodeFile(await open(path, FLAGS[how], mode));
  }

  async read(path: string): Promise<Uint8Array | undefined> {
    try {
      // Reading a pipe waits for its writer.
      const info = await stat(path);
      if (!info.isFile() && !info.isDirectory()) {
        throw Object.assign(new Error(`ENOTREG: ${path}`), { code: 'ENOTREG' });
      }
      return await readFile(path);
    } catch (error) {
      if (systemErrorCode(error) === 'ENOENT') return undefined;
      throw error;
    }
  }

  rename(from: string, to: string): Promise<void> {
    return rename(from, to);
  }

  remove(path: string): Promise<void> {
    return rm(path, { force: true });
  }

  /**
   * Not with `mkdir`'s own `recursive`: on a file system that answers ENOENT to mkdir itself, as
   * /proc does, Node 20 tries for ever.
   */
  async makeFolder(path: string): Promise<void> {
    try {
      await mkdir(path);
    } catch (error) {
      const code = systemErrorCode(error);
      if (code === 'EEXIST') return;
      if (code !== 'ENOENT' || dirname(path) === path) throw error;
      await this.makeFolder(dirname(path));
      await mkdir(path);
    }
  }

  async syncFolder(path: string): Promise<void> {
    const handle = await open(path, 'r');
    try {
      await syncIfPossible(handle);
    } finally {
      await handle.close();
    }
  }
}

class NodeFile implements DiskFile {
  readonly #handle: FileHandle;

  constructor(handle: FileHandle) {
    this.#handle = handle;
  }

  async size(): Promise<number> {
    return (await this.#handle.stat()).size;
  }

  async write(bytes: Uint8Array): Promise<number> {
    return (await this.#handle.write(bytes)).bytesWritten;
  }

  async read(offset: number, length: number): Promise<Uint8Array> {
    const bytes = new Uint8Array(length);
    const { bytesRead } = await this.#handle.read(bytes, 0, length, offset);
    return bytes.subarray(0, bytesRead);
  }

  truncate(size: number): Promise<void> {
    return this.#handle.truncate(size);
  }

  sync(): Promise<void> {
    return syncIfPossible(this.#handle);
  }

  close(): Promise<void> {
    return this.#handle.close();
  }
}

async function syncIfPossible(handle: FileHandle): Promise<void> {
  try {
    await handle.sync();
  } catch (error) {
    if (!NOTHING_TO_SYNC.includes(systemErrorCode(error) ?? '')) throw error;
  }
}
