import { LookCounts } from '../formats/look-counts.ts';
import { LineCounts, type LineCountsSnapshot } from '../lines/line-counts.ts';
import { UNPARSED_REASONS, type UnparsedReason } from '../parser/unparsed-reason.ts';

/** Lines that are kept for each reason, to show why lines of a file are not parsed. */
const EXAMPLES_MAX = 3;

/** A line that was not parsed. The text is hostile: whoever shows it sanitises it. */
export interface UnparsedExample {
  readonly reason: UnparsedReason;
  /** Byte offset of the line in its file. */
  readonly offset: number;
  readonly text: string;
}

/** An account as plain values: what crosses to another thread. */
export interface FileAccountState {
  readonly lines: LineCountsSnapshot;
  readonly examples: readonly UnparsedExample[];
  /** How many lines looked like which format. */
  readonly looks: readonly (readonly [format: string, lines: number])[];
}

/** The account of a path. */
export interface PathAccount extends FileAccountState {
  readonly path: string;
}

/** What became of the lines of a file, or of a part of one. */
export class FileAccount {
  readonly lines = new LineCounts();
  readonly looks: LookCounts;
  readonly #examples: UnparsedExample[] = [];
  /** Examples kept, by reason. */
  readonly #kept = new Uint8Array(UNPARSED_REASONS.length);

  /** `looks` is where the scanner of the file counts. */
  constructor(looks = new LookCounts()) {
    this.looks = looks;
  }

  /** The first unparsed lines of each reason, as they stand in the file. */
  get examples(): readonly UnparsedExample[] {
    return this.#examples;
  }

  /** Whether another example of this reason, an index of `UNPARSED_REASONS`, would be kept. */
  wantsExample(reason: number): boolean {
    return this.#kept[reason]! < EXAMPLES_MAX; // an index of UNPARSED_REASONS
  }

  addExample(example: UnparsedExample): void {
    const reason = UNPARSED_REASONS.indexOf(example.reason);
    if (!this.wantsExample(reason)) return;
    this.#kept[reason]!++;
    this.#examples.push(example);
  }

  /** Name of the format that the counted lines have, `unknown` when there is none. */
  get format(): string {
    return this.looks.name ?? 'unknown';
  }

  /** Adds the account of what comes after this in the same file. */
  merge({ lines, examples, looks }: FileAccountState): void {
    this.lines.mergeSnapshot(lines);
    for (const [format, count] of looks) this.looks.add(format, count);
    for (const example of examples) this.addExample(example);
  }

  state(): FileAccountState {
    const { lines, examples, looks } = this;
    return { lines: lines.snapshot(), examples, looks: looks.counts };
  }
}
