import type { FileSystem } from '@hitwatch/ports';

import { PACKING_BYTES, packingOf } from '../compressed/packing.ts';
import type { OpenGeneration } from './generation.ts';
import { OpenLog } from './open-log.ts';
import { PackedLog } from './packed-log.ts';
import { isPackedName } from './rotated-name.ts';

/**
 * Opens an old file of a log, plain or packed as its first bytes say; undefined for one whose name
 * says that it is packed in a way that is not known here. Throws the system's errors.
 */
export function openOld(files: FileSystem, path: string): OpenGeneration | undefined {
  const log = OpenLog.open(files, path);
  try {
    log.learn();
    const packing = packingOf(log.fingerprint.subarray(0, PACKING_BYTES));
    if (packing !== undefined) return new PackedLog(log, packing);
    if (!isPackedName(path) || log.size() === 0) return log;
  } catch (error) {
    log.close();
    throw error;
  }
  log.close();
  return undefined;
}
