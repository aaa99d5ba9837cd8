import { basename } from 'node:path';

import type { LogMark, LogStream, Notice, StreamMark } from '@hitwatch/ports';

import { systemErrorCode } from '../command-line/failure.ts';
import { closeAll, isElsewhere, lossOf } from './found-generations.ts';
import { type FileIdentity, type OpenGeneration, sameFile } from './generation.ts';
import { findMissed, type Missed, type OldGeneration } from './missed-generations.ts';
import { OpenLog } from './open-log.ts';
import { readFailure } from './read-failure.ts';
import type { LogPlace } from './rotated-set.ts';
import type { SuccessionOptions } from './succession-options.ts';

/** A folder that cannot be looked at for so long is not waited for any more. */
const FAILING_MS = 10_000;

/** A generation that is not open, and was not read to its end. */
interface Lost extends StreamMark {
  /** Whether its writer may still write to it. */
  readonly mayGrow: boolean;
}

/**
 * What came between the generations of a log that were read and what stands at its path now: looks
 * for it after each change of the file, and has it drained before the new one is read.
 */
export class Succession {
  readonly #options: SuccessionOptions;
  /** In the order of their lines. */
  #lost: readonly Lost[] = [];
  /** The newest generation that has left the path. */
  #last: StreamMark | undefined;
  /** Where its old files stand. */
  #place: LogPlace;
  #isDue = false;
  #searching: Promise<void> | undefined;
  /** When the newest of the generations that were found was written to last. */
  #readMs = -Infinity;
  #isClosed = false;
  #mistake: { readonly error: unknown } | undefined;
  #failingSinceMs: number | undefined;

  constructor(options: SuccessionOptions, place: LogPlace) {
    this.#options = options;
    this.#place = place;
  }

  /** Whether the log has to be left alone until `search` is done. */
  get isDue(): boolean {
    return this.#isDue || this.#searching !== undefined;
  }

  get working(): Promise<void> | undefined {
    return this.#searching;
  }

  get hasLost(): boolean {
    return this.#lost.length > 0;
  }

  isLast(identity: FileIdentity): boolean {
    return this.#last !== undefined && sameFile(this.#last.mark, identity);
  }

  /**
   * The generations whose rest is not found yet, and, if a search is due or nothing stands at the
   * path, that from which it goes on.
   */
  marks(isAlone: boolean): readonly StreamMark[] {
    const marks = this.#lost.map(({ stream, mark }) => ({ stream, mark }));
    const last = this.#last;
    if (last === undefined || !(isAlone || this.isDue)) return marks;
    const { stream, mark } = last;
    if (marks.some((other) => other.mark === mark)) return marks;
    if (this.#options.draining.holds(mark)) return marks;
    const { fingerprint = mark.fingerprint, end: offset = mark.offset } =
      this.#options.known.readAs(stream) ?? {};
    return [...marks, { stream, mark: { ...mark, fingerprint, offset } }];
  }

  /** The same marks, the last of them behind all that was found: what is newer comes after it. */
  behindFound(marks: readonly StreamMark[]): readonly StreamMark[] {
    const last = marks.at(-1);
    const seen = last?.mark.seen;
    if (last === undefined || seen === undefined || seen.modifiedMs >= this.#readMs) return marks;
    const mark = { ...last.mark, seen: { ...seen, modifiedMs: this.#readMs } };
    return [...marks.slice(0, -1), { ...last, mark }];
  }

  /** The marks of an earlier run: all that was written since is wanted. */
  resume(marks: readonly LogMark[]): void {
    this.#lost = marks.map((mark) => ({ stream: this.#newStream(), mark, mayGrow: true }));
    const last = this.#lost.at(-1);
    if (last !== undefined) this.follow(this.#place, last);
  }

  /** The lost generation that this file is, if it is one: it is found. */
  claim(log: OpenLog): StreamMark | undefined {
    const last = this.#lost.at(-1);
    const found = this.#lost.findLast((lost) => {
      const { mark } = lost;
      if (!sameFile(mark, log.identity) || mark.offset > log.size()) return false;
      // A file that was rotated when it was empty is not known by its inode: that is re-used.
      return log.beginsLike(mark.fingerprint) && (mark.fingerprint.length > 0 || lost === last);
    });
    if (found === undefined) return undefined;
    this.#lost = this.#lost.filter((other) => other !== found);
    if (this.isLast(log.identity)) this.#last = undefined;
    this.#isDue = this.#lost.length > 0;
    return found;
  }

  /** The generation with this mark was the last: what comes after it has to be looked for. */
  follow(place: LogPlace, last: StreamMark): void {
    this.#last = last;
    this.#place = place;
    this.#isDue = true;
  }

  /** Nothing is at the path: what is newer than this mark belongs to what will come to it. */
  expect(last: StreamMark): void {
    this.#last = last;
  }

  /** The same, and its rest stands elsewhere, in a copy that nobody writes to. */
  followCopied(place: LogPlace, copied: StreamMark): void {
    this.#lost = [...this.#lost, { ...copied, mayGrow: false }];
    this.follow(place, copied);
  }

  /** Another file has come to the path: there may have been others before it. */
  lookAgain(): void {
    this.#isDue = this.#last !== undefined;
  }

  /** What was thought to be gone is back: nothing has come after it. */
  forget(): void {
    this.#last = undefined;
    this.#isDue = this.#lost.length > 0;
  }

  /** Begins to look, once all that was found is read. `live` stands at the path now. */
  search(live: OpenLog | undefined): void {
    if (this.#mistake !== undefined) throw this.#mistake.error;
    if (!this.#isDue || this.#searching !== undefined) return;
    this.#searching = this.#search(live)
      .catch((error: unknown) => {
        this.#fail(error);
      })
      .finally(() => {
        this.#searching = undefined;
      });
  }

  close(): void {
    this.#isClosed = true;
  }

  async #search(live: OpenLog | undefined): Promise<void> {
    const { files, known, draining } = this.#options;
    const last = this.#last?.mark;
    const isTaken = (log: OpenGeneration) =>
      draining.holds(log.identity) || known.endOf(log) !== undefined;
    const isCopyOfTaken = (log: OpenGeneration, isTimed: boolean) =>
      known.hasCopyOf(log, isTimed) || draining.hasBeginningOf(log, isTimed);
    const marks = this.#lost.map(({ mark }) => mark);
    if (last !== undefined && !marks.includes(last)) marks.push(last);
    const found: Missed[] = [];
    // Before the folder is looked at: what stands there later may be this one.
    live?.learn();
    try {
      for (const mark of marks) {
        const wantsNewer = mark === last;
        const missing = { place: this.#place, mark, live, wantsNewer, isTaken, isCopyOfTaken };
        found.push(await findMissed(files, missing));
      }
    } catch (error) {
      for (const missed of found) closeAll(missed);
      throw error;
    }
    if (this.#isClosed) for (const missed of found) closeAll(missed);
    else this.#adopt(found);
  }

  #adopt(found: readonly Missed[]): void {
    const { clock, path } = this.#options;
    this.#failingSinceMs = undefined;
    this.#isDue = false;
    for (const [at, { rest, newer, newest, isMore, unreadable }] of found.entries()) {
      const lost = this.#lost[at];
      // A file that was empty has nothing but its inode, which another one may have by now.
      const isOther = lost?.mark.fingerprint.length === 0 && isElsewhere(found, at);
      if (lost !== undefined && !isOther) this.#adoptRest(lost, rest);
      else rest?.log.close();
      for (const { log, path: name, isLongAgo } of newer) {
        // Where the last mark is of a file that is gone, the files of others may seem newer.
        if (this.#options.draining.holds(log.identity)) {
          log.close();
          continue;
        }
        // Its writer may not have been told yet that its file is an old one.
        const mayGrow = !isLongAgo && log instanceof OpenLog;
        this.#drain(log, name, this.#newStream(), mayGrow ? clock.nowMs() : undefined);
      }
      if (newer.length > 0) {
        const which = newer.map(({ path: name }) => basename(name)).join(', ');
        this.#notice('file_rotated', `${path} was rotated before it was looked at: reads ${which}`);
      }
      for (const name of unreadable) {
        this.#notice('lines_lost', `${name} cannot be read or unpacked: its lines are not counted`);
      }
      this.#readMs = Math.max(this.#readMs, newest?.seen?.modifiedMs ?? -Infinity);
      if (newest !== undefined) this.#last = this.#lastOf(newest);
      this.#isDue ||= isMore;
    }
    this.#lost = [];
  }

  /** A generation that was found is the last, and may have been read before. */
  #lastOf(newest: LogMark): StreamMark {
    const { draining, known } = this.#options;
    const fingerprint = Buffer.from(newest.fingerprint);
    const offset = known.endOf({ identity: newest, fingerprint }) ?? newest.offset;
    const stream = draining.streamOf(newest) ?? this.#newStream();
    return { stream, mark: { ...newest, offset } };
  }

  #adoptRest({ stream, mark, mayGrow }: Lost, rest: OldGeneration | undefined): void {
    const { draining, known, clock } = this.#options;
    // Somebody else reads it already: two marks may lead to one file, and a copy that was found
    // before its log was seen to be empty may have been packed since.
    const isTaken =
      rest !== undefined &&
      (draining.holds(rest.log.identity) ||
        (!mayGrow &&
          mark.offset === 0 &&
          (known.hasCopyOf(rest.log, false) || draining.hasBeginningOf(rest.log, false))));
    if (rest !== undefined && this.#last?.mark === mark) {
      // From now on it is this file that is read, which may be a copy or packed.
      this.#last = { stream, mark: { ...mark, ...rest.log.identity } };
    }
    if (rest !== undefined && !isTaken) {
      const isItself = mayGrow && sameFile(rest.log.identity, mark);
      this.#drain(rest.log, rest.path, stream, isItself ? clock.nowMs() : undefined);
      return;
    }
    rest?.log.close();
    if (mark.offset > 0) this.#options.onEvent({ kind: 'finished', stream });
    if (!mayGrow || isTaken) return;
    const message = lossOf(mark);
    if (message !== undefined) this.#notice('lines_lost', message);
  }

  #drain(
    log: OpenGeneration,
    name: string,
    stream: LogStream,
    quietSinceMs: number | undefined,
  ): void {
    this.#options.draining.add({ log, stream, name, quietSinceMs });
  }

  /** What mends is waited for, some time; a mistake of our own is seen by the next look. */
  #fail(error: unknown): void {
    const { clock, path } = this.#options;
    if (systemErrorCode(error) === undefined) {
      this.#mistake = { error };
      return;
    }
    const { message, remedy } = readFailure(this.#place.folder, error);
    const nowMs = clock.nowMs();
    if (this.#failingSinceMs === undefined) {
      this.#failingSinceMs = nowMs;
      this.#notice('file_unreadable', `${message}: trying again (${remedy})`);
    }
    if (nowMs - this.#failingSinceMs < FAILING_MS) return;
    this.#isDue = false;
    this.#failingSinceMs = undefined;
    this.#notice('lines_lost', `${path}: old files of it can still not be read and are given up`);
    for (const { stream } of this.#lost) this.#options.onEvent({ kind: 'finished', stream });
    this.#lost = [];
  }

  #newStream(): LogStream {
    return { id: this.#options.nextStreamId(), path: this.#options.path };
  }

  #notice(code: Notice['code'], message: string): void {
    this.#options.onEvent({ kind: 'notice', notice: { code, message } });
  }
}
