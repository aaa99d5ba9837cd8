import type { Disk, DiskFile } from '@hitwatch/ports';

interface Content {
  bytes: Uint8Array;
  /** What would be there after the power went off. */
  synced: Uint8Array;
}

type Operation = 'open' | 'read' | 'write' | 'sync' | 'truncate' | 'rename' | 'remove';

const EMPTY = new Uint8Array(0);

/**
 * A disk in memory that fails as a test wants it to, and from which the power can be taken: then
 * what was not synced is gone.
 */
export class FaultyDisk implements Disk {
  /** Bytes that can still be written until the disk is full. */
  roomBytes = Infinity;
  /** Most bytes that one write takes. */
  writeBytesMax = Infinity;
  readonly #failures = new Map<Operation, string>();
  #names = new Map<string, Content>();
  #syncedNames = new Map<string, Content>();
  #operations = 0;
  #crashAt = Infinity;

  /** Operations so far: where a test can let the next run of them end. */
  get operations(): number {
    return this.#operations;
  }

  /** From now on this operation fails with a system error such as `EIO`. */
  fail(operation: Operation, code: string): void {
    this.#failures.set(operation, code);
  }

  /** Nothing fails any more, and there is room. */
  mend(): void {
    this.#failures.clear();
    this.roomBytes = this.writeBytesMax = Infinity;
  }

  /** The process ends before the operation with this number, counted from now: nothing works. */
  crashAfter(operations: number): void {
    this.#crashAt = this.#operations + operations;
  }

  /**
   * The process is started again. With `powerOff` what was not synced is lost; renames of a folder
   * that was not synced may have come to the disk all the same.
   */
  restart(powerOff?: { readonly renamesKept: boolean }): void {
    this.#crashAt = Infinity;
    if (powerOff === undefined) return;
    if (!powerOff.renamesKept) this.#names = new Map(this.#syncedNames);
    for (const content of this.#names.values()) content.bytes = content.synced;
    this.#syncedNames = new Map(this.#names);
  }

  /** What stands in a file; undefined when there is none. */
  content(path: string): Uint8Array | undefined {
    return this.#names.get(path)?.bytes;
  }

  text(path: string): string {
    return new TextDecoder().decode(this.content(path) ?? EMPTY);
  }

  /** Puts a file there that was written long ago. */
  put(path: string, bytes: Uint8Array | string): void {
    const octets = typeof bytes === 'string' ? new TextEncoder().encode(bytes) : bytes.slice();
    const content = { bytes: octets, synced: octets };
    this.#names.set(path, content);
    this.#syncedNames.set(path, content);
  }

  /** Names of all files. */
  get paths(): readonly string[] {
    return [...this.#names.keys()];
  }

  async open(path: string, how: 'append' | 'replace' | 'read'): Promise<DiskFile> {
    await this.#operate('open');
    let content = this.#names.get(path);
    if (content === undefined) {
      if (how === 'read') throw systemError('ENOENT');
      content = { bytes: EMPTY, synced: EMPTY };
      this.#names.set(path, content);
    }
    if (how === 'replace') content.bytes = EMPTY;
    return this.#file(content);
  }

  async read(path: string): Promise<Uint8Array | undefined> {
    await this.#operate('read');
    return this.content(path)?.slice();
  }

  async rename(from: string, to: string): Promise<void> {
    await this.#operate('rename');
    const content = this.#names.get(from);
    if (content === undefined) throw systemError('ENOENT');
    this.#names.delete(from);
    this.#names.set(to, content);
  }

  async remove(path: string): Promise<void> {
    await this.#operate('remove');
    this.#names.delete(path);
  }

  makeFolder(): Promise<void> {
    return Promise.resolve();
  }

  async syncFolder(): Promise<void> {
    await this.#operate('sync');
    this.#syncedNames = new Map(this.#names);
  }

  #file(content: Content): DiskFile {
    return {
      size: () => Promise.resolve(content.bytes.length),
      write: async (bytes) => {
        await this.#operate('write');
        const taken = Math.min(bytes.length, this.writeBytesMax, this.roomBytes);
        if (taken === 0 && bytes.length > 0) throw systemError('ENOSPC');
        this.roomBytes -= taken;
        content.bytes = joined(content.bytes, bytes.subarray(0, taken));
        return taken;
      },
      read: async (offset, length) => {
        await this.#operate('read');
        return content.bytes.slice(offset, offset + length);
      },
      truncate: async (size) => {
        await this.#operate('truncate');
        content.bytes = content.bytes.slice(0, size);
      },
      sync: async () => {
        await this.#operate('sync');
        content.synced = content.bytes;
      },
      close: () => Promise.resolve(),
    };
  }

  async #operate(operation: Operation): Promise<void> {
    await Promise.resolve();
    if (this.#operations >= this.#crashAt) throw new Error('the process is no more');
    this.#operations++;
    const code = this.#failures.get(operation);
    if (code !== undefined) throw systemError(code);
  }
}

function joined(one: Uint8Array, other: Uint8Array): Uint8Array {
  const both = new Uint8Array(one.length + other.length);
  both.set(one);
  both.set(other, one.length);
  return both;
}

function systemError(code: string): Error {
  return Object.assign(new Error(`${code}: as the test wants it`), { code });
}
