import type { Readable } from 'node:stream';

import { FileAccount, type LineTable } from '@hitwatch/domain';

import { openStream } from '../open-stream.ts';
import { type ScannerFactory, scannerFactory } from '../scanners.ts';
import { countParts, type Counting } from './crew.ts';
import { countStream, type ReadOptions } from './part.ts';
import { directed, partsOf, planFiles, type PlannedFile, type PlannedPart } from './plan.ts';

/** Logs that are to be read once. */
export interface LogsToRead {
  /** Each is counted as often as it is named. */
  readonly paths: readonly string[];
  /** Asked only for a path of `-`: to open standard input takes some milliseconds. */
  readonly openStdin: () => Readable;
  /** Threads that count. */
  readonly jobs: number;
  /** Called now and then with the bytes counted so far, of those that the files have. */
  readonly onProgress?: ((countedBytes: number, bytes: number) => void) | undefined;
}

/** What was counted of all parts, and of streams, which are counted into it as they are read. */
export interface PartSum<State> extends LineTable {
  /** Takes the part of a file. Called in the order of files and parts, whoever counted them. */
  merge(counted: State, range: PlannedPart): void;
  /** Says of which stream the lines are that are added next. */
  beginStream(path: string): void;
}

/** A file as it was read. */
export interface CountedFile extends PlannedFile {
  readonly account: FileAccount;
  /** What is wrong with its data, if it is packed and something is. */
  readonly damage: string | undefined;
  /** How much of it was read, unpacked; undefined for a stream. */
  readonly readBytes: number | undefined;
}

/**
 * One pass over logs: each hit counts in its own second, whatever the order of the lines. Files are
 * counted in parts by several threads and merged in order; streams, which cannot be divided, here.
 * Rejects with an `EnvironmentFailure` for a file that cannot be read.
 */
export async function countLogs<State>(
  { paths, openStdin, jobs, onProgress }: LogsToRead,
  counting: Counting<State>,
  options: ReadOptions,
  sum: PartSum<State>,
): Promise<readonly CountedFile[]> {
  const planned = await planFiles(paths);
  const files = planned.map(newCount);
  const fileOf = new Map<PlannedPart, Writable<CountedFile>>();
  let allBytes = 0;
  for (const file of files) {
    const { bytes } = file;
    if (bytes === undefined) continue;
    allBytes += bytes;
    const parts = directed(partsOf(file, bytes), options.formats);
    for (const part of parts) fileOf.set(part, file);
  }
  let countedBytes = 0;
  await countParts([...fileOf.keys()], jobs, counting, (counted, part) => {
    sum.merge(counted.counted, part);
    const file = fileOf.get(part);
    file?.account.merge(counted.account);
    if (file !== undefined) {
      file.damage ??= counted.damage;
      file.readBytes = Math.max(file.readBytes ?? 0, counted.end);
    }
    countedBytes += part.bytes;
    onProgress?.(countedBytes, allBytes);
  });
  let newScanner: ScannerFactory | undefined;
  for (const file of files) {
    const { path, bytes, modified } = file;
    if (bytes !== undefined) continue;
    newScanner ??= scannerFactory(options.seed, options.formats);
    sum.beginStream(path);
    const open = () => openStream(path, openStdin);
    const { account, damage } = await countStream({ path, modified, open }, sum, newScanner);
    file.account.merge(account);
    file.damage = damage;
  }
  return files;
}

type Writable<T> = { -readonly [Name in keyof T]: T[Name] };

function newCount(file: PlannedFile): Writable<CountedFile> {
  return { ...file, account: new FileAccount(), damage: undefined, readBytes: undefined };
}
