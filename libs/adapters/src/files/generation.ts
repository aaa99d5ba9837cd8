import type { LogMark, LogStream, SeenFile } from '@hitwatch/ports';

/** Identity of a file on its file system; inodes are re-used, so it is not enough on its own. */
export interface FileIdentity {
  readonly dev: number;
  readonly ino: number;
}

export function sameFile(a: FileIdentity, b: FileIdentity): boolean {
  return a.dev === b.dev && a.ino === b.ino;
}

/** Bytes at the beginning of a file that tell it from another one with the same inode. */
export const FINGERPRINT_BYTES = 256;

/** Shortest beginning that no other file has by chance. */
export const TELLING_BYTES = 16;

/** One generation of a log, open, plain or packed: reads forward. Offsets are those unpacked. */
export interface OpenGeneration {
  readonly identity: FileIdentity;
  /** The first bytes, as many as have been looked at. */
  readonly fingerprint: Buffer;
  /** Where the next read begins. */
  readonly position: number;
  /** As it was when it was last looked at. */
  readonly seen: SeenFile;
  /** Settles when `read` may give more without anything being written; undefined when it cannot. */
  readonly working: Promise<void> | undefined;
  /** What was wrong with packed data, once all that could be read was. */
  readonly damage: string | undefined;
  /** Reads what comes next into `buffer`; 0 when nothing is there. Throws the system's errors. */
  read(buffer: Uint8Array): number;
  /** Goes on reading at `position`. */
  seek(position: number): void;
  /** Looks at the beginning, for the fingerprint to be as long as it can be. */
  learn(): Promise<void> | undefined;
  close(): void;
}

/** A generation and the stream that it is read as. */
export interface Generation<Log extends OpenGeneration = OpenGeneration> {
  readonly log: Log;
  readonly stream: LogStream;
}

/** Where reading of a generation stands. */
export function markOf({ log, stream }: Generation): LogMark {
  const { identity, fingerprint, position, seen } = log;
  return { path: stream.path, ...identity, fingerprint, offset: position, seen };
}

/** Whether `octets` begin with `beginning`. */
export function beginsLike(octets: Uint8Array, beginning: Uint8Array): boolean {
  if (octets.length < beginning.length) return false;
  return Buffer.compare(octets.subarray(0, beginning.length), beginning) === 0;
}

/** What packs keeps the time of the file, and some know seconds only. */
export const PACKED_TIME_MS = 1000;

/** Whether a file that was packed has the time of what it was packed from. */
export function isOfSameTime(oneMs: number, otherMs: number): boolean {
  return Math.abs(oneMs - otherMs) < PACKED_TIME_MS;
}
