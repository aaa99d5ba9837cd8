import type { SeenFile } from '@hitwatch/ports';

import type { Packing } from '../compressed/packing.ts';
import { DamagedData, type Unpacker } from '../compressed/unpacker.ts';
import { type FileIdentity, FINGERPRINT_BYTES, type OpenGeneration } from './generation.ts';
import type { OpenLog } from './open-log.ts';

/**
 * Bytes that are unpacked at once. What they give is held until it is read, and they may give a
 * thousand times as much.
 */
const CHUNK_BYTES = 4096;
/** Chunks after which others have their turn, where nothing that is wanted is in them. */
const CHUNKS_MAX = 256;

/**
 * A packed generation of a log, read as if it were plain. `read` begins the unpacking of the next
 * chunk when nothing is left of the one before, and `working` says when that is done.
 */
export class PackedLog implements OpenGeneration {
  readonly identity: FileIdentity;
  readonly #packed: OpenLog;
  readonly #packing: Packing;
  #unpacker: Unpacker | undefined;
  #fingerprint: Buffer = Buffer.alloc(0);
  #pieces: Uint8Array[] = [];
  #chunkAt = 0;
  #unpackedBytes = 0;
  #position = 0;
  #isOver = false;
  #isClosed = false;
  #working: Promise<void> | undefined;
  #failure: { readonly error: unknown } | undefined;
  #damage: string | undefined;

  /** Takes over an open file whose beginning is packed. */
  constructor(packed: OpenLog, packing: Packing) {
    this.identity = packed.identity;
    this.#packed = packed;
    this.#packing = packing;
  }

  get fingerprint(): Buffer {
    return this.#fingerprint;
  }

  get position(): number {
    return this.#position;
  }

  get seen(): SeenFile {
    return { sizeBytes: this.#unpackedBytes, modifiedMs: this.#packed.seen.modifiedMs };
  }

  get damage(): string | undefined {
    return this.#pieces.length === 0 ? this.#damage : undefined;
  }

  get working(): Promise<void> | undefined {
    return this.#working;
  }

  /** Forward only: what was unpacked before is not held. */
  seek(position: number): void {
    this.#position = position;
    const from = this.#unpackedBytes - this.#pieces.reduce((sum, { length }) => sum + length, 0);
    this.#drop(position - from);
  }

  read(buffer: Uint8Array): number {
    const failure = this.#failure;
    this.#failure = undefined;
    if (failure !== undefined) throw failure.error;
    const [piece] = this.#pieces;
    if (piece === undefined) {
      this.#begin();
      return 0;
    }
    const length = Math.min(piece.length, buffer.length);
    buffer.set(piece.subarray(0, length));
    this.#drop(length);
    this.#position += length;
    return length;
  }

  async learn(): Promise<void> {
    while (this.#fingerprint.length < FINGERPRINT_BYTES && !this.#isOver) {
      this.#begin();
      await this.#working;
      const failure = this.#failure;
      this.#failure = undefined;
      if (failure !== undefined) throw failure.error;
    }
  }

  close(): void {
    this.#isClosed = true;
    this.#isOver = true;
    this.#pieces = [];
    this.#packed.close();
  }

  #begin(): void {
    if (this.#isOver || this.#working !== undefined) return;
    this.#working = this.#unpack().finally(() => {
      this.#working = undefined;
    });
  }

  async #unpack(): Promise<void> {
    try {
      const unpacker = (this.#unpacker ??= await this.#newUnpacker());
      const chunk = new Uint8Array(CHUNK_BYTES);
      for (let chunks = 0; chunks < CHUNKS_MAX && !this.#isOver; chunks++) {
        const length = this.#packed.readAt(chunk, this.#chunkAt);
        this.#chunkAt += length;
        if (length > 0) await unpacker.push(chunk.subarray(0, length));
        else {
          await unpacker.end();
          this.#isOver = true;
        }
        if (this.#pieces.length > 0) break;
      }
    } catch (error) {
      if (error instanceof DamagedData) {
        this.#damage = `its ${this.#packing} data ${error.message}`;
        this.#isOver = true;
      } else this.#failure = { error };
    }
  }

  async #newUnpacker(): Promise<Unpacker> {
    // Loaded when it is wanted: most logs are not packed.
    const { newUnpacker } = await import('../compressed/unpackers.ts');
    return newUnpacker(this.#packing, (octets) => {
      this.#take(octets);
    });
  }

  #take(octets: Uint8Array): void {
    if (octets.length === 0 || this.#isClosed) return;
    const missing = FINGERPRINT_BYTES - this.#fingerprint.length;
    if (missing > 0) {
      this.#fingerprint = Buffer.concat([this.#fingerprint, octets.subarray(0, missing)]);
    }
    const from = this.#unpackedBytes;
    this.#unpackedBytes += octets.length;
    // An unpacker may use its room again.
    const wanted = octets.slice(Math.max(0, this.#position - from));
    if (wanted.length > 0) this.#pieces.push(wanted);
  }

  /** Forgets so many bytes of what is held. */
  #drop(bytes: number): void {
    let left = bytes;
    for (let [piece] = this.#pieces; piece !== undefined && left > 0; [piece] = this.#pieces) {
      this.#pieces.shift();
      if (piece.length > left) this.#pieces.unshift(piece.subarray(left));
      left -= piece.length;
    }
  }
}
