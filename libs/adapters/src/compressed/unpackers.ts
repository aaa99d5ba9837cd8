import { Bzip2Unpacker } from './bzip2-unpacker.ts';
import { GzipUnpacker } from './gzip-unpacker.ts';
import type { Packing } from './packing.ts';
import type { Unpacker } from './unpacker.ts';
import { ZstdUnpacker } from './zstd-unpacker.ts';

const UNPACKERS = { gzip: GzipUnpacker, zstd: ZstdUnpacker, bzip2: Bzip2Unpacker } as const;

/** What unpacks a packing. A piece that it gives is valid during the call only. */
export function newUnpacker(packing: Packing, onPiece: (octets: Uint8Array) => void): Unpacker {
  return new UNPACKERS[packing](onPiece);
}
