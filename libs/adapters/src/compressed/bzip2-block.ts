import type { BitReader } from './bit-reader.ts';
import { DamagedData } from './unpacker.ts';

// A block of bzip2: lengths of runs, the Burrows-Wheeler transform, moves to the front and Huffman
// codes, undone from the last to the first. There is no RFC; the format is written down in "BZIP2
// Format Specification" (J. Tsai, 2016).

const GROUP_SYMBOLS = 50;
const TABLES_MAX = 6;
const CODE_BITS_MAX = 20;
const RUN_A = 0;
const RUN_B = 1;

/** Codes of a Huffman table by their length. */
interface CodeTable {
  /** The first code that is longer, by length; its bits stand to the left of 20. */
  readonly limits: Int32Array;
  /** What is taken from a code of a length to find its place in `symbols`. */
  readonly offsets: Int32Array;
  /** In the order of their codes. */
  readonly symbols: readonly number[];
}

/**
 * Reads the symbols of a block behind its checksum and undoes all but the runs. `room` takes the
 * bytes in its lowest 8 bits, and above them where the next one stands. Returns how many there are,
 * and where the first stands. Throws `DamagedData`, or `OutOfBits` when the block is not all there.
 */
export function readBlock(bits: BitReader, room: Uint32Array): { count: number; first: number } {
  // Randomised blocks were given up before 1.0.
  if (bits.take(1) === 1) throw new DamagedData('is damaged');
  const origin = bits.take(24);
  const used = readUsed(bits);
  const tableCount = bits.take(3);
  if (tableCount < 2 || tableCount > TABLES_MAX) throw new DamagedData('is damaged');
  const selectors = readSelectors(bits, tableCount);
  const tables = Array.from({ length: tableCount }, () => readTable(bits, used.length + 2));
  const count = readSymbols(bits, used, selectors, tables, room);
  if (origin >= count) throw new DamagedData('is damaged');
  sort(room, count);
  return { count, first: (room[origin] ?? 0) >>> 8 };
}

/** The bytes that the block has, in their order. */
function readUsed(bits: BitReader): number[] {
  const used: number[] = [];
  const rows = bits.take(16);
  for (let row = 0; row < 16; row++) {
    if ((rows & (0x8000 >> row)) === 0) continue;
    const columns = bits.take(16);
    for (let column = 0; column < 16; column++) {
      if ((columns & (0x8000 >> column)) !== 0) used.push(16 * row + column);
    }
  }
  if (used.length === 0) throw new DamagedData('is damaged');
  return used;
}

/** Which table holds for each fifty symbols. */
function readSelectors(bits: BitReader, tableCount: number): Uint8Array {
  const selectors = new Uint8Array(bits.take(15));
  const front = Array.from({ length: tableCount }, (_, table) => table);
  for (let at = 0; at < selectors.length; at++) {
    let place = 0;
    while (bits.take(1) === 1) {
      if (++place >= tableCount) throw new DamagedData('is damaged');
    }
    selectors[at] = toFront(front, place);
  }
  return selectors;
}

function toFront(list: number[], place: number): number {
  const value = list[place] ?? 0;
  for (let at = place; at > 0; at--) list[at] = list[at - 1] ?? 0;
  list[0] = value;
  return value;
}

function readTable(bits: BitReader, symbolCount: number): CodeTable {
  const lengths: number[] = [];
  let length = bits.take(5);
  for (let symbol = 0; symbol < symbolCount; symbol++) {
    for (;;) {
      if (length < 1 || length > CODE_BITS_MAX) throw new DamagedData('is damaged');
      if (bits.take(1) === 0) break;
      length += bits.take(1) === 0 ? 1 : -1;
    }
    lengths.push(length);
  }
  const limits = new Int32Array(CODE_BITS_MAX + 1);
  const offsets = new Int32Array(CODE_BITS_MAX + 1);
  const symbols: number[] = [];
  let code = 0;
  for (let bitCount = 1; bitCount <= CODE_BITS_MAX; bitCount++) {
    code <<= 1;
    offsets[bitCount] = code - symbols.length;
    for (let symbol = 0; symbol < symbolCount; symbol++) {
      if (lengths[symbol] !== bitCount) continue;
      symbols.push(symbol);
      code++;
    }
    limits[bitCount] = code << (CODE_BITS_MAX - bitCount);
  }
  return { limits, offsets, symbols };
}

function readSymbol(bits: BitReader, { limits, offsets, symbols }: CodeTable): number {
  const code = bits.peek(CODE_BITS_MAX);
  let length = 1;
  while (code >= (limits[length] ?? 0)) {
    if (++length > CODE_BITS_MAX) throw new DamagedData('is damaged');
  }
  bits.skip(length);
  return symbols[(code >>> (CODE_BITS_MAX - length)) - (offsets[length] ?? 0)] ?? 0;
}

function readSymbols(
  bits: BitReader,
  used: number[],
  selectors: Uint8Array,
  tables: readonly CodeTable[],
  room: Uint32Array,
): number {
  const end = used.length + 1;
  let count = 0;
  let run = 0;
  let runPlace = 1;
  for (let at = 0; ; at++) {
    const table = tables[selectors[Math.floor(at / GROUP_SYMBOLS)] ?? TABLES_MAX];
    if (table === undefined) throw new DamagedData('is damaged');
    const symbol = readSymbol(bits, table);
    if (symbol === RUN_A || symbol === RUN_B) {
      // Two digits of a number to the base of 2, the lowest place first.
      run += runPlace * (symbol + 1);
      runPlace *= 2;
      if (count + run > room.length) throw new DamagedData('is damaged');
      continue;
    }
    if (run > 0) {
      room.fill(used[0] ?? 0, count, count + run);
      count += run;
      run = 0;
      runPlace = 1;
    }
    if (symbol === end) return count;
    if (count === room.length) throw new DamagedData('is damaged');
    room[count++] = toFront(used, symbol - 1);
  }
}

/** Puts above each byte where the one behind it stands. */
function sort(room: Uint32Array, count: number): void {
  const starts = new Uint32Array(257);
  for (let at = 0; at < count; at++) {
    const next = ((room[at] ?? 0) & 0xff) + 1;
    starts[next] = (starts[next] ?? 0) + 1;
  }
  for (let octet = 1; octet < 257; octet++) {
    starts[octet] = (starts[octet] ?? 0) + (starts[octet - 1] ?? 0);
  }
  for (let at = 0; at < count; at++) {
    const octet = (room[at] ?? 0) & 0xff;
    const place = starts[octet] ?? 0;
    starts[octet] = place + 1;
    room[place] = ((room[place] ?? 0) & 0xff) | (at << 8);
  }
}
