import type { AlertWatch } from '../alert/alert-watch.ts';
import type { ByteBlock } from '../bytes/byte-block.ts';
import { LineCounts, type LineCountsSnapshot } from '../lines/line-counts.ts';
import type { LineParser } from '../parser/line-parser.ts';
import { type ClfVariant, Intake, type UnparsedExample } from './intake.ts';
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
  readonly format: ClfVariant;
  readonly lines: LineCountsSnapshot;
  readonly examples: readonly UnparsedExample[];
}

interface PathTally {
  format: ClfVariant;
  examples: readonly UnparsedExample[];
  /** Of the generations that are finished. */
  readonly finished: LineCounts;
  readonly open: Map<number, Intake>;
}

/** Counts the blocks of many streams into one rollup and keeps account of each file. */
export class Tally {
  readonly #newParser: () => LineParser;
  readonly #rollup: Rollup;
  readonly #watch: AlertWatch | undefined;
  readonly #paths = new Map<string, PathTally>();

  /** With `watch`, hits are placed by the event clock; without, each counts in its own second. */
  constructor(newParser: () => LineParser, rollup: Rollup, watch?: AlertWatch) {
    this.#newParser = newParser;
    this.#rollup = rollup;
    this.#watch = watch;
  }

  /** `offset` is where the block begins in its stream. Returns the account of the stream so far. */
  push({ id, path }: StreamKey, offset: number, block: ByteBlock): Intake {
    const tally = this.#pathTally(path);
    let intake = tally.open.get(id);
    if (intake === undefined) {
      intake = new Intake(this.#newParser(), this.#rollup, this.#watch);
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
    tally.finished.merge(intake.lines);
    if (intake.format !== 'unknown') tally.format = intake.format;
    if (tally.examples.length === 0) tally.examples = intake.examples;
  }

  /** One entry for each path, in the order in which they were met. */
  files(): readonly FileTally[] {
    return [...this.#paths].map(([path, tally]) => {
      const lines = new LineCounts();
      lines.merge(tally.finished);
      let { format, examples } = tally;
      for (const intake of tally.open.values()) {
        lines.merge(intake.lines);
        if (intake.format !== 'unknown') format = intake.format;
        if (examples.length === 0) examples = intake.examples;
      }
      return { path, format, lines: lines.snapshot(), examples };
    });
  }

  #pathTally(path: string): PathTally {
    let tally = this.#paths.get(path);
    if (tally === undefined) {
      tally = { format: 'unknown', examples: [], finished: new LineCounts(), open: new Map() };
      this.#paths.set(path, tally);
    }
    return tally;
  }
}
