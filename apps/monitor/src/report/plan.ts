import { stat } from 'node:fs/promises';

import {
  directivesBefore,
  type FileRange,
  packingOfFile,
  readFailure,
  readHead,
  SystemClock,
} from '@hitwatch/adapters';

import type { FormatChoice } from '../formats.ts';
import { isDirected } from '../stream-head.ts';

const MIB = 1024 * 1024;
/** A part costs a merge, which is little against counting this many bytes. */
const PART_MIB_MAX = 48;
/** Smaller parts would cost more than threads that end at different times. */
const PART_MIB_MIN = 8;
/** Of what is left of a file, so that parts become small towards its end. */
const SHARE = 4;
const NONE = new Uint8Array(0);

export interface PlannedFile {
  readonly path: string;
  /** Its size now, or undefined for what is read as a stream: standard input, a pipe, a device. */
  readonly bytes: number | undefined;
  /** Whether its bytes have to be unpacked. */
  readonly isPacked: boolean;
  /** Epoch second of its last change; now for a stream. */
  readonly modified: number;
}

/** What one worker counts in one go. */
export interface PlannedPart extends FileRange {
  /** A packed file is one part: what stands where in it shows only as it is unpacked. */
  readonly isPacked: boolean;
  /** Epoch second of the file's last change. */
  readonly modified: number;
  /** Bytes of the file, for the progress; fewer than the part has when the file grows. */
  readonly bytes: number;
  /** Directives of a W3C log that stand before the part and hold in it. */
  readonly directives?: Uint8Array;
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

/**
 * The parts of a file, in order; the last one takes in what is appended meanwhile. They follow from
 * the size alone: the report is the fold of its parts in their order, so it is the same for every
 * number of threads.
 */
export function partsOf(file: PlannedFile, bytes: number): readonly PlannedPart[] {
  const { path, isPacked, modified } = file;
  if (isPacked) return [{ path, start: 0, end: Infinity, isPacked, modified, bytes }];
  const parts: PlannedPart[] = [];
  let start = 0;
  do {
    const left = bytes - start;
    const share = Math.ceil(left / SHARE / MIB);
    const size = MIB * Math.min(PART_MIB_MAX, Math.max(PART_MIB_MIN, share));
    const end = size < left ? start + size : Infinity;
    parts.push({ path, start, end, isPacked, modified, bytes: Math.min(left, size) });
    start += size;
  } while (start < bytes);
  return parts;
}

/** Parts of one file, each with the directives of the parts before it if the format has such. */
export function directed(
  parts: readonly PlannedPart[],
  formats: FormatChoice,
): readonly PlannedPart[] {
  const [first, ...others] = parts;
  if (first === undefined || others.length === 0) return parts;
  if (!isDirected(formats, first.path, readHead(first.path))) return parts;
  const starts = others.map(({ start }) => start);
  const found = directivesBefore(first.path, starts);
  return [first, ...others.map((part, at) => ({ ...part, directives: found[at] ?? NONE }))];
}

async function planFile(path: string): Promise<PlannedFile> {
  const modified = Math.floor(new SystemClock().nowMs() / 1000);
  const stream = { path, bytes: undefined, isPacked: false, modified };
  if (path === '-') return stream;
  try {
    // Not opened at once: a pipe that is opened and closed again loses its writer.
    const info = await stat(path);
    if (info.isDirectory()) throw Object.assign(new Error('EISDIR'), { code: 'EISDIR' });
    if (!info.isFile()) return stream;
    const isPacked = packingOfFile(path) !== undefined;
    return { path, bytes: info.size, isPacked, modified: Math.floor(info.mtimeMs / 1000) };
  } catch (error) {
    throw readFailure(path, error);
  }
}
