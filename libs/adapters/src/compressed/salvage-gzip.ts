import type { Readable } from 'node:stream';

import { GzipUnpacker } from './gzip-unpacker.ts';
import { DamagedData } from './unpacker.ts';

/** How much of a damaged gzip was read, and what that gave. */
export interface ReadBeforeDamage {
  /** Packed bytes up to the chunk that has the damage. */
  readonly packedBytes: number;
  readonly givenBytes: number;
}

/**
 * Gives what stands in front of the damage of a gzip and was lost: zlib throws away what it has
 * unpacked of a chunk when it meets an error in it. So the stream, which begins anew, is read byte
 * by byte from that chunk on.
 */
export async function salvageGzip(
  readable: Readable,
  { packedBytes, givenBytes }: ReadBeforeDamage,
  give: (octets: Uint8Array) => void,
): Promise<void> {
  let toSkip = givenBytes;
  const unpacker = new GzipUnpacker((octets) => {
    const skipped = Math.min(toSkip, octets.length);
    toSkip -= skipped;
    give(octets.subarray(skipped));
  });
  let toPush = packedBytes;
  try {
    for await (const chunk of readable as AsyncIterable<Buffer>) {
      const whole = Math.min(toPush, chunk.length);
      toPush -= whole;
      if (whole > 0) await unpacker.push(chunk.subarray(0, whole));
      for (let at = whole; at < chunk.length; at++) await unpacker.push(chunk.subarray(at, at + 1));
    }
  } catch (error) {
    if (!(error instanceof DamagedData)) throw error;
  }
}
