import { open } from 'node:fs/promises';

import { type Packing, PACKING_BYTES, packingOf } from './packing.ts';

/**
 * How the regular file at `path` is packed, undefined when it is not. Rejects with the system's
 * error when it cannot be read.
 */
export async function packingOfFile(path: string): Promise<Packing | undefined> {
  const handle = await open(path, 'r');
  try {
    const head = new Uint8Array(PACKING_BYTES);
    const { bytesRead } = await handle.read(head, 0, PACKING_BYTES, 0);
    return packingOf(head.subarray(0, bytesRead));
  } finally {
    await handle.close();
  }
}
