import { createReadStream, type Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

import { type AlertChange, LineSplitter } from '@hitwatch/domain';

import { systemErrorCode } from '../command-line/failure.ts';
import { readUnpacked } from '../compressed/read-unpacked.ts';
import { parseChange } from '../files/alert-log-line.ts';
import { readFailure } from '../files/read-failure.ts';
import { compareInTime, rotatedName } from '../files/rotated-name.ts';

/** A line that is longer is none of ours. */
const LINE_BYTES_MAX = 1 << 20;

/**
 * An alert log and the files that it was rotated to beside it, packed or not, the oldest first.
 * Rejects with an `EnvironmentFailure` when its folder cannot be read; one that is missing has no
 * files.
 */
export async function alertLogFiles(path: string): Promise<readonly string[]> {
  const folder = dirname(path);
  const own = basename(path);
  let entries: readonly Dirent[];
  try {
    entries = await readdir(folder, { withFileTypes: true });
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return [];
    throw readFailure(folder, error);
  }
  const names = entries
    .filter((entry) => entry.isFile() || entry.isSymbolicLink())
    .map(({ name }) => name)
    .filter((name) => name === own || rotatedName(name).live === own);
  return names.sort(compareInTime).map((name) => join(folder, name));
}

/**
 * Reads the changes of an alert log from its beginning, a block at a time; lines that are none are
 * passed over. Resolves with what was wrong with packed data, if anything was. Rejects with an
 * `EnvironmentFailure` when the file cannot be read.
 */
export async function readChanges(
  path: string,
  onChange: (change: AlertChange) => void,
): Promise<string | undefined> {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const splitter = new LineSplitter(LINE_BYTES_MAX);
  const sink = {
    lines({ octets }: { readonly octets: Uint8Array }, start: number, end: number): void {
      for (const line of decoder.decode(octets.subarray(start, end)).split('\n')) {
        const change = line === '' ? undefined : parseChange(line);
        if (change !== undefined) onChange(change);
      }
    },
    tooLong(): void {
      return;
    },
  };
  // What is no file might never end.
  if (!(await isFile(path))) return 'it is no file';
  const damage = await readUnpacked(createReadStream(path), path, (block, offset) => {
    splitter.push(block, offset, sink);
  });
  splitter.finish(sink);
  return damage;
}

async function isFile(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile();
  } catch (error) {
    throw readFailure(path, error);
  }
}
