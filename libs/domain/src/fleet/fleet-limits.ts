/** What a message and a rollup may hold. Part of the wire format: docs/fleet-wire.md. */
export const FLEET_LIMITS = {
  /** Keys of a table of one second; from then on it is Space-Saving. */
  sectionsMax: 256,
  methodsMax: 32,
  clientsMax: 256,
  /** Bytes of a key that are told apart. */
  keyBytesMax: 128,
  /** Clients that are sent of each ten seconds. */
  clientsSent: 50,
  /** Rollups of whole seconds in one message, besides late ones. */
  rollupsMax: 16,
  /** Seconds for which late lines go to rollups of their own in one message. */
  lateSecondsMax: 64,
  /** A message is begun anew beyond this, and may be this much again because of its last rollup. */
  messageBytes: 128 * 1024,
  /** What is read of a message at all. */
  messageBytesMax: 256 * 1024,
  /** Sources, files mostly, of one agent. */
  sourcesMax: 256,
  nameMax: 64,
} as const;

/** Seconds of clients that are sent together. */
export const CLIENT_SECONDS = 10;
/** A line of an older second only adds to `late`. */
export const LATE_SECONDS = 600;
/** Lines that are further ahead of the agent's clock are not counted in any second. */
export const FUTURE_SECONDS = 300;
