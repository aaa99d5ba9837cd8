import { basename } from 'node:path';

import type { FileSystem, LogMark } from '@hitwatch/ports';

import { systemErrorCode } from '../command-line/failure.ts';
import {
  beginsLike,
  type OpenGeneration,
  PACKED_TIME_MS,
  sameFile,
  TELLING_BYTES,
} from './generation.ts';
import { openOld } from './old-generation.ts';
import { OpenLog } from './open-log.ts';
import { rotatedName } from './rotated-name.ts';
import { type LogPlace, type OldFile, placesBelow, rotatedSet } from './rotated-set.ts';

/** Generations that are opened at once; those after them are looked for when these are read. */
const OPEN_MAX = 16;
/** Files whose beginning is looked at to find one by its content. */
const HEADS_MAX = 64;
/** A rotation may come between any two calls; it does not do so for ever. */
const TRIES_MAX = 5;
/** So much of both ends of a file that may be a copy is compared. */
const COMPARED_BYTES = 64 * 1024;

/** Times that differ by no more may be the same, put down by different programs. */
const TIME_MS = 1;

/** What is looked for: all that was written to a log since a mark in one of its generations. */
export interface Missing {
  readonly place: LogPlace;
  readonly mark: LogMark;
  /** What stands at the path of the log now, which is read in any case. */
  readonly live: OpenLog | undefined;
  /** Whether the generations after the mark are wanted, not only the rest of its own. */
  readonly wantsNewer: boolean;
  /** Whether a generation has been read, or is being read. */
  readonly isTaken: (log: OpenGeneration) => boolean;
  /** Whether it has been read, to judge by its beginning, and by its time if `isTimed`. */
  readonly isCopyOfTaken: (log: OpenGeneration, isTimed: boolean) => boolean;
}

export interface OldGeneration {
  readonly path: string;
  readonly log: OpenGeneration;
}

/** One that came after the mark. */
export interface NewerGeneration extends OldGeneration {
  /** Whether so many have come after it that nobody writes to it any more. */
  readonly isLongAgo: boolean;
}

export interface Missed {
  /** The file of the mark, from the mark on. */
  readonly rest: OldGeneration | undefined;
  /** The generations after it, in the order of time, each from its beginning. */
  readonly newer: readonly NewerGeneration[];
  /** The newest that was looked at, if any was, as a mark at its beginning. */
  readonly newest: LogMark | undefined;
  /** Whether there are more. */
  readonly isMore: boolean;
  /** Those among them that cannot be read: not permitted, or packed in a way that is not known. */
  readonly unreadable: readonly string[];
}

/** Somebody has moved a file since the folder was looked at. */
class Moved extends Error {}

/**
 * Looks through the old files of a log for what was written since a mark. The file of the mark is
 * known by its identity and its beginning, or, being a copy or packed, by its beginning alone; what
 * stands behind it in the order of names is newer. Where it is gone, newer is what was written to
 * after it was. Rejects with the system's error when that cannot be told now.
 */
export async function findMissed(files: FileSystem, missing: Missing): Promise<Missed> {
  for (let tries = 1; ; tries++) {
    const isLast = tries === TRIES_MAX;
    try {
      return await new Search(files, missing, isLast).run();
    } catch (error) {
      if (!(error instanceof Moved)) throw error;
    }
  }
}

class Search {
  readonly #files: FileSystem;
  readonly #missing: Missing;
  readonly #isLast: boolean;
  /** When the log was written to, as it was when it was looked at. */
  readonly #liveMs: number;
  readonly #opened = new Set<OpenGeneration>();

  constructor(files: FileSystem, missing: Missing, isLast: boolean) {
    this.#files = files;
    this.#missing = missing;
    this.#isLast = isLast;
    this.#liveMs = missing.live?.seen.modifiedMs ?? Infinity;
  }

  async run(): Promise<Missed> {
    try {
      return await this.#run();
    } catch (error) {
      for (const log of this.#opened) log.close();
      throw error;
    }
  }

  async #run(): Promise<Missed> {
    const { wantsNewer } = this.#missing;
    const { set, at, rest } = await this.#findRest();
    const wanted = wantsNewer ? this.#newerThanMark(set, at) : [];
    const unreadable: string[] = [];
    const opened: (OldGeneration & { readonly file: OldFile })[] = [];
    // All at once: an open file stays what it is, whatever happens to its name.
    for (const file of wanted.slice(0, OPEN_MAX)) {
      const log = this.#open(file);
      if (log === undefined) unreadable.push(file.path);
      else opened.push({ path: file.path, log, file });
    }
    const newer: NewerGeneration[] = [];
    let last = wanted.slice(0, OPEN_MAX).at(-1);
    let isLiveReached = false;
    for (const { path, log, file } of opened) {
      await log.learn();
      if (!isLiveReached && this.#isLive(log)) {
        isLiveReached = true;
        // That one is still to be read: what was looked at ends before it.
        last = wanted[wanted.indexOf(file) - 1];
      }
      if (!isLiveReached && this.#isNew(log, at !== undefined && set.indexOf(file) > at))
        newer.push({ path, log, isLongAgo: wanted.indexOf(file) + OPEN_MAX < wanted.length });
      else this.#close(log);
    }
    const isMore = wanted.length > OPEN_MAX && !isLiveReached;
    // One that its name puts before the file of the mark is not what others come after; but where
    // there are more, it is from there that the next search has to go on.
    const isBehind = at === undefined || (last !== undefined && isAfter(set, at, last));
    const log = opened.find(({ file }) => file === last)?.log;
    const newest = (isBehind || isMore) && last !== undefined ? this.#markOf(last, log) : undefined;
    return { rest, newer, newest, isMore, unreadable };
  }

  #newerThanMark(set: readonly OldFile[], at: number | undefined): readonly OldFile[] {
    const { mark, live } = this.#missing;
    const modifiedMs = mark.seen?.modifiedMs ?? Infinity;
    const of = at === undefined ? undefined : set[at];
    // Of a log that was empty, others may have been copied before it was itself moved; and where
    // names have changed from numbers to dates, they say nothing.
    const after = set.filter((file, index) => {
      if (of === file) return false;
      const isByName = of !== undefined && at !== undefined && isDated(of) === isDated(file);
      if (isByName && index > at) return true;
      return (!isByName || mark.fingerprint.length === 0) && file.modifiedMs > modifiedMs + TIME_MS;
    });
    // What is newer than the log as it was opened is found when that has been lost sight of.
    const liveAt = after.findIndex((file) => live !== undefined && sameFile(file, live.identity));
    return liveAt < 0 ? after : after.slice(0, liveAt);
  }

  #markOf({ dev, ino, sizeBytes, modifiedMs }: OldFile, log?: OpenGeneration): LogMark {
    const { path } = this.#missing.mark;
    const fingerprint = log?.fingerprint ?? Buffer.alloc(0);
    return { path, dev, ino, fingerprint, offset: 0, seen: { sizeBytes, modifiedMs } };
  }

  /** The set in which the file of the mark stands, or, when it is nowhere, that beside the log. */
  async #findRest(): Promise<{
    readonly set: readonly OldFile[];
    readonly at?: number;
    readonly rest?: OldGeneration;
  }> {
    const { place, mark, live } = this.#missing;
    const set = rotatedSet(this.#files, place);
    // Of a log that was empty and was copied since, nothing is known that the copy begins with.
    const isLive = live !== undefined && sameFile(mark, live.identity);
    if (isLive && mark.fingerprint.length === 0) return { set };
    const beside = await this.#find(set);
    if (beside !== undefined) return { set, ...beside };
    for (const below of placesBelow(this.#files, place)) {
      const other = rotatedSet(this.#files, below);
      const found = await this.#find(other);
      if (found !== undefined) return { set: other, ...found };
    }
    return { set };
  }

  async #find(
    set: readonly OldFile[],
  ): Promise<{ readonly at: number; readonly rest: OldGeneration } | undefined> {
    const { mark } = this.#missing;
    for (const file of candidates(set, mark)) {
      const log = this.#open(file);
      if (log === undefined) continue;
      await log.learn();
      const isLongEnough = !(log instanceof OpenLog) || log.size() >= mark.offset;
      // By its identity alone, a file is told only if it was not packed: inodes are re-used.
      const isSame = mark.fingerprint.length > 0 || log instanceof OpenLog;
      if (isSame && isLongEnough && beginsLike(log.fingerprint, mark.fingerprint)) {
        log.seek(mark.offset);
        return { at: set.indexOf(file), rest: { path: file.path, log } };
      }
      this.#close(log);
    }
    return undefined;
  }

  /** Undefined for what can never be read. */
  #open(file: OldFile): OpenGeneration | undefined {
    try {
      const log = openOld(this.#files, file.path);
      if (log === undefined) return undefined;
      this.#opened.add(log);
      if (sameFile(log.identity, file)) return log;
      this.#close(log);
    } catch (error) {
      const code = systemErrorCode(error) ?? '';
      if (['EACCES', 'EPERM'].includes(code)) return undefined;
      if (!['ENOENT', 'ENOTDIR', 'EISDIR', 'ENOTREG'].includes(code)) throw error;
    }
    if (!this.#isLast) throw new Moved();
    return undefined;
  }

  #close(log: OpenGeneration): void {
    this.#opened.delete(log);
    log.close();
  }

  /**
   * What follows the file of the mark by its name is new although it may begin like others, unless
   * it is of the time of one of these as well.
   */
  #isNew(log: OpenGeneration, isByName: boolean): boolean {
    const { isTaken, isCopyOfTaken } = this.#missing;
    return !isTaken(log) && !isCopyOfTaken(log, isByName);
  }

  /** Whether this is the log itself: its copy before it is emptied, or what it was packed to. */
  #isLive(log: OpenGeneration): boolean {
    const { live } = this.#missing;
    if (live === undefined) return false;
    // It may have been copied and emptied since it was opened, and then its copy is that of it.
    const olderMs = log instanceof OpenLog ? TIME_MS : PACKED_TIME_MS;
    const isKnown = live.fingerprint.length >= TELLING_BYTES;
    const isSince = log.seen.modifiedMs > this.#liveMs - olderMs;
    if (isKnown && isSince && beginsLike(log.fingerprint, live.fingerprint)) return true;
    if (log instanceof OpenLog) return isCopyOf(log, live);
    // Logs may all begin with the same lines; what is older than the log was not written since.
    const isYounger = log.seen.modifiedMs > live.seen.modifiedMs - PACKED_TIME_MS;
    return isYounger && log.fingerprint.length > 0 && live.beginsLike(log.fingerprint);
  }
}

/**
 * The file with the identity of the mark, then those that may be its copy, the likeliest first: of
 * what was written to since the mark, the oldest.
 */
function candidates(set: readonly OldFile[], mark: LogMark): readonly OldFile[] {
  const same = set.filter((file) => sameFile(file, mark));
  if (mark.fingerprint.length === 0) return same;
  const modifiedMs = mark.seen?.modifiedMs ?? Infinity;
  const others = set.filter((file) => !sameFile(file, mark));
  const since = others.filter((file) => file.modifiedMs >= modifiedMs);
  const before = others.filter((file) => file.modifiedMs < modifiedMs).reverse();
  return [...same, ...since, ...before].slice(0, HEADS_MAX);
}

/** Whether a file is newer than the one at `at` by its name, or its name does not say. */
function isAfter(set: readonly OldFile[], at: number, file: OldFile): boolean {
  const of = set[at];
  return of === undefined || isDated(of) !== isDated(file) || set.indexOf(file) > at;
}

function isDated({ path }: OldFile): boolean {
  return rotatedName(basename(path)).stamp !== undefined;
}

/** Whether a file is the copy of the log that copytruncate is making, before it empties the log. */
function isCopyOf(log: OpenLog, live: OpenLog): boolean {
  const size = log.size();
  if (size === 0 || size > live.size()) return false;
  const bytes = Math.min(size, COMPARED_BYTES);
  return [0, size - bytes].every((at) => {
    const [own, other] = [Buffer.alloc(bytes), Buffer.alloc(bytes)];
    log.readAt(own, at);
    live.readAt(other, at);
    return own.equals(other);
  });
}
