import type { FileStatus, FileSystem } from '@hitwatch/ports';

/** A call of a file system. */
export type FileCall = 'open' | 'status' | 'statusAt' | 'read' | 'list' | 'realPath';

/** What goes wrong with calls. */
export interface Fault {
  /** A system's code, such as `EIO`. */
  readonly code: string;
  /** The calls that fail; all when it is not given. */
  readonly calls?: readonly FileCall[];
  /** Only of this path, and of files that were opened by it. */
  readonly path?: string;
  /** Calls that fail before the fault is over; until `mend` when it is not given. */
  readonly times?: number;
  /** Calls that go well before it begins. */
  readonly after?: number;
}

interface Standing extends Fault {
  passed: number;
  failed: number;
}

/** A file system by hand: one that works, with the faults that a test puts in front of it. */
export class FaultyFileSystem implements FileSystem {
  /** No read gives more. */
  readBytesMax = Infinity;
  readonly #files: FileSystem;
  readonly #paths = new Map<number, string>();
  #faults: Standing[] = [];
  #calls = 0;
  #failures = 0;

  constructor(files: FileSystem) {
    this.#files = files;
  }

  /** Calls so far, and how many of them failed by a fault. */
  get calls(): number {
    return this.#calls;
  }

  get failures(): number {
    return this.#failures;
  }

  /** Files that are open. */
  get openFiles(): number {
    return this.#paths.size;
  }

  fail(fault: Fault): void {
    this.#faults.push({ ...fault, passed: 0, failed: 0 });
  }

  mend(): void {
    this.#faults = [];
  }

  open(path: string): number {
    this.#pass('open', path);
    const fd = this.#files.open(path);
    this.#paths.set(fd, path);
    return fd;
  }

  status(fd: number): FileStatus {
    this.#pass('status', this.#paths.get(fd));
    return this.#files.status(fd);
  }

  statusAt(path: string): FileStatus {
    this.#pass('statusAt', path);
    return this.#files.statusAt(path);
  }

  read(fd: number, buffer: Uint8Array, position: number): number {
    this.#pass('read', this.#paths.get(fd));
    const length = Math.min(buffer.length, this.readBytesMax);
    return this.#files.read(fd, buffer.subarray(0, length), position);
  }

  close(fd: number): void {
    if (!this.#paths.delete(fd)) throw new Error(`${fd} is not open, or was closed before`);
    this.#files.close(fd);
  }

  list(folder: string): readonly string[] {
    this.#pass('list', folder);
    return this.#files.list(folder);
  }

  realPath(path: string): string {
    this.#pass('realPath', path);
    return this.#files.realPath(path);
  }

  #pass(call: FileCall, path: string | undefined): void {
    this.#calls++;
    for (const fault of this.#faults) {
      if (fault.calls?.includes(call) === false) continue;
      if (fault.path !== undefined && fault.path !== path) continue;
      if (fault.passed < (fault.after ?? 0)) {
        fault.passed++;
        continue;
      }
      if (fault.failed >= (fault.times ?? Infinity)) continue;
      fault.failed++;
      this.#failures++;
      throw Object.assign(new Error(`${fault.code}: ${call}`), { code: fault.code });
    }
  }
}
