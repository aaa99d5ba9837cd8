/** How a file is packed. */
export type Packing = 'gzip' | 'zstd' | 'bzip2';

/** Bytes at the beginning of a file that tell for certain. */
export const PACKING_BYTES = 10;

const BZIP2_BLOCK = [0x31, 0x41, 0x59, 0x26, 0x53, 0x59];
const BZIP2_END = [0x17, 0x72, 0x45, 0x38, 0x50, 0x90];

/**
 * What the beginning of a file says about its packing, whatever the file is called: undefined when
 * it is none that is known. No access log begins with any of these.
 */
export function packingOf(octets: Uint8Array): Packing | undefined {
  if (begins(octets, [0x1f, 0x8b, 8])) return 'gzip';
  if (begins(octets, [0x28, 0xb5, 0x2f, 0xfd])) return 'zstd';
  // A frame to be skipped, with which pzstd begins.
  if (begins(octets.subarray(1), [0x2a, 0x4d, 0x18]) && (octets[0] ?? 0) >> 4 === 5) return 'zstd';
  const level = octets[3] ?? 0;
  if (begins(octets, [0x42, 0x5a, 0x68]) && level >= 0x31 && level <= 0x39) {
    const magic = octets.subarray(4);
    if (begins(magic, BZIP2_BLOCK) || begins(magic, BZIP2_END)) return 'bzip2';
  }
  return undefined;
}

function begins(octets: Uint8Array, magic: readonly number[]): boolean {
  return magic.every((octet, at) => octets[at] === octet);
}
