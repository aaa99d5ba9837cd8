/** A message of an agent, as the engine has it. */
export interface StoredRollups {
  /** Higher for each later message of the stream. */
  readonly sequence: number;
  /** When the engine took it, by its clock. */
  readonly atMs: number;
  /** By the address that it was sent to, which the engine checks; not by what it says itself. */
  readonly agent: string;
  readonly payload: Uint8Array;
}

export type BusEvent =
  | { readonly kind: 'rollups'; readonly stored: StoredRollups }
  /** The engine is away, or has lost our place; told once for each time. */
  | { readonly kind: 'trouble'; readonly text: string }
  /** It is back. Messages of before may come again, and older ones that had been lost. */
  | { readonly kind: 'resumed' };

/** What is published in a fleet, in the order of the engine. */
export interface RollupStream extends AsyncIterable<BusEvent> {
  /** Ends the iteration. */
  close(): Promise<void>;
}

/** The way of rollups from agents to monitors. */
export interface RollupBus {
  /** As people know it. */
  readonly name: string;
  /**
   * How often a connection was made. An agent that finds another number than last time has to look
   * at `last` before it publishes: the engine may have lost what it had acknowledged.
   */
  readonly connections: number;
  /**
   * Resolves when the engine has the message, which may not yet be on its disks. A message whose
   * `id` it had lately is the same message, and is not stored again. Rejects with an error that
   * says what is wrong; then it may have arrived all the same, and is to be sent again.
   */
  publish(
    agent: string,
    id: string,
    payload: Uint8Array,
  ): Promise<{ readonly sequence: number; readonly isDuplicate: boolean }>;
  /** The last message of an agent that the engine has; undefined where there is none. */
  last(agent: string): Promise<StoredRollups | undefined>;
  /**
   * Everything from `sinceMs` of the engine's clock on, and what comes. When the connection was
   * lost it goes on by itself, from some time before: what it delivers is in order but for that.
   */
  follow(sinceMs: number): RollupStream;
  close(): Promise<void>;
}

/** What a monitor learns that wants to tell of something. */
export type Claim =
  | { readonly kind: 'ours' }
  /** Another one wants to tell it, since `sinceMs` by its clock, and has not said that it did. */
  | { readonly kind: 'theirs'; readonly sinceMs: number }
  | { readonly kind: 'sent' };

/** Where monitors agree who tells of a transition, and leave what the next one should know. */
export interface NotificationBoard {
  /**
   * Claims a key of letters, digits, `.`, `_` and `-`: one of any number of monitors gets it.
   * Rejects when the board cannot be reached; then nobody knows.
   */
  claim(key: string, nowMs: number): Promise<Claim>;
  /** Takes over a claim that another one has not kept; false if yet another one was quicker. */
  takeOver(key: string, nowMs: number): Promise<boolean>;
  /** What was claimed has been told. */
  sent(key: string, nowMs: number): Promise<void>;
  /** Keeps some bytes under a key, in the place of those of before. */
  remember(key: string, value: Uint8Array): Promise<void>;
  recall(key: string): Promise<Uint8Array | undefined>;
}
