import { closeSync, openSync, readSync } from 'node:fs';

import { type Packing, PACKING_BYTES, packingOf } from './packing.ts';

/**
 * How the regular file at `path` is packed, undefined when it is not. Throws the system's error
 * when it cannot be read.
 */
export function packingOfFile(path: string): Packing | undefined {
  const fd = openSync(path, 'r');
  try {
    const head = new Uint8Array(PACKING_BYTES);
    const length = readSync(fd, head, 0, PACKING_BYTES, 0);
    return packingOf(head.subarray(0, length));
  } finally {
    closeSync(fd);
  }
}
