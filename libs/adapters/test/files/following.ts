import type { FileSystem, LogMark } from '@hitwatch/ports';
import { ManualClock, ManualSleeper, Pulled } from '@hitwatch/testing';
import {
  FileTailer,
  FollowedFile,
  type FollowedFileOptions,
  NodeFileSystem,
} from '../../src/index.ts';
import { TemporaryFolder } from './temporary-folder.ts';

/** A rotated file is given up when it has been quiet for ten seconds. */
export const GIVEN_UP_MS = 10_000;

/** A log that does not exist yet, followed by hand. */
export interface FollowedLog {
  readonly folder: TemporaryFolder;
  readonly path: string;
  readonly following: Following;
}

/** Gives each test of a suite a log of its own, and clears up behind it. */
export function eachFollows(begin: (log: FollowedLog) => void): void {
  let log: FollowedLog;

  beforeEach(() => {
    const folder = new TemporaryFolder();
    const path = folder.join('access.log');
    log = { folder, path, following: new Following(path) };
    begin(log);
  });

  afterEach(async () => {
    await log.following.source.close();
    log.folder.remove();
  });
}

/** A tailer of one path, by hand, and account of all that it gave. */
export class Following {
  readonly clock = new ManualClock();
  readonly pulled = new Pulled();
  readonly source: FileTailer;

  constructor(
    path: string,
    findStart: FollowedFileOptions['findStart'] = fromTheStart,
    files: FileSystem = new NodeFileSystem(),
    resume: readonly LogMark[] = [],
  ) {
    let streams = 0;
    const { clock } = this;
    const nextStreamId = () => streams++;
    const sleeper = new ManualSleeper(clock);
    const onReady = () => {
      sleeper.wake();
    };
    const followed = new FollowedFile({
      path,
      files,
      clock,
      nextStreamId,
      findStart,
      resume,
      onReady,
    });
    this.source = new FileTailer([followed], clock, sleeper);
  }

  /** What each stream has given so far. */
  get texts(): readonly string[] {
    return this.pulled.streams.map(({ bytes }) => bytes.toString());
  }

  get notices(): readonly string[] {
    return this.pulled.notices;
  }

  /** Takes what is there, and looks again twice within 100 ms. */
  async settle(): Promise<void> {
    await this.pulled.pull(this.source, this.clock.nowMs() + 100);
  }

  /** One look, no time passes. */
  async glance(): Promise<void> {
    const event = await this.source.next(this.clock.nowMs());
    if (event !== undefined) this.pulled.take(event);
  }

  /** Ends as if killed; another one goes on from where this one stood. */
  async restart(path: string): Promise<Following> {
    const marks = this.source.marks().map(({ mark }) => ({
      ...mark,
      fingerprint: Uint8Array.from(mark.fingerprint),
    }));
    await this.source.close();
    return new Following(path, fromTheStart, new NodeFileSystem(), marks);
  }

  /** Until rotated files are given up. */
  async settleForGood(): Promise<void> {
    await this.settle();
    this.clock.advance(GIVEN_UP_MS);
    await this.settle();
  }
}

function fromTheStart(): number {
  return 0;
}
