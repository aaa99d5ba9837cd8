import { stat } from 'node:fs/promises';

import { type FileRange, packingOfFile, readFailure } from '@hitwatch/adapters';

/**
 * Bytes of a part. Fixed, and not a share of the file: the report is the fold of its parts in their
 * order, so it is the same for every number of workers.
 */
const PART_BYTES = 16 * 1024 * 1024;

export interface PlannedFile {
  readonly path: string;
  /** Its size now, or undefined for what is read as a stream: standard input, a pipe, a device. */
  readonly bytes: number | undefined;
  /** Whether its bytes have to be unpacked. */
  readonly isPacked: boolean;
}

/** What one worker counts in one go. */
export interface PlannedPart extends FileRange {
  /** A packed file is one part: what stands where in it shows only as it is unpacked. */
  readonly isPacked: boolean;
  /** Bytes of the file, for the progress; fewer than the part has when the file grows. */
  readonly bytes: number;
}

/**
 * Looks at all files before any is read. Rejects with an `EnvironmentFailure` for one that cannot
 * be.
 */
export async function planFiles(paths: readonly string[]): Promise<readonly PlannedFile[]> {
  const files: PlannedFile[] = [];
  for (const path of paths) files.push(await planFile(path));
  return files;
}

/** The parts of a file, in order; the last one takes in what is appended meanwhile. */
export function partsOf(path: string, bytes: number, isPacked: boolean): readonly PlannedPart[] {
  if (isPacked) return [{ path, start: 0, end: Infinity, isPacked, bytes }];
  const count = Math.max(1, Math.ceil(bytes / PART_BYTES));
  return Array.from({ length: count }, (_, index) => {
    const start = index * PART_BYTES;
    const end = index === count - 1 ? Infinity : start + PART_BYTES;
    return { path, start, end, isPacked, bytes: Math.min(bytes - start, PART_BYTES) };
  });
}

async function planFile(path: string): Promise<PlannedFile> {
  const stream = { path, bytes: undefined, isPacked: false };
  if (path === '-') return stream;
  try {
    // Not opened at once: a pipe that is opened and closed again loses its writer.
    const info = await stat(path);
    if (info.isDirectory()) throw Object.assign(new Error('EISDIR'), { code: 'EISDIR' });
    if (!info.isFile()) return stream;
    return { path, bytes: info.size, isPacked: packingOfFile(path) !== undefined };
  } catch (error) {
    throw readFailure(path, error);
  }
}
