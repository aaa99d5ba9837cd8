import type { DiskFile } from '@hitwatch/ports';

/** Writes all of `bytes`, in as many steps as the disk takes. */
export async function writeWhole(file: DiskFile, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length;) {
    const written = await file.write(bytes.subarray(at));
    // A disk that takes nothing and gives no reason would be asked for ever.
    if (written === 0) throw Object.assign(new Error('nothing was written'), { code: 'EIO' });
    at += written;
  }
}
