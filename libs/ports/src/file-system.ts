/** What the system says of a file. */
export interface FileStatus {
  readonly dev: number;
  readonly ino: number;
  /** In bytes. */
  readonly size: number;
  /** When it was last written to, in milliseconds since the epoch; parts of them where known. */
  readonly mtimeMs: number;
  isFile(): boolean;
  isDirectory(): boolean;
}

/**
 * The calls of the system by which logs are followed. They block: a look at a local file takes some
 * microseconds, and much more by way of a thread. Each throws an error with the system's code, such
 * as `ENOENT`; any may throw `EINTR`, and is called again then.
 */
export interface FileSystem {
  /** Opens for reading. Never waits, whatever stands at the path, nor takes over a terminal. */
  open(path: string): number;
  /** Of an open file. */
  status(fd: number): FileStatus;
  /** Of what stands at a path, behind all links. */
  statusAt(path: string): FileStatus;
  /**
   * Reads at `position` into `buffer`: at least one byte unless the file ends there, and maybe less
   * than there is.
   */
  read(fd: number, buffer: Uint8Array, position: number): number;
  close(fd: number): void;
  /** The names in a folder, in any order. */
  list(folder: string): readonly string[];
  /** The path without links in it. */
  realPath(path: string): string;
}
