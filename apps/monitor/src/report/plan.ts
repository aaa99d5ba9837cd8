import { access, constants, stat } from 'node:fs/promises';

import { type FileRange, readFailure } from '@hitwatch/adapters';

/**
 * Bytes of a part. Fixed, and not a share of the file: the report is the fold of its parts in their
 * order, so it is the same for every number of workers.
 */
const PART_BYTES = 16 * 1024 * 1024;

export interface PlannedFile {
  readonly path: string;
  /** Its size now, or undefined for what is read as a stream: standard input, a pipe, a device. */
  readonly bytes: number | undefined;
}

/**
 * Looks at all files before any is read. Rejects with an `EnvironmentFailure` for one that cannot
 * be.
 */
export async function planFiles(paths: readonly string[]): Promise<readonly PlannedFile[]> {
  const files: PlannedFile[] = [];
  for (const path of paths) files.push({ path, bytes: await sizeOf(path) });
  return files;
}

/** The parts of a file, in order; the last one takes in what is appended meanwhile. */
export function partsOf(path: string, bytes: number): readonly FileRange[] {
  const count = Math.max(1, Math.ceil(bytes / PART_BYTES));
  return Array.from({ length: count }, (_, index) => ({
    path,
    start: index * PART_BYTES,
    end: index === count - 1 ? Infinity : (index + 1) * PART_BYTES,
  }));
}

async function sizeOf(path: string): Promise<number | undefined> {
  if (path === '-') return undefined;
  try {
    // Not opened: a pipe that is opened and closed again loses its writer.
    const info = await stat(path);
    if (info.isDirectory()) throw Object.assign(new Error('EISDIR'), { code: 'EISDIR' });
    if (!info.isFile()) return undefined;
    await access(path, constants.R_OK);
    return info.size;
  } catch (error) {
    throw readFailure(path, error);
  }
}
