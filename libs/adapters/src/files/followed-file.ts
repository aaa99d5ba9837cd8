import type { FileSystem, LogStream, Notice, SourceEvent, StreamMark } from '@hitwatch/ports';

import { systemErrorCode } from '../command-line/failure.ts';
import { markOfNothing, quietly, rememberNewest } from './before-us.ts';
import { DrainingSet } from './draining.ts';
import { EmptyBeginning } from './empty-beginning.ts';
import { FailureTeller, isMissing } from './failure-teller.ts';
import type { Followed } from './followed.ts';
import type { FollowedFileOptions } from './followed-file-options.ts';
import { type FileIdentity, markOf, sameFile } from './generation.ts';
import { KnownGenerations } from './known-generations.ts';
import { identify, OpenLog } from './open-log.ts';
import { QuietFile } from './quiet-file.ts';
import { readBlock } from './read-block.ts';
import { type LogPlace, placeOf } from './rotated-set.ts';
import { StandingLog } from './standing-log.ts';
import { Succession } from './succession.ts';
import { Uninterrupted } from './uninterrupted.ts';

const BLOCK_BYTES = 256 * 1024;
/** Between two looks at the old files of a log that is not there. */
const LOOK_MS = 1000;

/**
 * Follows one path through the lives of the files that stand at it. Two questions, kept apart: what
 * is new in a file that is open, and has another file taken its place?
 */
export class FollowedFile implements Followed {
  readonly #options: FollowedFileOptions;
  readonly #files: FileSystem;
  readonly #buffer = new Uint8Array(BLOCK_BYTES);
  readonly #pending: SourceEvent[] = [];
  readonly #quiet: QuietFile;
  readonly #known = new KnownGenerations();
  /** Rotated, but perhaps still written to; read before the current one. */
  readonly #draining: DrainingSet;
  readonly #succession: Succession;
  readonly #failures: FailureTeller;
  #current: StandingLog | undefined;
  /** Where the old files of the current one are. */
  #place: LogPlace;
  readonly #empty = new EmptyBeginning();
  #nextLookMs = -Infinity;
  /** Whether what stands at the path has been there from the start. */
  #first = true;

  constructor(options: FollowedFileOptions) {
    const { path, clock, nextStreamId, resume, onReady } = options;
    this.#options = options;
    this.#quiet = new QuietFile(path, onReady);
    const files = (this.#files = new Uninterrupted(options.files));
    const known = this.#known;
    const onEvent = (event: SourceEvent) => {
      this.#pending.push(event);
    };
    const onNotice = (notice: Notice) => {
      onEvent({ kind: 'notice', notice });
    };
    const draining = new DrainingSet(this.#buffer, known, onNotice);
    this.#draining = draining;
    this.#failures = new FailureTeller(path, onNotice);
    this.#place = placeOf(files, path);
    const parts = { path, files, clock, nextStreamId, draining, known, onEvent };
    this.#succession = new Succession(parts, this.#place);
    this.#succession.resume(known.resume(resume));
  }

  get pollMs(): number {
    return this.#quiet.pollMs;
  }

  get working(): Promise<void> | undefined {
    return this.#succession.working ?? this.#draining.working;
  }

  poll(): SourceEvent | undefined {
    this.#quiet.beforeLook();
    const nowMs = this.#options.clock.nowMs();
    const event =
      this.#pending.shift() ?? this.#draining.next(nowMs) ?? this.#grow() ?? this.#pending.shift();
    // Nobody tells of what is written to a rotated file, or that a missing one is there.
    const isTold =
      this.#draining.size === 0 && this.#current !== undefined && !this.#succession.isDue;
    if (event === undefined && isTold) this.#quiet.foundNothing();
    else this.#quiet.stir();
    return event;
  }

  /** Whether the file with this identity is open here, whatever it is called now. */
  holds(identity: FileIdentity): boolean {
    const current = this.#current?.log.identity;
    if (current !== undefined && sameFile(current, identity)) return true;
    return this.#draining.holds(identity);
  }

  marks(): readonly StreamMark[] {
    const current = this.#current;
    const marks = [...this.#draining.marks(), ...this.#succession.marks(current === undefined)];
    // While generations before it are still to be found, those are what is to be gone on from.
    if (current && (!this.#succession.isDue || this.#succession.isLast(current.log.identity))) {
      const mark = this.#empty.mark ?? current.mark();
      const isThere = marks.some((other) => sameFile(other.mark, mark));
      if (!isThere) marks.push({ stream: current.stream, mark });
    }
    return this.#known.beside(this.#succession.behindFound(marks), this.#options.path);
  }

  /** Whether nothing is open, and nothing waits to be told. */
  get isIdle(): boolean {
    const isOpen = this.#current !== undefined || this.#draining.size > 0;
    return !isOpen && this.#pending.length === 0 && !this.#succession.isDue;
  }

  close(): void {
    this.#quiet.stir();
    this.#succession.close();
    this.#draining.close();
    this.#current?.log.close();
    this.#current = undefined;
  }

  /**
   * Opens what stands at the path, if anything does, and reads it or finds that it was replaced.
   */
  #grow(): SourceEvent | undefined {
    if (this.working !== undefined) return undefined;
    const current = this.#current ?? this.#open();
    if (this.#pending.length > 0) return undefined;
    if (this.#succession.isDue) {
      // Without the file that the marks are of, nobody can say what came after it.
      const isKnown = current !== undefined || !this.#succession.hasLost;
      if (isKnown || this.#failures.isSettled) this.#succession.search(current?.log);
      return undefined;
    }
    if (current === undefined) return undefined;
    const from = current.log.position;
    try {
      const block = readBlock(current, this.#buffer);
      if (block !== undefined && this.#draining.size > 0) {
        // What was written to the old ones until then is older than what was just read.
        const late = this.#draining.next(this.#options.clock.nowMs());
        if (late !== undefined) {
          current.log.stepBack(from);
          return late;
        }
      }
      let empty = block && this.#empty.end();
      if (empty === undefined) {
        if (current.log.wasReplaced()) return this.#truncated(current, from);
        if (block !== undefined) return block;
        empty = this.#empty.mark && this.#empty.look(markOf(current));
      }
      if (empty !== undefined) {
        current.log.stepBack(from);
        this.#succession.follow(this.#placeNow(empty), { stream: current.stream, mark: empty });
        return this.#grow();
      }
      this.#lookForSuccessor(current);
      return undefined;
    } catch (error) {
      // What was read and is not given is read again.
      current.log.stepBack(from);
      this.#failures.tell(error);
      return undefined;
    }
  }

  #open(): StandingLog | undefined {
    const { path } = this.#options;
    let log: OpenLog | undefined;
    try {
      log = OpenLog.open(this.#files, path);
      log.learn();
      const current = this.#returned(log) ?? this.#beginning(log);
      if (this.#failures.isFailing) this.#notice('file_appeared', 'is there now and is followed');
      this.#first = false;
      this.#failures.mended();
      this.#current = current;
      return current;
    } catch (error) {
      log?.close();
      if (isMissing(error)) this.#stayWithout();
      this.#failures.tell(error);
      return undefined;
    }
  }

  /** Nothing is there. Now and then it is looked whether something was, and was rotated. */
  #stayWithout(): void {
    const { path, resume, clock } = this.#options;
    const nowMs = clock.nowMs();
    if (this.#first && resume.length === 0) {
      const nothing = markOfNothing(this.#files, this.#place, path, nowMs);
      this.#succession.expect({ stream: this.#newStream(), mark: nothing });
    } else if (nowMs >= this.#nextLookMs) {
      this.#nextLookMs = nowMs + LOOK_MS;
      this.#succession.lookAgain();
    }
    this.#first = false;
  }

  /** A file that was moved away and is back is no new one. */
  #returned(log: OpenLog): StandingLog | undefined {
    const old = this.#draining.take(log.identity);
    if (old === undefined) return undefined;
    this.#succession.forget();
    const kept = old.log instanceof OpenLog ? old.log : log;
    (kept === log ? old.log : log).close();
    return new StandingLog(kept, old.stream);
  }

  #beginning(log: OpenLog): StandingLog {
    const { path, findStart, resume } = this.#options;
    const claimed = this.#succession.claim(log);
    const isFirst = this.#first && resume.length === 0;
    if (claimed !== undefined) log.seek(claimed.mark.offset);
    else if (isFirst) log.seek(findStart(log));
    else {
      // It may have been read and given up before it was moved back.
      log.seek(Math.min(this.#known.endOf(log) ?? 0, log.size()));
      this.#succession.lookAgain();
    }
    this.#place = placeOf(this.#files, path);
    const generation = new StandingLog(log, claimed?.stream ?? this.#newStream());
    this.#empty.begin(claimed?.mark ?? generation.mark());
    if (isFirst && this.#empty.mark !== undefined) {
      rememberNewest(this.#files, this.#place, this.#known);
    }
    return generation;
  }

  /** A folder may have been renamed, or a link put in place of the log. */
  #placeNow(identity: FileIdentity): LogPlace {
    const { path } = this.#options;
    const now = quietly(() => identify(this.#files, path));
    if (now !== undefined && sameFile(now, identity)) this.#place = placeOf(this.#files, path);
    return this.#place;
  }

  /**
   * The file was emptied in place. What was just read may belong to its new life, so it is thrown
   * away and read again: the rest of the old life from the copy that copytruncate made, the new
   * life from its first byte.
   */
  #truncated(current: StandingLog, readTo: number): SourceEvent | undefined {
    const { log, stream } = current;
    log.stepBack(readTo);
    // What came before its first bytes is still to be found, and its copy is found with that.
    const empty = this.#empty.mark;
    const mark = empty ?? current.mark();
    const next = new StandingLog(log.beginAnew(), this.#newStream());
    const last = { stream, mark };
    if (empty === undefined) this.#succession.followCopied(this.#placeNow(mark), last);
    else this.#succession.follow(this.#placeNow(mark), last);
    this.#current = next;
    this.#empty.begin(next.mark());
    this.#failures.mended();
    this.#notice('file_truncated', 'was truncated and is read from its beginning');
    return this.#pending.shift();
  }

  /**
   * Renamed and created anew, deleted, or a link that points elsewhere now: the old one is drained.
   */
  #lookForSuccessor(current: StandingLog): void {
    const { path, clock } = this.#options;
    let now: FileIdentity | undefined;
    try {
      now = identify(this.#files, path);
    } catch (error) {
      // Without permission for the folder nobody can say; the open file goes on as it is.
      if (systemErrorCode(error) !== 'ENOENT') return;
    }
    const { log, stream } = current;
    if (now !== undefined && sameFile(now, log.identity)) {
      current.stands();
      return;
    }
    log.learn();
    const empty = this.#empty.mark;
    // What came since is read first: it says whether other generations were before it.
    if (empty !== undefined && log.fingerprint.length > 0) return;
    this.#draining.add({ log, stream, name: path, quietSinceMs: clock.nowMs() });
    this.#succession.follow(this.#place, { stream, mark: empty ?? current.mark() });
    this.#current = undefined;
    this.#empty.forget();
    this.#failures.mended();
    this.#notice('file_rotated', 'was rotated; the old file is read to its end');
  }

  #newStream(): LogStream {
    const { path, nextStreamId } = this.#options;
    return { id: nextStreamId(), path };
  }

  #notice(code: Notice['code'], what: string): void {
    const message = `${this.#options.path} ${what}`;
    this.#pending.push({ kind: 'notice', notice: { code, message } });
  }
}
