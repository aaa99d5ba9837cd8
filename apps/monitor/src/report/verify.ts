import { closeSync, createReadStream, openSync, readSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';

import {
  readFailure,
  readUnpacked,
  SystemClock,
  type TimedVerification,
  UsageFailure,
} from '@hitwatch/adapters';
import { compareReport, Recount, SlowLines } from '@hitwatch/domain/oracle';

import { amendOf, newParser } from '../scanners.ts';
import { planFiles } from './plan.ts';
import type { MadeReport, ReadFile } from './report.ts';
import type { CountOptions } from './rollup-parts.ts';

const PIECE_BYTES = 256 * 1024;
/** Bytes after which signals and the progress line are let through. */
const TURN_BYTES = 2 * 1024 * 1024;

export interface VerifyJob {
  readonly counting: CountOptions;
  /** Rows of a table that the report was asked for, 0 for all. */
  readonly top: number;
  readonly onProgress?: ((countedBytes: number, bytes: number) => void) | undefined;
}

/** What can be read only once cannot be verified. Rejects with a `UsageFailure` that names it. */
export async function refuseStreams(paths: readonly string[]): Promise<void> {
  const stream = (await planFiles(paths)).find(({ bytes }) => bytes === undefined);
  if (stream === undefined) return;
  const name = stream.path === '-' ? 'standard input' : stream.path;
  throw new UsageFailure(
    `--verify reads the log twice, and ${name} can be read only once`,
    'save it to a file first',
  );
}

/**
 * Counts what a report was made of a second time, in one thread and with nothing of the first way
 * but the parsers of formats that have no second one, and compares. Of files that grew meanwhile it
 * reads as much as the report did. Rejects with an `EnvironmentFailure` for a file that cannot be
 * read any more.
 */
export async function verifyReport(report: MadeReport, job: VerifyJob): Promise<TimedVerification> {
  const { counting, top, onProgress } = job;
  const { files, traffic, read } = report;
  const clock = new SystemClock();
  const startMs = clock.nowMs();
  const timedSections = new Set(traffic.tables.sections.rows.map(({ key }) => key));
  const recount = new Recount({ site: counting.rollup.site, timedSections });
  const amend = amendOf(counting.formats);
  const bytes = read.reduce((sum, { readBytes = 0 }) => sum + readBytes, 0);
  let countedBytes = 0;
  for (const file of read) {
    const { path, modified: reference } = file;
    const reader = new SlowLines(newParser(counting.formats, { path, reference }), amend);
    const counted = recount.file(path, reader);
    await readAgain(file, (piece) => {
      counted.push(piece);
      countedBytes += piece.length;
      onProgress?.(countedBytes, bytes);
    });
    counted.finish();
  }
  const compared = files.map(({ path, lines }, index) => {
    return { path, lines, bytes: read[index]?.readBytes ?? 0 };
  });
  const verification = compareReport({ files: compared, traffic, top }, recount);
  return { ...verification, seconds: (clock.nowMs() - startMs) / 1000 };
}

/** Gives the bytes of a file, unpacked, as far as the report has read them. */
async function readAgain(file: ReadFile, onPiece: (piece: Uint8Array) => void): Promise<void> {
  const { path, isPacked, readBytes = 0 } = file;
  if (!isPacked) {
    await readPlain(path, readBytes, onPiece);
    return;
  }
  let left = readBytes;
  // That its data are damaged the report has said; how far they could be read is compared.
  await readUnpacked(createReadStream(path), path, ({ octets }) => {
    const length = Math.min(octets.length, left);
    left -= length;
    if (length > 0) onPiece(octets.subarray(0, length));
  });
}

async function readPlain(
  path: string,
  bytes: number,
  onPiece: (piece: Uint8Array) => void,
): Promise<void> {
  try {
    const fd = openSync(path, 'r');
    try {
      for (let offset = 0, turn = 0; offset < bytes;) {
        const piece = new Uint8Array(Math.min(PIECE_BYTES, bytes - offset));
        const length = readSync(fd, piece, 0, piece.length, offset);
        if (length === 0) return;
        onPiece(piece.subarray(0, length));
        offset += length;
        turn += length;
        if (turn < TURN_BYTES) continue;
        turn = 0;
        await setImmediate();
      }
    } finally {
      closeSync(fd);
    }
  } catch (error) {
    throw readFailure(path, error);
  }
}
