/** A file that is open for writing. Everything rejects with the system's error and its code. */
export interface DiskFile {
  /** In bytes, now. */
  size(): Promise<number>;
  /**
   * Writes what it can from the beginning of `bytes`, at the end of the file, and returns how many
   * bytes that were: perhaps fewer than wanted.
   */
  write(bytes: Uint8Array): Promise<number>;
  /** The `length` bytes at `offset`, or fewer where the file ends. */
  read(offset: number, length: number): Promise<Uint8Array>;
  truncate(size: number): Promise<void>;
  /** Resolves when the content would survive the power going off. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

/** Where files are written that have to be whole whatever happens. */
export interface Disk {
  /**
   * To go on at its end, whoever else writes to it; to `replace` what it holds; or only to `read`
   * it. Only then it has to be there.
   */
  open(path: string, how: 'append' | 'replace' | 'read'): Promise<DiskFile>;
  /** All of a file; undefined when there is none. */
  read(path: string): Promise<Uint8Array | undefined>;
  /** `to` is one of the two files at any moment, whatever happens. */
  rename(from: string, to: string): Promise<void>;
  /** No failure when it is not there. */
  remove(path: string): Promise<void>;
  /** Makes a folder and those above it, where they are missing. */
  makeFolder(path: string): Promise<void>;
  /** Resolves when a rename in the folder would survive the power going off. */
  syncFolder(path: string): Promise<void>;
}
