import { crc32 } from 'node:zlib';

const MAGIC = new TextEncoder().encode('hitwatch');
const VERSION = 1;
/** As this machine has it in memory: number arrays are written as they stand there. */
const BYTE_ORDER = new Uint8Array(Uint32Array.of(0x0403_0201).buffer);
const HEADER_BYTES = 20;
const ENTRY_BYTES = 24;
const NAME_BYTES = 12;
const CHECKSUM_BYTES = 4;
const SECTIONS_MAX = 16;

/** A part of a state file, with a checksum of its own. */
export interface Section {
  /** At most twelve ASCII characters. */
  readonly name: string;
  readonly bytes: Uint8Array;
  /** CRC-32 of the bytes. */
  readonly checksum: number;
}

export function section(name: string, bytes: Uint8Array): Section {
  return { name, bytes, checksum: crc32(bytes) };
}

/** Why a state file cannot be gone on with, as the end of a sentence about it. */
export class UnusableState extends Error {
  constructor(why: string) {
    super(why);
    this.name = 'UnusableState';
  }
}

/**
 * What stands before the sections in a state file; docs/state.md has it byte by byte. Every bit of
 * a file is covered: by the magic, the version, a checksum, or its length.
 */
export function headerOf(sections: readonly Section[]): Uint8Array {
  const header = new Uint8Array(HEADER_BYTES + sections.length * ENTRY_BYTES + CHECKSUM_BYTES);
  const view = new DataView(header.buffer);
  header.set(MAGIC, 0);
  view.setUint32(8, VERSION, true);
  header.set(BYTE_ORDER, 12);
  view.setUint32(16, sections.length, true);
  sections.forEach(({ name, bytes, checksum }, index) => {
    const at = HEADER_BYTES + index * ENTRY_BYTES;
    header.set(new TextEncoder().encode(name), at);
    view.setFloat64(at + NAME_BYTES, bytes.length, true);
    view.setUint32(at + NAME_BYTES + 8, checksum, true);
  });
  const end = header.length - CHECKSUM_BYTES;
  view.setUint32(end, crc32(header.subarray(0, end)), true);
  return header;
}

/** The sections of a whole file by name. Throws `UnusableState`. */
export function sectionsOf(file: Uint8Array): ReadonlyMap<string, Uint8Array> {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  if (!startsWith(file, MAGIC, 0)) throw new UnusableState('is no state of hitwatch');
  if (file.length < HEADER_BYTES) throw new UnusableState('is cut off');
  const version = view.getUint32(8, true);
  if (version !== VERSION) throw new UnusableState(`is of another version (${String(version)})`);
  if (!startsWith(file, BYTE_ORDER, 12)) throw new UnusableState('is of another kind of machine');
  const count = view.getUint32(16, true);
  const end = HEADER_BYTES + count * ENTRY_BYTES;
  if (count > SECTIONS_MAX) throw new UnusableState('is damaged');
  if (file.length < end + CHECKSUM_BYTES) throw new UnusableState('is cut off');
  if (view.getUint32(end, true) !== crc32(file.subarray(0, end))) {
    throw new UnusableState('is damaged');
  }
  const sections = new Map<string, Uint8Array>();
  let from = end + CHECKSUM_BYTES;
  for (let at = HEADER_BYTES; at < end; at += ENTRY_BYTES) {
    const name = new TextDecoder().decode(file.subarray(at, at + NAME_BYTES)).replaceAll('\0', '');
    const bytes = file.subarray(from, from + view.getFloat64(at + NAME_BYTES, true));
    from += view.getFloat64(at + NAME_BYTES, true);
    if (from > file.length) throw new UnusableState('is cut off');
    if (crc32(bytes) !== view.getUint32(at + NAME_BYTES + 8, true)) {
      throw new UnusableState('is damaged');
    }
    sections.set(name, bytes);
  }
  if (from !== file.length) throw new UnusableState('is damaged');
  return sections;
}

function startsWith(file: Uint8Array, wanted: Uint8Array, at: number): boolean {
  return wanted.every((octet, index) => file[at + index] === octet);
}
