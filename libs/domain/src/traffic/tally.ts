import type { ByteBlock } from '../bytes/byte-block.ts';
import type { LineCountsSnapshot } from '../lines/line-counts.ts';
import type { LineScanner } from '../parser/line-scanner.ts';
import type { LiveAlerts } from '../rules/live-alerts.ts';
import { FileAccount, type PathAccount, type UnparsedExample } from './file-account.ts';
import { Intake } from './intake.ts';
import type { Rollup } from './rollup.ts';

/** One generation of a file: rotation begins another with the same path. */
export interface StreamKey {
  /** Unique in the run. */
  readonly id: number;
  readonly path: string;
}

/** What was found in a file, all its generations together. */
export interface FileTally {
  readonly path: string;
  readonly format: string;
  readonly lines: LineCountsSnapshot;
  readonly examples: readonly UnparsedExample[];
}

interface PathTally {
  /** Of the generations that are finished. */
  readonly finished: FileAccount;
  readonly open: Map<number, Intake>;
}

/** The account of a file as a value. */
export function fileTally(path: string, account: FileAccount): FileTally {
  const { format, lines, examples } = account;
  return { path, format, lines: lines.snapshot(), examples };
}

/** Makes the scanner of a stream whose first block begins at `offset` of its file. */
export type NewScanner = (path: string, offset: number) => LineScanner;

/** Counts the blocks of many streams into one rollup and keeps account of each file. */
export class Tally {
  readonly #newScanner: NewScanner;
  readonly #rollup: Rollup;
  readonly #alerts: LiveAlerts | undefined;
  readonly #paths = new Map<string, PathTally>();

  /** With `alerts`, hits are placed by the event clock; without, each counts in its own second. */
  constructor(newScanner: NewScanner, rollup: Rollup, alerts?: LiveAlerts) {
    this.#newScanner = newScanner;
    this.#rollup = rollup;
    this.#alerts = alerts;
  }

  /** `offset` is where the block begins in its stream. Returns the account of the stream so far. */
  push({ id, path }: StreamKey, offset: number, block: ByteBlock): Intake {
    const tally = this.#pathTally(path);
    let intake = tally.open.get(id);
    if (intake === undefined) {
      const watched = this.#alerts?.log(path);
      intake = new Intake(this.#newScanner(path, offset), this.#rollup, watched);
      tally.open.set(id, intake);
    }
    intake.push(block, offset);
    return intake;
  }

  /**
   * No more bytes of the stream will come. A stream without bytes makes its file known all the
   * same.
   */
  finish({ id, path }: StreamKey): void {
    const tally = this.#pathTally(path);
    const intake = tally.open.get(id);
    if (intake === undefined) return;
    intake.finish();
    tally.open.delete(id);
    tally.finished.merge(intake.account.state());
  }

  /** Offset of the first byte of a stream that is not counted; undefined when none was read. */
  uncountedOffset({ id, path }: StreamKey): number | undefined {
    return this.#paths.get(path)?.open.get(id)?.uncountedOffset;
  }

  /** What was counted so far by path, all its generations together; without what is held. */
  accounts(): readonly PathAccount[] {
    return this.#accounts().map(([path, account]) => ({ path, ...account.state() }));
  }

  /** Goes on with what an earlier run has counted; its streams were other ones. */
  restore(accounts: readonly PathAccount[]): void {
    for (const account of accounts) this.#pathTally(account.path).finished.merge(account);
  }

  /** One entry for each path, in the order in which they were met. */
  files(): readonly FileTally[] {
    return this.#accounts().map(([path, account]) => fileTally(path, account));
  }

  #accounts(): readonly (readonly [path: string, account: FileAccount])[] {
    return [...this.#paths].map(([path, tally]) => {
      const account = new FileAccount();
      account.merge(tally.finished.state());
      for (const intake of tally.open.values()) account.merge(intake.account.state());
      return [path, account];
    });
  }

  #pathTally(path: string): PathTally {
    let tally = this.#paths.get(path);
    if (tally === undefined) {
      tally = { finished: new FileAccount(), open: new Map() };
      this.#paths.set(path, tally);
    }
    return tally;
  }
}
