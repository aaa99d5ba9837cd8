import type { Readable } from 'node:stream';

import { ByteBlock } from '@hitwatch/domain';

import { readFailure } from '../files/read-failure.ts';
import { type Packing, PACKING_BYTES, packingOf } from './packing.ts';
import { DamagedData, type Unpacker } from './unpacker.ts';

/**
 * Reads a stream to its end and gives its blocks, unpacked if its first bytes say that it is
 * packed. Resolves with what was wrong with packed data, such as `its gzip data ends early`, if
 * anything was: what could be read before was given. Rejects with an `EnvironmentFailure` that
 * names `path` when the stream itself fails. The stream is destroyed in the end. With `again`,
 * which opens the same bytes anew, not a byte is lost that stands in front of the damage of a gzip;
 * without, up to 64 KiB are.
 */
export async function readUnpacked(
  readable: Readable,
  path: string,
  onBlock: (block: ByteBlock, offset: number) => void,
  again?: () => Readable,
): Promise<string | undefined> {
  let offset = 0;
  const give = (octets: Uint8Array) => {
    if (octets.length === 0) return;
    onBlock(new ByteBlock(octets), offset);
    offset += octets.length;
  };
  const reading = new Reading(give);
  try {
    // None of the streams has an encoding, so its chunks are Buffers.
    for await (const chunk of readable as AsyncIterable<Buffer>) await reading.push(chunk);
    await reading.end();
    return undefined;
  } catch (error) {
    if (!(error instanceof DamagedData)) throw readFailure(path, error);
    // Of one that ends early nothing is lost.
    if (again !== undefined && reading.packing === 'gzip' && !error.endsEarly) {
      const before = { packedBytes: reading.packedBytes, givenBytes: offset };
      const { salvageGzip } = await import('./salvage-gzip.ts');
      await salvageGzip(again(), before, give).catch((error: unknown) => {
        throw readFailure(path, error);
      });
    }
    return `its ${reading.packing} data ${error.message}`;
  }
}

/** Holds the first bytes until they tell how to go on. */
class Reading {
  readonly #give: (octets: Uint8Array) => void;
  #unpacker: Unpacker | undefined;
  #packing: Packing | undefined;
  #head: Buffer | undefined = Buffer.alloc(0);
  #packedBytes = 0;

  constructor(give: (octets: Uint8Array) => void) {
    this.#give = give;
  }

  /** Of the chunks that were unpacked without damage. */
  get packedBytes(): number {
    return this.#packedBytes;
  }

  get packing(): string {
    return this.#packing ?? 'plain';
  }

  async push(chunk: Buffer): Promise<void> {
    if (this.#head !== undefined) {
      this.#head = Buffer.concat([this.#head, chunk]);
      if (this.#head.length >= PACKING_BYTES) await this.#decide(this.#head);
    } else if (this.#unpacker === undefined) this.#give(chunk);
    else {
      await this.#unpacker.push(chunk);
      this.#packedBytes += chunk.length;
    }
  }

  async end(): Promise<void> {
    if (this.#head !== undefined) await this.#decide(this.#head);
    await this.#unpacker?.end();
  }

  async #decide(head: Buffer): Promise<void> {
    this.#head = undefined;
    this.#packing = packingOf(head);
    if (this.#packing !== undefined) {
      // Loaded when it is wanted: most logs are not packed.
      const { newUnpacker } = await import('./unpackers.ts');
      this.#unpacker = newUnpacker(this.#packing, this.#give);
    }
    await this.push(head);
  }
}
