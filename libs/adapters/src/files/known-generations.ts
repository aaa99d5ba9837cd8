import type { LogMark, LogStream, StreamMark } from '@hitwatch/ports';

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
/** Of them, those that a run tells the next one of. */
const MARKS_MAX = 16;

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
   * The newest, as another run has to know them, in front of the marks that it goes on from: that
   * of an empty log has only its time, and what was read already may seem newer.
   */
  beside(marks: readonly StreamMark[], path: string): readonly StreamMark[] {
    if (marks.every(({ mark }) => mark.fingerprint.length > 0)) return marks;
    const read = this.#known.slice(-MARKS_MAX).map((known) => {
      const { identity, fingerprint, modifiedMs, end: offset } = known;
      const seen = { sizeBytes: offset, modifiedMs };
      const stream = known.stream ?? { id: -1, path };
      return { stream, mark: { path, ...identity, fingerprint, offset, seen, isRead: true } };
    });
    return [...read, ...marks];
  }

  /** Remembers what an earlier run has read, and gives back the marks to go on from. */
  resume(marks: readonly LogMark[]): readonly LogMark[] {
    const isRead = (mark: LogMark) => mark.isRead === true;
    for (const { dev, ino, fingerprint, offset: end, seen } of marks.filter(isRead)) {
      const identity = { dev, ino };
      this.#known.push({ identity, fingerprint, modifiedMs: seen?.modifiedMs ?? 0, end });
    }
    return marks.filter((mark) => !isRead(mark));
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
        isEqual(fingerprint, other.fingerprint) &&
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

function isEqual(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && beginsLike(one, other);
}
