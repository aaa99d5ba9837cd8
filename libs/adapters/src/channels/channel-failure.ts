export interface ChannelFailureOptions {
  /** No other try can do better: the other side has refused what it was given. */
  readonly isFinal?: boolean;
  /** How long the other side wants to be left alone. */
  readonly retryAfterMs?: number | undefined;
  readonly cause?: unknown;
}

/** Why an alert was not taken. The message holds no secret. */
export class ChannelFailure extends Error {
  readonly isFinal: boolean;
  readonly retryAfterMs: number | undefined;

  constructor(what: string, { isFinal = false, retryAfterMs, cause }: ChannelFailureOptions = {}) {
    super(what, { cause });
    this.name = 'ChannelFailure';
    this.isFinal = isFinal;
    this.retryAfterMs = retryAfterMs;
  }
}
