import { statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

import type { Clock } from '@hitwatch/domain';
import type { FileSystem, LogMark, Notice, SourceEvent, StreamMark } from '@hitwatch/ports';

import { EnvironmentFailure } from '../command-line/failure.ts';
import { packingOfFile } from '../compressed/packed-file.ts';
import type { Followed } from '../files/followed.ts';
import type { FollowedFile } from '../files/followed-file.ts';
import { type FileIdentity, sameFile } from '../files/generation.ts';
import { identify } from '../files/open-log.ts';
import type { Claims } from './claims.ts';
import type { LogGroup } from './log-group.ts';
import { isPackedName, rotatedName } from '../files/rotated-name.ts';

/** Between two looks at what there is, when a look takes no time. */
const LOOK_MS = 1000;
/** A look at a large tree must not keep the machine busy: it may take this part of the time. */
const LOOK_SHARE = 1 / 20;

export interface FollowedGroupOptions {
  readonly group: LogGroup;
  readonly files: FileSystem;
  readonly clock: Clock;
  /** Shared by all that is followed in this run. */
  readonly claims: Claims;
  /** Begins to follow a file; `isNew` for one that was not there at the start. */
  readonly follow: (path: string, isNew: boolean) => FollowedFile;
  /** Where an earlier run stopped; a file of the group that has gone since is read to its end. */
  readonly resume: readonly LogMark[];
}

/**
 * Follows the files of a directory or a pattern: those that are there and those that come, each
 * until it has gone and is read to its end. Not followed are old files of a set that is rotated
 * and packed ones, since nobody writes to them any more; and a file that was followed and only has
 * another name now stays what it was.
 */
export class FollowedGroup implements Followed {
  readonly #options: FollowedGroupOptions;
  readonly #members = new Map<string, FollowedFile>();
  /** Files that are not followed, by path. */
  readonly #passedOver = new Map<string, FileIdentity>();
  readonly #pending: SourceEvent[] = [];
  readonly #told = new Set<string>();
  #listed: ReadonlySet<string> = new Set();
  #nextLookMs = -Infinity;
  #looks = 0;
  #turn = 0;

  constructor(options: FollowedGroupOptions) {
    this.#options = options;
  }

  get pollMs(): number {
    const nextLookMs = Math.max(0, this.#nextLookMs - this.#options.clock.nowMs());
    return Math.min(nextLookMs, ...[...this.#members.values()].map(({ pollMs }) => pollMs));
  }

  get working(): Promise<void> | undefined {
    for (const { working } of this.#members.values()) if (working !== undefined) return working;
    return undefined;
  }

  poll(): SourceEvent | undefined {
    if (this.#pending.length === 0 && this.#options.clock.nowMs() >= this.#nextLookMs) {
      this.#look();
    }
    return this.#pending.shift() ?? this.#pollMembers();
  }

  marks(): readonly StreamMark[] {
    return [...this.#members.values()].flatMap((member) => member.marks());
  }

  close(): void {
    for (const member of this.#members.values()) member.close();
  }

  /** Each in turn, so that a busy one does not starve the others. */
  #pollMembers(): SourceEvent | undefined {
    const members = [...this.#members];
    const from = this.#turn;
    for (const [path, member] of [...members.slice(from), ...members.slice(0, from)]) {
      this.#turn = (this.#turn + 1) % members.length;
      const event = member.poll();
      this.#forgetGone(path, member);
      // Here a file may go: nobody waits for it.
      const isGone = event?.kind === 'notice' && event.notice.code === 'file_missing';
      if (event !== undefined && !isGone) return event;
    }
    return undefined;
  }

  #forgetGone(path: string, member: FollowedFile): void {
    if (this.#listed.has(path) || !member.isIdle) return;
    this.#members.delete(path);
    this.#options.claims.remove(path);
    member.close();
  }

  #look(): void {
    const { clock, group } = this.#options;
    const startMs = clock.nowMs();
    const isFirst = this.#looks++ === 0;
    try {
      const paths = group.list();
      this.#listed = new Set(paths);
      for (const path of paths) if (!this.#members.has(path)) this.#take(path, !isFirst);
      if (isFirst) this.#resumeGone();
      for (const path of this.#passedOver.keys()) {
        if (!this.#listed.has(path)) this.#passedOver.delete(path);
      }
      this.#told.delete('file_unreadable');
      if (paths.length === 0) {
        this.#tellOnce(
          'file_missing',
          `${group.argument}: ${group.emptiness} yet: waiting for one`,
        );
      }
    } catch (error) {
      if (!(error instanceof EnvironmentFailure)) throw error;
      this.#tellOnce('file_unreadable', `${error.message}: trying again (${error.remedy})`);
    }
    const nowMs = clock.nowMs();
    this.#nextLookMs = nowMs + Math.max(LOOK_MS, (nowMs - startMs) / LOOK_SHARE);
  }

  /** Files that an earlier run read, and that have gone or were rotated and not made anew. */
  #resumeGone(): void {
    const { claims, follow, group, resume } = this.#options;
    for (const { path } of resume) {
      if (claims.has(path) || !group.covers(path)) continue;
      const member = follow(path, true);
      this.#members.set(path, member);
      claims.add(path, member);
    }
  }

  /** A path that is not followed here so far. */
  #take(path: string, isNew: boolean): void {
    const { files, claims, follow } = this.#options;
    if (claims.has(path)) return;
    const identity = quietly(() => identify(files, path));
    // Gone again, or looked at before.
    if (identity === undefined) return;
    const known = this.#passedOver.get(path);
    if (known !== undefined && sameFile(known, identity)) return;
    const isOld = claims.holds(identity) || this.#isRotated(path);
    // What cannot be read is told by whoever follows it.
    const packing = quietly(() => packingOfFile(path));
    if (isOld || isPackedName(path) || packing !== undefined) {
      this.#passedOver.set(path, identity);
      if (!claims.holds(identity)) this.#tellPassedOver(path);
      return;
    }
    this.#passedOver.delete(path);
    const member = follow(path, isNew);
    this.#members.set(path, member);
    claims.add(path, member);
    if (isNew) this.#notice('file_appeared', `${path} is there now and is followed`);
  }

  /**
   * Whether the file that a name such as `access.log.1` was made from is there or was. Without it
   * the name may be that of a log that has a date in its name while it is written.
   */
  #isRotated(path: string): boolean {
    const { live } = rotatedName(basename(path));
    if (live === basename(path)) return false;
    const livePath = join(dirname(path), live);
    if (this.#options.claims.has(livePath)) return true;
    return quietly(() => statSync(livePath).isFile()) === true;
  }

  /** Once: a server with many sites has hundreds of them. */
  #tellPassedOver(path: string): void {
    const what = `old and packed files are not followed, such as ${path}: see report`;
    this.#tellOnce('files_passed_over', `${this.#options.group.argument}: ${what}`);
  }

  #tellOnce(code: Notice['code'], message: string): void {
    if (this.#told.has(code)) return;
    this.#told.add(code);
    this.#notice(code, message);
  }

  #notice(code: Notice['code'], message: string): void {
    this.#pending.push({ kind: 'notice', notice: { code, message } });
  }
}

/** Undefined for what may have gone meanwhile; the next look finds out. */
function quietly<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch {
    return undefined;
  }
}
