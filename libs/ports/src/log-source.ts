import type { ByteBlock } from '@hitwatch/domain';
import type { Notice } from './monitor-event.ts';

/**
 * One generation of a log file, from its first byte to its rotation; or a stream such as standard
 * input.
 */
export interface LogStream {
  /** Unique in the run. */
  readonly id: number;
  /** Path as the user gave it, `-` for standard input. */
  readonly path: string;
}

/** Where reading a file stands, so that another run can go on there. */
export interface LogMark {
  /** As the user gave it. */
  readonly path: string;
  /** Device and inode: what the file is called may change. */
  readonly dev: number;
  readonly ino: number;
  /** The first bytes of the file, at most 256: inodes are re-used. */
  readonly fingerprint: Uint8Array;
  /** Offset of the first byte that is not counted. */
  readonly offset: number;
  /** What the file was when it was last looked at; undefined when the mark does not say. */
  readonly seen?: SeenFile | undefined;
  /** Whether it is of a file that was read to its end: not to go on in, but not to read again. */
  readonly isRead?: boolean | undefined;
}

/** What tells files of a rotated set apart when the one that a mark is of has gone. */
export interface SeenFile {
  /** Unpacked, where the file is packed and was read to its end. */
  readonly sizeBytes: number;
  /** When it was last written to, in milliseconds since the epoch, as the file system says. */
  readonly modifiedMs: number;
}

export interface StreamMark {
  readonly stream: LogStream;
  readonly mark: LogMark;
}

/** Bytes of a stream. Blocks of one stream come in order and without a gap. */
export interface BlockEvent {
  readonly kind: 'block';
  readonly stream: LogStream;
  /** Where the block begins in its stream. */
  readonly offset: number;
  /** Valid until the next call of `next`. */
  readonly block: ByteBlock;
}

/** No more bytes of this stream will come: what is held of a last line is a record. */
export interface FinishedEvent {
  readonly kind: 'finished';
  readonly stream: LogStream;
}

/**
 * Something about the source that a person should know: a file appeared, was rotated, cannot be
 * read.
 */
export interface NoticeEvent {
  readonly kind: 'notice';
  readonly notice: Notice;
}

/**
 * The source as a whole has come to its end. Only sources that can end have one; it is repeated
 * when asked again.
 */
export interface EndEvent {
  readonly kind: 'end';
}

export type SourceEvent = BlockEvent | FinishedEvent | NoticeEvent | EndEvent;

/**
 * Where log bytes come from. The caller pulls: nothing is read ahead of it without bound and
 * nothing is called behind its back.
 */
export interface LogSource {
  /**
   * The next event, or undefined when none has come until `deadlineMs` of the clock. One call at a
   * time. What fails in the environment and may mend comes as a notice; it rejects only when no
   * event can ever come.
   */
  next(deadlineMs: number): Promise<SourceEvent | undefined>;
  /**
   * Where each file that is open stands, the generations of a path in the order of their lines. A
   * mark's offset is that of the byte behind what `next` has given. Streams that nobody can go back
   * in have none.
   */
  marks(): readonly StreamMark[];
  /** Lets a waiting `next` return at once with undefined. */
  wake(): void;
  /** Releases what is open. `next` is not called any more. */
  close(): Promise<void>;
}
