import {
  type AgentCheckpoint,
  Intake,
  LineCounts,
  type NewScanner,
  REPAIR_SECONDS,
  type SecondLedger,
  type SourceOffset,
} from '@hitwatch/domain';
import type { BlockEvent, LogMark, LogSource, LogStream } from '@hitwatch/ports';

import { beginningOf, sourceName } from './source-name.ts';

/** A generation of a file as the fleet knows it, and from where it is to be read again. */
export interface SourceMark {
  /** Undefined while too little of it is there. */
  readonly source: string | undefined;
  readonly mark: LogMark;
}

interface ReadStream {
  readonly stream: LogStream;
  readonly intake: Intake;
  /** Where its first block began. */
  readonly start: number;
  /** Undefined before its first whole line. */
  source: string | undefined;
  /** Undefined for what nobody can go back in. */
  mark: LogMark | undefined;
  finishedMs: number | undefined;
}

export interface AgentLogsSetting {
  readonly ledger: SecondLedger;
  readonly source: Pick<LogSource, 'marks'>;
  readonly newScanner: NewScanner;
  /** A word of this run, for streams that no other run can read again. */
  readonly run: string;
  /** Sources that were published by the run that this one goes on from. */
  readonly published: readonly SourceOffset[];
  /** Where that one stood. */
  readonly resumed: readonly SourceMark[];
}

/** The logs of an agent: each line goes to the ledger with the place where it stands. */
export class AgentLogs {
  readonly #setting: AgentLogsSetting;
  readonly #streams = new Map<number, ReadStream>();
  /** Published ones that have not been read up to there in this run. */
  readonly #awaited: Map<string, number>;

  constructor(setting: AgentLogsSetting) {
    this.#setting = setting;
    this.#awaited = new Map(setting.published.map(({ source, offset }) => [source, offset]));
  }

  push({ stream, offset, block }: BlockEvent): void {
    const read = this.#streams.get(stream.id) ?? this.#begin(stream, offset);
    if (read.source === undefined) this.#name(read);
    read.intake.push(block, offset);
    this.#readTo(read);
  }

  /** No more bytes of a stream come. */
  finish(stream: LogStream, nowMs: number): void {
    const read = this.#streams.get(stream.id);
    if (read === undefined) return;
    read.intake.finish();
    this.#readTo(read);
    read.finishedMs = nowMs;
  }

  /**
   * All logs have been read to their ends. What the last run published and has gone since is not
   * waited for: nobody can read it again.
   */
  caughtUp(): void {
    if (this.#awaited.size === 0) return;
    const { ledger, source } = this.#setting;
    for (const { mark } of source.marks()) {
      const name = this.#nameOf(mark, mark.offset);
      // Nothing new was in it, so no block has said that it is there.
      if (name !== undefined && this.#awaited.has(name)) ledger.readTo(name, mark.offset);
    }
    const reached = new Map(this.#reached());
    for (const [name, offset] of this.#awaited) {
      if (!((reached.get(name) ?? -1) >= offset)) ledger.forget(name);
    }
    this.#awaited.clear();
  }

  /** Forgets finished files whose lines are all in messages that are safe. */
  forgetOld(checkpoint: AgentCheckpoint): void {
    const safeMs = (checkpoint.closed - REPAIR_SECONDS) * 1000;
    for (const [id, { finishedMs, source }] of this.#streams) {
      if (finishedMs === undefined || finishedMs >= safeMs) continue;
      this.#streams.delete(id);
      if (source !== undefined) this.#setting.ledger.forget(source);
    }
  }

  /** Where a run begins that goes on from a checkpoint, of each path in the order of its lines. */
  marks(checkpoint: AgentCheckpoint): SourceMark[] {
    const positions = new Map(checkpoint.sources.map((position) => [position.source, position]));
    const finished: SourceMark[] = [];
    for (const { source, mark, start, finishedMs } of this.#streams.values()) {
      if (finishedMs === undefined || source === undefined || mark === undefined) continue;
      const position = positions.get(source);
      if (position !== undefined && position.oldest === position.offset) continue;
      finished.push({ source, mark: { ...mark, offset: position?.oldest ?? start } });
    }
    const open: SourceMark[] = [];
    for (const { stream, mark } of this.#setting.source.marks()) {
      const isKept = finished.some((kept) => isSameFile(kept.mark, mark));
      if (isKept) continue;
      const read = this.#streams.get(stream.id);
      const source = read?.source ?? this.#nameOf(mark, mark.offset);
      const oldest = source === undefined ? undefined : positions.get(source)?.oldest;
      const offset = mark.isRead === true ? mark.offset : (oldest ?? read?.start ?? mark.offset);
      open.push({ source, mark: { ...mark, offset } });
    }
    return [...finished, ...open];
  }

  *#reached(): Iterable<[string, number]> {
    for (const { mark } of this.#setting.source.marks()) {
      const source = this.#nameOf(mark, mark.offset);
      if (source !== undefined) yield [source, mark.offset];
    }
    for (const { source, intake } of this.#streams.values()) {
      if (source !== undefined) yield [source, intake.uncountedOffset];
    }
  }

  #begin(stream: LogStream, start: number): ReadStream {
    const { ledger, newScanner } = this.#setting;
    const read: ReadStream = {
      ...{ stream, start, source: undefined, mark: undefined, finishedMs: undefined },
      intake: new Intake(newScanner(stream.path, start), {
        lines: new LineCounts(),
        add: (batch, _hits, blockOffset) => {
          // A whole line has been read, so the first one of the file is whole as well.
          if (read.source !== undefined) ledger.observe(batch, read.source, blockOffset);
        },
      }),
    };
    this.#streams.set(stream.id, read);
    return read;
  }

  #name(read: ReadStream): void {
    const { id } = read.stream;
    const marks = this.#setting.source.marks();
    const mark = marks.find(({ stream }) => stream.id === id)?.mark;
    read.mark = mark;
    read.source =
      mark === undefined ? `stream-${this.#setting.run}-${id}` : this.#nameOf(mark, read.start);
  }

  /** Of a file that was packed or copied since the last run the name that it had then. */
  #nameOf(mark: LogMark, start: number): string | undefined {
    const name = sourceName(mark);
    const { published, resumed } = this.#setting;
    if (name === undefined || published.some(({ source }) => source === name)) return name;
    const beginning = beginningOf(mark);
    const same = resumed.find(
      (one) =>
        one.mark.path === mark.path &&
        one.mark.offset === start &&
        beginningOf(one.mark) === beginning,
    );
    return same?.source ?? name;
  }

  #readTo({ source, intake }: ReadStream): void {
    if (source !== undefined) this.#setting.ledger.readTo(source, intake.uncountedOffset);
  }
}

function isSameFile(one: LogMark, other: LogMark): boolean {
  return one.dev === other.dev && one.ino === other.ino && one.path === other.path;
}
