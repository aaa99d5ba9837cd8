import { BitReader, OutOfBits } from './bit-reader.ts';
import { readBlock } from './bzip2-block.ts';
import { DamagedData, type Unpacker } from './unpacker.ts';

const MAGIC = 0x425a68; // BZh
const BLOCK = [0x314159, 0x265359];
const END = [0x177245, 0x385090];
const LEVEL_BYTES = 100_000;
const PIECE_BYTES = 64 * 1024;
/** A run of four bytes is followed by how many more there are. */
const RUN_BYTES = 4;

/**
 * Unpacks bzip2: all streams of a file. A block cannot be unpacked before it is all there, and does
 * not say how long it is: one that is not is begun again when as much more has come as it may need.
 */
export class Bzip2Unpacker implements Unpacker {
  readonly #onPiece: (octets: Uint8Array) => void;
  #bits = new BitReader();
  #waiting: Uint8Array[] = [];
  #waitingBytes = 0;
  #wantedBytes = 0;
  /** Undefined between two streams. */
  #room: Uint32Array | undefined;
  #streamChecksum = 0;

  constructor(onPiece: (octets: Uint8Array) => void) {
    this.#onPiece = onPiece;
  }

  async push(chunk: Uint8Array): Promise<void> {
    this.#waiting.push(chunk);
    this.#waitingBytes += chunk.length;
    if (this.#waitingBytes >= this.#wantedBytes) await this.#unpack();
  }

  async end(): Promise<void> {
    await this.#unpack();
    if (this.#room !== undefined || this.#bits.bytesLeft > 0) throw new DamagedData('ends early');
  }

  /** Goes on as far as what has come reaches. */
  async #unpack(): Promise<void> {
    const bits = new BitReader(this.#bits.rest(), ...this.#waiting);
    bits.position = this.#bits.position & 7;
    this.#bits = bits;
    this.#waiting = [];
    this.#waitingBytes = 0;
    for (;;) {
      const { position } = bits;
      try {
        if (this.#room === undefined) this.#begin(bits);
        else this.#goOn(bits, this.#room);
      } catch (error) {
        if (!(error instanceof OutOfBits)) throw error;
        bits.position = position;
        // Half of the largest block there is: rarely too little, and never much too much.
        this.#wantedBytes = (this.#room?.length ?? 0) / 2;
        return;
      }
      // Lets signals through: a block takes some time.
      await new Promise(setImmediate);
    }
  }

  /** The beginning of a stream. */
  #begin(bits: BitReader): void {
    const isStream = bits.take(24) === MAGIC;
    const level = bits.take(8) - 0x30;
    if (!isStream || level < 1 || level > 9) throw new DamagedData('is damaged');
    this.#room = new Uint32Array(level * LEVEL_BYTES);
    this.#streamChecksum = 0;
  }

  /** A block, or the end of a stream. */
  #goOn(bits: BitReader, room: Uint32Array): void {
    const magic = [bits.take(24), bits.take(24)];
    const checksum = ((bits.take(16) << 16) | bits.take(16)) >>> 0;
    if (magic.join() === END.join()) {
      if (checksum !== this.#streamChecksum) throw new DamagedData('is damaged');
      bits.align();
      this.#room = undefined;
      return;
    }
    if (magic.join() !== BLOCK.join()) throw new DamagedData('is damaged');
    const { count, first } = readBlock(bits, room);
    if (this.#giveBlock(room, count, first) !== checksum) throw new DamagedData('is damaged');
    const rotated = (this.#streamChecksum << 1) | (this.#streamChecksum >>> 31);
    this.#streamChecksum = (rotated ^ checksum) >>> 0;
  }

  /** Hands a block on with its runs made long again; returns its checksum. */
  #giveBlock(room: Uint32Array, count: number, first: number): number {
    const piece = new Uint8Array(PIECE_BYTES);
    let length = 0;
    // Signed, as what 32 bits are shifted to is: numbers of one kind are fast.
    let checksum = -1;
    let at = first;
    let last = -1;
    let equal = 0;
    for (let left = count; left > 0; left--) {
      const entry = room[at] ?? 0;
      at = entry >>> 8;
      const octet = entry & 0xff;
      let copies = 1;
      if (equal === RUN_BYTES) {
        copies = octet;
        equal = 0;
      } else {
        equal = octet === last ? equal + 1 : 1;
        last = octet;
      }
      for (; copies > 0; copies--) {
        checksum = (checksum << 8) ^ (CHECKSUMS[(checksum >>> 24) ^ last] ?? 0);
        piece[length++] = last;
        if (length < PIECE_BYTES) continue;
        this.#onPiece(piece);
        length = 0;
      }
      if (equal === 0) last = -1;
    }
    if (length > 0) this.#onPiece(piece.subarray(0, length));
    return ~checksum >>> 0;
  }
}

/** CRC-32 with the polynomial of Ethernet, the highest bit first. */
const CHECKSUMS = Int32Array.from({ length: 256 }, (_, octet) => {
  let value = octet << 24;
  for (let bit = 0; bit < 8; bit++) value = (value << 1) ^ (value < 0 ? 0x04c11db7 : 0);
  return value;
});
