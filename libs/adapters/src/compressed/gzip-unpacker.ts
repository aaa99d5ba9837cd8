import { createGunzip } from 'node:zlib';

import { systemErrorCode } from '../command-line/failure.ts';
import { DamagedData, type Unpacker } from './unpacker.ts';

/** zlib gives up the piece that it fills when it meets an error: so much is lost. */
const PIECE_BYTES = 64 * 1024;

/**
 * Unpacks gzip: several members one after the other too, as `cat a.gz b.gz` makes them. The stream
 * of Node is listened to rather than read, since a stream that fails throws away what nobody has
 * read yet; and it is not ended before everything is out, for it fails with the last piece then.
 */
export class GzipUnpacker implements Unpacker {
  readonly #gunzip = createGunzip({ chunkSize: PIECE_BYTES });
  #over = false;
  #damage: DamagedData | undefined;
  /** Ends the wait of whoever waits. */
  #settle: () => void = () => undefined;

  constructor(onPiece: (octets: Uint8Array) => void) {
    this.#gunzip.on('data', onPiece);
    this.#gunzip.on('end', () => {
      this.#over = true;
      this.#settle();
    });
    this.#gunzip.on('error', (error) => {
      const early = systemErrorCode(error) === 'Z_BUF_ERROR';
      this.#damage = new DamagedData(early ? 'ends early' : 'is damaged', { cause: error });
      this.#settle();
    });
  }

  async push(chunk: Uint8Array): Promise<void> {
    // Something that is no gzip may stand behind the last member.
    if (this.#over) return;
    await this.#settled((settle) => this.#gunzip.write(chunk, settle));
  }

  async end(): Promise<void> {
    if (this.#over) return;
    await this.#settled(() => this.#gunzip.end());
  }

  async #settled(start: (settle: () => void) => void): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#settle = resolve;
      start(resolve);
    });
    if (this.#damage !== undefined) throw this.#damage;
  }
}
