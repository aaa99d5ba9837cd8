import { type Dirent, readdirSync, type Stats, statSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';

import picomatch from 'picomatch';

import { systemErrorCode } from '../command-line/failure.ts';
import { readFailure } from '../files/read-failure.ts';
import { compareInTime } from '../files/rotated-name.ts';

/** Folders below one another that `**` looks into. */
const DEPTH_MAX = 32;
/** Files that stand beside logs and are none: of editors, daemons and package managers. */
const NO_LOG = /(^\.|~$|\.(swp|pid|lock|sock|db|journal|tar|zip|rpm|deb)$)/;

/** Parentheses and `!` are more common in names than in patterns. */
const SCAN = { scanToEnd: true, noparen: true, nonegate: true };

/** The logs that an argument of the command line stands for: a directory or a pattern. */
export interface LogGroup {
  /** As given. */
  readonly argument: string;
  /** Why there may be no log, as in `logs: holds no log`. */
  readonly emptiness: string;
  /**
   * The regular files there are now, each once whatever links lead to it, sets in the order of
   * time. Throws an `EnvironmentFailure` when the folder is there and cannot be read.
   */
  list(): readonly string[];
  /** Whether a file at this path would be one of them. */
  covers(path: string): boolean;
}

/**
 * The group that an argument stands for, or undefined when it names one file, which need not be
 * there. What is there by that very name is no pattern, whatever characters it has.
 */
export function logGroup(argument: string): LogGroup | undefined {
  if (argument === '-') return undefined;
  const info = statOf(argument);
  if (info?.isDirectory()) return directoryGroup(argument);
  if (info !== undefined || !picomatch.scan(argument, SCAN).isGlob) return undefined;
  return patternGroup(argument);
}

/** All that stands directly in a folder, but for hidden files and such as are clearly no logs. */
function directoryGroup(argument: string): LogGroup {
  const isWanted = (path: string) => !NO_LOG.test(basename(path));
  return {
    argument,
    emptiness: 'holds no log',
    list: () => find(argument, 1, isWanted),
    covers: (path) => relative(argument, path) === basename(path) && isWanted(path),
  };
}

/** `*`, `?`, `[...]`, `{a,b}` and `**` as a shell has them: hidden files have to be named so. */
function patternGroup(argument: string): LogGroup {
  const { base, glob, isGlobstar } = picomatch.scan(argument, SCAN);
  const matches = picomatch(glob, { noextglob: true, nonegate: true });
  const depth = isGlobstar ? DEPTH_MAX : glob.split('/').length;
  return {
    argument,
    emptiness: 'no file matches',
    // Later there may be a file of that very name.
    list: () => find(base, depth, (path) => path === glob || matches(path)),
    covers: (path) => matches(relative(base, path)),
  };
}

/** Regular files up to `depth` folders below `base` whose path from there is wanted. */
function find(base: string, depth: number, wanted: (path: string) => boolean): readonly string[] {
  const found = new Map<string, string>();
  const folders = [{ below: '', depth }];
  for (let folder = folders.shift(); folder !== undefined; folder = folders.shift()) {
    const { below } = folder;
    const entries = entriesOf(join(base, below), below === '');
    // What is no link first: it is the name that is kept.
    entries.sort((a, b) => Number(a.isSymbolicLink()) - Number(b.isSymbolicLink()));
    for (const entry of entries) {
      const path = below === '' ? entry.name : `${below}/${entry.name}`;
      const deeper = folder.depth > 1;
      if (!wanted(path) && (!deeper || entry.isFile())) continue;
      const info = statOf(join(base, path));
      if (info?.isFile() === true && wanted(path)) {
        const identity = `${info.dev}:${info.ino}`;
        if (!found.has(identity)) found.set(identity, join(base, path));
      }
      // Links may lead in a circle, which only `**` would follow for long.
      const follow = depth < DEPTH_MAX || !(entry.isSymbolicLink() || entry.name.startsWith('.'));
      if (deeper && follow && info?.isDirectory() === true) {
        folders.push({ below: path, depth: folder.depth - 1 });
      }
    }
  }
  return [...found.values()].sort(compareFiles);
}

/** Empty for a folder that is not there; one below the first that cannot be read is passed over. */
function entriesOf(folder: string, isFirst: boolean): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    const code = systemErrorCode(error);
    if (!isFirst || code === 'ENOENT' || code === 'ENOTDIR') return [];
    throw readFailure(folder, error);
  }
}

function compareFiles(a: string, b: string): number {
  const [folder, other] = [dirname(a), dirname(b)];
  if (folder !== other) return folder < other ? -1 : 1;
  return compareInTime(basename(a), basename(b));
}

function statOf(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    // Gone meanwhile, or a link that leads nowhere.
    return undefined;
  }
}
