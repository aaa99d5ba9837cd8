import {
  beginsLike,
  type FileIdentity,
  type OpenGeneration,
  sameFile,
  TELLING_BYTES,
} from './generation.ts';

/** Generations that are remembered, the newest. */
const GENERATIONS_MAX = 256;

interface KnownGeneration {
  readonly identity: FileIdentity;
  readonly fingerprint: Uint8Array;
  /** Up to where it was read. */
  readonly end: number;
}

/** Files that have been read, so that none is read again under another name, or packed. */
export class KnownGenerations {
  #known: KnownGeneration[] = [];

  /** Remembers one that was read up to its end, or is of no concern. */
  add(identity: FileIdentity, fingerprint: Uint8Array, end: number): void {
    this.#known = this.#known.filter((other) => !sameFile(other.identity, identity));
    this.#known.push({ identity, fingerprint: Buffer.from(fingerprint), end });
    if (this.#known.length > GENERATIONS_MAX) this.#known.shift();
  }

  /**
   * Up to where this file was read before, undefined if it was not. Its fingerprint must be as long
   * as it can be.
   */
  endOf({ identity, fingerprint }: OpenGeneration): number | undefined {
    const known = this.#known.findLast((other) => sameFile(other.identity, identity));
    // Inodes are re-used; of a file that was empty there is nothing to know it by.
    if (known === undefined || known.fingerprint.length === 0) return undefined;
    return beginsLike(fingerprint, known.fingerprint) ? known.end : undefined;
  }

  /** The same for a file that is not looked at. */
  endAt(identity: FileIdentity): number | undefined {
    return this.#known.findLast((other) => sameFile(other.identity, identity))?.end;
  }

  /** Whether a file that was read is the same as a whole, or packed the same. */
  hasCopyOf({ fingerprint }: OpenGeneration): boolean {
    if (fingerprint.length < TELLING_BYTES) return false;
    return this.#known.some((other) => fingerprint.equals(other.fingerprint));
  }
}
