import {
  FLEET_LIMITS,
  messageFromWire,
  messageToWire,
  type RollupMessage,
  type WireReading,
} from '@hitwatch/domain';
import { Packr } from 'msgpackr';

import { isWholeValue } from './message-pack.ts';

// Records would be an extension that other languages do not know. Numbers beyond 32 bits are
// written as doubles, which have every whole number up to 2^53; others may write 64-bit integers.
const packr = new Packr({ useRecords: false, int64AsType: 'number', mapsAsObjects: true });

/** A message in the bytes of docs/fleet-wire.md. */
export function encodeRollups(message: RollupMessage): Uint8Array {
  const bytes = packr.pack(messageToWire(message));
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/**
 * The message that bytes state, or why there is none. Whoever may publish may send anything: what
 * is too large is not looked at, and nothing is decoded that does not add up.
 */
export function decodeRollups(payload: Uint8Array): WireReading {
  if (payload.length > FLEET_LIMITS.messageBytesMax) {
    return { refused: 'too_large', detail: `it has ${payload.length} bytes` };
  }
  if (!isWholeValue(payload)) return { refused: 'garbage', detail: 'it is no MessagePack' };
  // A copy of its own: decoded bytes are views, and would keep a whole buffer of the network.
  const value: unknown = packr.unpack(payload.slice());
  return messageFromWire(value);
}
