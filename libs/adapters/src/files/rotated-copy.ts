import { readdirSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

import { OpenLog } from './open-log.ts';

/** Names beside a log that are looked through for its copy, the newest first. */
const CANDIDATES_MAX = 16;

/**
 * After copytruncate, the lines between our last read and the truncation stand in the copy only.
 * Finds it among the files whose names begin with the log's (`access.log.1`,
 * `access.log-20260102`): the one that begins as the log did and is at least as long as what was
 * read. Compressed copies do not begin so.
 */
export function openRotatedCopy(
  path: string,
  truncated: OpenLog,
  readTo: number,
): OpenLog | undefined {
  const { fingerprint } = truncated;
  if (fingerprint.length === 0) return undefined;
  for (const candidate of newestBeside(path)) {
    const copy = tried(() => OpenLog.open(candidate));
    if (copy === undefined) continue;
    if (tried(() => goesOn(copy, fingerprint, readTo)) === true) return copy;
    copy.close();
  }
  return undefined;
}

function goesOn(copy: OpenLog, fingerprint: Buffer, readTo: number): boolean {
  if (copy.size() < readTo || !copy.beginsLike(fingerprint)) return false;
  copy.seek(readTo);
  return true;
}

/** Beside the file itself, where logrotate puts it, not beside a link to it. */
function newestBeside(link: string): readonly string[] {
  const path = tried(() => realpathSync(link)) ?? link;
  const folder = dirname(path);
  const name = basename(path);
  const found: { path: string; mtimeMs: number }[] = [];
  for (const entry of tried(() => readdirSync(folder)) ?? []) {
    if (!entry.startsWith(name) || entry === name) continue;
    const beside = join(folder, entry);
    const info = tried(() => statSync(beside));
    if (info?.isFile()) found.push({ path: beside, mtimeMs: info.mtimeMs });
  }
  found.sort((a, b) => b.mtimeMs - a.mtimeMs);
  return found.slice(0, CANDIDATES_MAX).map((file) => file.path);
}

/** What cannot be looked at is not the copy. */
function tried<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch {
    return undefined;
  }
}
