import type { Readable } from 'node:stream';

import { FileReader, type FileRange, type TrafficReport } from '@hitwatch/adapters';
import {
  FileAccount,
  fileTally,
  Intake,
  type LineScanner,
  Rollup,
  type RollupOptions,
} from '@hitwatch/domain';

import { scannerFactory } from '../scanners.ts';
import { countParts } from './crew.ts';
import { partsOf, planFiles } from './plan.ts';

export interface ReportJob {
  /** Each is counted as often as it is named. */
  readonly paths: readonly string[];
  readonly stdin: Readable;
  /** Threads that count. */
  readonly jobs: number;
  readonly rollup: RollupOptions;
  /** Rows of a table, 0 for all. */
  readonly top: number;
  /** Called now and then with the bytes counted so far, of those that the files have. */
  readonly onProgress?: ((countedBytes: number, bytes: number) => void) | undefined;
}

/**
 * One pass over logs: each hit counts in its own second, whatever the order of the lines. Files are
 * counted in parts by several threads and merged in order; streams, which cannot be divided, here.
 * Rejects with an `EnvironmentFailure` for a file that cannot be read.
 */
export async function makeReport(job: ReportJob): Promise<TrafficReport> {
  const { jobs, rollup: options, top, onProgress } = job;
  const planned = await planFiles(job.paths);
  const files = planned.map((file) => ({ ...file, account: new FileAccount() }));
  const total = new Rollup(options);
  const accountOf = new Map<FileRange, FileAccount>();
  let allBytes = 0;
  for (const { path, bytes, account } of files) {
    if (bytes === undefined) continue;
    allBytes += bytes;
    for (const range of partsOf(path, bytes)) accountOf.set(range, account);
  }
  let countedBytes = 0;
  await countParts([...accountOf.keys()], jobs, options, (part, range) => {
    total.mergeState(part.rollup);
    accountOf.get(range)?.merge(part.account);
    countedBytes += range.end === Infinity ? 0 : range.end - range.start;
    onProgress?.(countedBytes, allBytes);
  });
  const newScanner = scannerFactory(options.seed);
  for (const { path, bytes, account } of files) {
    if (bytes === undefined) account.merge(await countStream(path, job.stdin, newScanner(), total));
  }
  return {
    files: files.map(({ path, account }) => fileTally(path, account)),
    traffic: total.snapshot(top),
  };
}

async function countStream(path: string, stdin: Readable, scanner: LineScanner, rollup: Rollup) {
  const source = new FileReader([path], stdin);
  const intake = new Intake(scanner, rollup);
  for (;;) {
    const event = await source.next();
    if (event.kind === 'block') intake.push(event.block, event.offset);
    else if (event.kind === 'end') break;
  }
  intake.finish();
  await source.close();
  return intake.account.state();
}
