import { LineCounts, type LineCountsSnapshot } from '../lines/line-counts.ts';
import { UNPARSED_REASONS, type UnparsedReason } from '../parser/unparsed-reason.ts';

/** Lines that are kept for each reason, to show why lines of a file are not parsed. */
const EXAMPLES_MAX = 3;

export type ClfVariant = 'common' | 'combined' | 'vhost_common' | 'vhost_combined' | 'unknown';

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
  readonly hasAgents: boolean;
  readonly hasVhosts: boolean;
}

/** What became of the lines of a file, or of a part of one. */
export class FileAccount {
  readonly lines = new LineCounts();
  /** Whether a counted line had a user agent: Combined, not Common Log Format. */
  hasAgents = false;
  /** Whether a counted line had a virtual host in front. */
  hasVhosts = false;
  readonly #examples: UnparsedExample[] = [];
  /** Examples kept, by reason. */
  readonly #kept = new Uint8Array(UNPARSED_REASONS.length);

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

  /** What the counted lines look like, `unknown` when there is none. */
  get format(): ClfVariant {
    if (this.lines.counted === 0) return 'unknown';
    const common = this.hasAgents ? 'combined' : 'common';
    return this.hasVhosts ? `vhost_${common}` : common;
  }

  /** Adds the account of what comes after this in the same file. */
  merge({ lines, examples, hasAgents, hasVhosts }: FileAccountState): void {
    this.lines.mergeSnapshot(lines);
    this.hasAgents ||= hasAgents;
    this.hasVhosts ||= hasVhosts;
    for (const example of examples) this.addExample(example);
  }

  state(): FileAccountState {
    const { lines, examples, hasAgents, hasVhosts } = this;
    return { lines: lines.snapshot(), examples, hasAgents, hasVhosts };
  }
}
