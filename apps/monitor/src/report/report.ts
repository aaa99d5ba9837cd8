import type { Readable } from 'node:stream';

import { readUnpacked, type TrafficReport } from '@hitwatch/adapters';
import { FileAccount, fileTally, Intake, type LineScanner, Rollup } from '@hitwatch/domain';

import { openStream } from '../open-stream.ts';
import { scannerFactory } from '../scanners.ts';
import { countParts } from './crew.ts';
import type { CountOptions } from './part.ts';
import { directed, partsOf, planFiles, type PlannedFile, type PlannedPart } from './plan.ts';

export interface ReportJob {
  /** Each is counted as often as it is named. */
  readonly paths: readonly string[];
  /** Asked only for a path of `-`: to open standard input takes some milliseconds. */
  readonly openStdin: () => Readable;
  /** Threads that count. */
  readonly jobs: number;
  readonly counting: CountOptions;
  /** Rows of a table, 0 for all. */
  readonly top: number;
  /** Called now and then with the bytes counted so far, of those that the files have. */
  readonly onProgress?: ((countedBytes: number, bytes: number) => void) | undefined;
}

/** A file as it was read. */
export interface ReadFile {
  readonly path: string;
  readonly isPacked: boolean;
  /** Epoch second of its last change when it was looked at. */
  readonly modified: number;
  /** How much of it was read, unpacked; undefined for a stream. */
  readonly readBytes: number | undefined;
}

export interface MadeReport extends TrafficReport {
  /** What was read for it, in the order of its files. */
  readonly read: readonly ReadFile[];
}

/**
 * One pass over logs: each hit counts in its own second, whatever the order of the lines. Files are
 * counted in parts by several threads and merged in order; streams, which cannot be divided, here.
 * Rejects with an `EnvironmentFailure` for a file that cannot be read.
 */
export async function makeReport(job: ReportJob): Promise<MadeReport> {
  const { jobs, counting, top, onProgress } = job;
  const planned = await planFiles(job.paths);
  const files = planned.map(newCount);
  const total = new Rollup(counting.rollup);
  const fileOf = new Map<PlannedPart, FileCount>();
  let allBytes = 0;
  for (const file of files) {
    const { bytes } = file;
    if (bytes === undefined) continue;
    allBytes += bytes;
    const parts = directed(partsOf(file, bytes), counting.formats);
    for (const part of parts) fileOf.set(part, file);
  }
  let countedBytes = 0;
  await countParts([...fileOf.keys()], jobs, counting, ({ rollup, account, damage, end }, part) => {
    total.mergeState(rollup);
    const file = fileOf.get(part);
    file?.account.merge(account);
    if (file !== undefined) {
      file.damage ??= damage;
      file.readBytes = Math.max(file.readBytes ?? 0, end);
    }
    countedBytes += part.bytes;
    onProgress?.(countedBytes, allBytes);
  });
  const newScanner = scannerFactory(counting.rollup.seed, counting.formats);
  for (const file of files) {
    if (file.bytes !== undefined) continue;
    const scanner = newScanner({ path: file.path, reference: file.modified });
    await countStream(file, job.openStdin, scanner, total);
  }
  return {
    files: files.map(({ path, account, damage }) => ({
      ...fileTally(path, account),
      ...(damage === undefined ? {} : { damage }),
    })),
    traffic: total.snapshot(top),
    read: files.map(({ path, isPacked, modified, readBytes }) => {
      return { path, isPacked, modified, readBytes };
    }),
  };
}

interface FileCount extends PlannedFile {
  readonly account: FileAccount;
  /** What is wrong with its data, if it is packed and something is. */
  damage: string | undefined;
  /** How much of it was read, unpacked; undefined for a stream. */
  readBytes: number | undefined;
}

function newCount(file: PlannedFile): FileCount {
  return { ...file, account: new FileAccount(), damage: undefined, readBytes: undefined };
}

async function countStream(
  file: FileCount,
  openStdin: () => Readable,
  scanner: LineScanner,
  rollup: Rollup,
): Promise<void> {
  const { path, account } = file;
  const intake = new Intake(scanner, rollup);
  file.damage = await readUnpacked(openStream(path, openStdin), path, intake.push.bind(intake));
  intake.finish();
  account.merge(intake.account.state());
}
