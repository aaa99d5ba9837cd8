import type { ClientsRollup, SecondRollup } from './second-rollup.ts';

/** How far a source was read when a message was made. */
export interface SourceOffset {
  /** A name of the generation of a file, not of its path. */
  readonly source: string;
  /** Offset of the first byte that no rollup up to this message has. */
  readonly offset: number;
}

/** Where an agent stands, as its last message says. */
export interface MessageHead {
  readonly agent: string;
  /** A word for one reading of the logs: another one where the agent has begun anew. */
  readonly epoch: string;
  /** Of this message in the epoch: 1, 2, ... without a gap. */
  readonly number: number;
  /** Position in the logs: bytes read in this epoch. Never falls. */
  readonly revision: number;
  /** No more hits come for part 0 of this second or an earlier one. */
  readonly watermark: number;
  readonly offsets: readonly SourceOffset[];
}

/** What an agent publishes about once a second. A value. */
export interface RollupMessage extends MessageHead {
  /** What the sketches are made with: `configFingerprint`. */
  readonly config: number;
  /** Version of the program that sent it. */
  readonly program: string;
  /** When it was made, by the clock of the agent. */
  readonly sentMs: number;
  /** The agent stops for good: nobody has to wait for it. */
  readonly bye: boolean;
  /** Since the message before: lines too old for a second of their own, or too far ahead. */
  readonly late: number;
  readonly future: number;
  /** Lines that could not be parsed, and bytes that were gone before they were read; as well. */
  readonly unparsed: number;
  readonly lostBytes: number;
  /** Ascending by second and part. */
  readonly rollups: readonly SecondRollup[];
  readonly clients: ClientsRollup | undefined;
}

/** By which an engine knows a message again that it has. */
export function messageId({ agent, epoch, number }: MessageHead): string {
  return `${agent}:${epoch}:${number}`;
}
