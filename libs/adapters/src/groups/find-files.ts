import { type Dirent, readdirSync, type Stats, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

import { systemErrorCode } from '../command-line/failure.ts';
import { readFailure } from '../files/read-failure.ts';
import { compareInTime } from '../files/rotated-name.ts';

/** Folders below one another that `**` looks into. */
export const DEPTH_MAX = 32;

/** Regular files up to `depth` folders below `base` whose path from there is wanted. */
export function findFiles(
  base: string,
  depth: number,
  wanted: (path: string) => boolean,
): readonly string[] {
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

/** Undefined for what is not there. */
export function statOf(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    // Gone meanwhile, or a link that leads nowhere.
    return undefined;
  }
}
