import type {
  AlertChange,
  EventClockState,
  PathAccount,
  RollupState,
  RuleEngineState,
} from '@hitwatch/domain';
import type { LogMark } from './log-source.ts';
import type { Notice } from './monitor-event.ts';

/** All that a monitor has in mind between two events, but for its rollups. */
export interface MonitorMemory {
  /** Wall clock: since when the totals are counted. */
  readonly beganMs: number;
  readonly savedMs: number;
  /** Of the hashes in the rollups. */
  readonly seed: number;
  /** What the totals depend on, as text: a run with another one goes on all the same. */
  readonly reading: string;
  /** Logs as the user named them. */
  readonly files: readonly string[];
  readonly clock: EventClockState;
  readonly rules: RuleEngineState;
  /** The last changes that were told, oldest first. */
  readonly history: readonly AlertChange[];
  /** Where reading stands, the generations of a path in the order of their lines. */
  readonly marks: readonly LogMark[];
  readonly accounts: readonly PathAccount[];
  /** What is counted and not yet part of the total. */
  readonly interval: RollupState;
}

export interface MonitorState extends MonitorMemory {
  readonly total: RollupState;
}

/** What is to be saved. */
export interface Checkpoint extends MonitorMemory {
  /** Only asked for when `version` is another one than in the last checkpoint. */
  readonly total: { readonly version: number; readonly state: () => RollupState };
}

export interface LoadedState {
  /** Undefined when there is none that can be gone on with. */
  readonly state: MonitorState | undefined;
  /** What a person should know of what was found. */
  readonly notices: readonly Notice[];
}

/** Where a monitor keeps what it needs to go on in another run. Belongs to one run at a time. */
export interface StateStore {
  /** As people know it. */
  readonly name: string;
  /** What was saved last. What cannot be read is set aside and told. */
  load(): Promise<LoadedState>;
  /** Begins anew: what was saved is set aside. */
  forget(): Promise<void>;
  /**
   * Replaces what was saved, all of it or nothing, and resolves with its size in bytes when it
   * would survive the power going off. Everything in `checkpoint` has been taken from when this
   * returns its promise. One call at a time. Rejects with an error that says what is wrong.
   */
  save(checkpoint: Checkpoint): Promise<number>;
  /** Whether it belongs to nobody or another run now, so that no save will ever succeed again. */
  readonly isLost: boolean;
  /** Gives the store up for the next run. */
  close(): Promise<void>;
}
