import { Decompress, ZstdErrorCode } from 'fzstd';

import { DamagedData, type Unpacker } from './unpacker.ts';

/** Unpacks zstd: all frames of a file. Checksums are not looked at. */
export class ZstdUnpacker implements Unpacker {
  readonly #decompress: Decompress;

  constructor(onPiece: (octets: Uint8Array) => void) {
    this.#decompress = new Decompress(onPiece);
  }

  push(chunk: Uint8Array): Promise<void> {
    return this.#push(chunk, false);
  }

  end(): Promise<void> {
    return this.#push(new Uint8Array(0), true);
  }

  #push(chunk: Uint8Array, isLast: boolean): Promise<void> {
    try {
      this.#decompress.push(chunk, isLast);
      return Promise.resolve();
    } catch (error) {
      // What it has not checked makes it fail in any way there is.
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      const early = code === ZstdErrorCode.UnexpectedEOF;
      const what = early ? 'ends early' : 'is damaged';
      return Promise.reject(new DamagedData(what, { cause: error }));
    }
  }
}
