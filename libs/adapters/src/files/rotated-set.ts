import { basename, dirname, join } from 'node:path';

import type { FileSystem } from '@hitwatch/ports';

import { systemErrorCode } from '../command-line/failure.ts';
import { type FileIdentity, sameFile } from './generation.ts';
import { compareInTime, isPackedName, plainName, rotatedName } from './rotated-name.ts';

/** Files of one set that are looked at, the newest: a month of hours, or a day of minutes. */
const FILES_MAX = 2000;
/** Folders below that of the log in which its old files may stand. */
const FOLDERS_MAX = 16;
const FOLDER_NAMES_MAX = 256;
/** Looks until two in a row have found the same. */
const LOOKS_MAX = 5;

/** Where the old files of a log stand, and what they are called. */
export interface LogPlace {
  readonly folder: string;
  /** What the log is called, or would be if its name had no date. */
  readonly name: string;
}

/** An old file of a log, as the folder has it. */
export interface OldFile extends FileIdentity {
  readonly path: string;
  readonly sizeBytes: number;
  readonly modifiedMs: number;
}

/**
 * The place of what stands at `path` now: logrotate leaves the old files beside the log itself, not
 * beside a link to it. A link whose target has a date in its name, such as cronolog makes, is led
 * to the next of a set one day.
 */
export function placeOf(files: FileSystem, path: string): LogPlace {
  let real = path;
  try {
    real = files.realPath(path);
  } catch {
    // Nothing is there, or it may not be looked at.
  }
  const name = basename(real);
  const { live, stamp } = rotatedName(name);
  const isLinked = name !== basename(path) && stamp !== undefined;
  return { folder: dirname(real), name: isLinked ? live : name };
}

/**
 * The old files of a log in the order of time. Of a file that stands there packed and plain, which
 * it does while it is being packed, the plain one. Throws the system's error when the folder cannot
 * be looked at now; one that is not there, or may not be read at all, has none.
 */
export function rotatedSet(files: FileSystem, place: LogPlace): readonly OldFile[] {
  let set = look(files, place);
  // While a rotation shifts names, a look may find a file twice or not at all.
  for (let looks = 1; looks < LOOKS_MAX; looks++) {
    const again = look(files, place);
    if (sameSet(set, again)) break;
    set = again;
  }
  return set;
}

/** Whether nothing has happened between two looks. */
function sameSet(one: readonly OldFile[], other: readonly OldFile[]): boolean {
  return (
    one.length === other.length &&
    one.every((file, at) => {
      const now = other[at];
      return now?.path === file.path && sameFile(file, now);
    })
  );
}

/** The folders directly below, where `olddir` of logrotate may lead. */
export function placesBelow(files: FileSystem, { folder, name }: LogPlace): readonly LogPlace[] {
  const places: LogPlace[] = [];
  for (const entry of namesIn(files, folder).slice(0, FOLDER_NAMES_MAX)) {
    const below = join(folder, entry);
    if (statusOf(files, below)?.isDirectory() === true) places.push({ folder: below, name });
    if (places.length === FOLDERS_MAX) break;
  }
  return places;
}

function look(files: FileSystem, { folder, name }: LogPlace): readonly OldFile[] {
  const names = new Set(namesIn(files, folder).filter((entry) => belongs(entry, name)));
  const wanted = [...names]
    .filter((entry) => !isPackedName(entry) || !names.has(plainName(entry)))
    .sort(compareInTime)
    .slice(-FILES_MAX);
  const set: OldFile[] = [];
  for (const entry of wanted) {
    const path = join(folder, entry);
    const status = statusOf(files, path);
    if (status?.isFile() !== true) continue;
    const { dev, ino, size, mtimeMs } = status;
    set.push({ path, dev, ino, sizeBytes: size, modifiedMs: mtimeMs });
  }
  return set;
}

/** Neither `access.log.bak` nor `access.log-api` is of the set of `access.log`. */
function belongs(entry: string, name: string): boolean {
  return entry !== name && (rotatedName(entry).live === name || plainName(entry) === name);
}

function namesIn(files: FileSystem, folder: string): readonly string[] {
  return present(() => files.list(folder)) ?? [];
}

function statusOf(files: FileSystem, path: string) {
  return present(() => files.statusAt(path));
}

/** Undefined for what is not there, or may never be looked at. */
function present<T>(call: () => T): T | undefined {
  try {
    return call();
  } catch (error) {
    const code = systemErrorCode(error) ?? '';
    if (!['ENOENT', 'ENOTDIR', 'EACCES', 'EPERM', 'ELOOP'].includes(code)) throw error;
    return undefined;
  }
}
