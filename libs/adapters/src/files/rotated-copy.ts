import { readdir, realpath, stat } from 'node:fs/promises';
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
export async function openRotatedCopy(path: string, truncated: OpenLog, readTo: number) {
  const { fingerprint } = truncated;
  if (fingerprint.length === 0) return undefined;
  for (const candidate of await newestBeside(path)) {
    const copy = await OpenLog.open(candidate).catch(() => undefined);
    if (copy === undefined) continue;
    if (await goesOn(copy, fingerprint, readTo).catch(() => false)) return copy;
    await copy.close();
  }
  return undefined;
}

async function goesOn(copy: OpenLog, fingerprint: Buffer, readTo: number): Promise<boolean> {
  if ((await copy.size()) < readTo || !(await copy.beginsLike(fingerprint))) return false;
  await copy.seek(readTo);
  return true;
}

/** Beside the file itself, where logrotate puts it, not beside a link to it. */
async function newestBeside(link: string): Promise<readonly string[]> {
  const path = await realpath(link).catch(() => link);
  const folder = dirname(path);
  const name = basename(path);
  const found: { path: string; mtimeMs: number }[] = [];
  for (const entry of await readdir(folder).catch(() => [])) {
    if (!entry.startsWith(name) || entry === name) continue;
    const beside = join(folder, entry);
    const info = await stat(beside).catch(() => undefined);
    if (info?.isFile()) found.push({ path: beside, mtimeMs: info.mtimeMs });
  }
  found.sort((a, b) => b.mtimeMs - a.mtimeMs);
  return found.slice(0, CANDIDATES_MAX).map((file) => file.path);
}
