import { ByteBlock } from '../bytes/byte-block.ts';
import { hashBytes } from '../bytes/hash.ts';
import { FLEET_LIMITS } from './fleet-limits.ts';

/** The version of messages that this program writes, and the only one that it reads. */
export const FLEET_SCHEMA = 1;

/** What all hosts of a fleet have to agree on for their sketches to merge. */
export interface FleetConfig {
  /**
   * Seed of the hash of visitors, an unsigned 32-bit number. A secret one keeps others from finding
   * out whether a known address is in a sketch.
   */
  readonly seed: number;
}

/** That of a fleet that has none of its own. */
export const PUBLIC_SEED = 0;

/**
 * An unsigned 32-bit number that is another one wherever sketches would not merge: of the hash
 * (XXH32), its seed, the registers (2^12) and the bins (64 to an octave).
 */
export function configFingerprint({ seed }: FleetConfig): number {
  const text = ByteBlock.ofAscii(`hitwatch fleet ${FLEET_SCHEMA} xxh32 p12 b64 ${seed >>> 0}`);
  return hashBytes(text, 0, text.length, 0) >>> 0;
}

/** Whether it may stand in subjects, keys and on the screen as it is: letters, digits, `_`, `-`. */
export function isFleetName(name: string): boolean {
  if (name.length === 0 || name.length > FLEET_LIMITS.nameMax) return false;
  for (let at = 0; at < name.length; at++) {
    const unit = name.charCodeAt(at);
    const isDigit = unit >= 48 && unit <= 57;
    const isLetter = (unit >= 65 && unit <= 90) || (unit >= 97 && unit <= 122);
    if (!isDigit && !isLetter && unit !== 45 && unit !== 95) return false;
  }
  return true;
}

export const FLEET_SHARDS = 64;

/** The shard of an agent, 0 to 63, fixed for ever: XXH32 of its name. */
export function shardOf(agent: string): number {
  const name = ByteBlock.ofAscii(agent);
  return (hashBytes(name, 0, name.length, 0) >>> 0) % FLEET_SHARDS;
}
