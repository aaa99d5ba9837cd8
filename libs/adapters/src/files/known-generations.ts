import type { LogStream } from '@hitwatch/ports';

import {
  beginsLike,
  type FileIdentity,
  isOfSameTime,
  type OpenGeneration,
  sameFile,
  TELLING_BYTES,
} from './generation.ts';

/** Generations that are remembered, the newest. */
const GENERATIONS_MAX = 256;

interface KnownGeneration {
  readonly identity: FileIdentity;
  readonly fingerprint: Uint8Array;
  readonly modifiedMs: number;
  /** Up to where it was read. */
  readonly end: number;
  /** What it was read as, if it was. */
  readonly stream?: LogStream | undefined;
}

/** Files that have been read, so that none is read again under another name, or packed. */
export class KnownGenerations {
  #known: KnownGeneration[] = [];

  /** Remembers one that was read up to its end, or is of no concern. */
  add({ identity, fingerprint, seen }: OpenGeneration, end: number, stream?: LogStream): void {
    const { modifiedMs } = seen;
    const known = { identity, fingerprint: Buffer.from(fingerprint), modifiedMs, end, stream };
    // Another file that had the same inode may stand there packed.
    this.#known = this.#known.filter((other) => !isSame(other, known));
    this.#known.push(known);
    if (this.#known.length > GENERATIONS_MAX) this.#known.shift();
  }

  /**
   * Up to where this file was read before, undefined if it was not. Its fingerprint must be as long
   * as it can be.
   */
  endOf(log: Pick<OpenGeneration, 'identity' | 'fingerprint'>): number | undefined {
    return this.#known.findLast((other) => isSame(other, log))?.end;
  }

  /** How a file that was read as `stream` begins, and up to where it was read, once it was. */
  readAs(stream: LogStream): Pick<KnownGeneration, 'fingerprint' | 'end'> | undefined {
    return this.#known.findLast((other) => other.stream === stream);
  }

  /**
   * Whether a file that was read is the same as a whole, or packed the same; `isTimed` if it has to
   * be of the same time as well.
   */
  hasCopyOf({ fingerprint, seen }: OpenGeneration, isTimed: boolean): boolean {
    if (fingerprint.length < TELLING_BYTES) return false;
    return this.#known.some(
      (other) =>
        fingerprint.equals(other.fingerprint) &&
        (!isTimed || isOfSameTime(other.modifiedMs, seen.modifiedMs)),
    );
  }
}

/** Inodes are re-used; of a file that was empty there is nothing to know it by. */
function isSame(
  known: KnownGeneration,
  { identity, fingerprint }: Pick<KnownGeneration, 'identity' | 'fingerprint'>,
): boolean {
  if (!sameFile(known.identity, identity) || known.fingerprint.length === 0) return false;
  return beginsLike(fingerprint, known.fingerprint);
}
