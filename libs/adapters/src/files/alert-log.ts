import { dirname } from 'node:path';

import type { AlertChange } from '@hitwatch/domain';
import type { AlertHistory, AlertSink, Disk, DiskFile } from '@hitwatch/ports';

import { EnvironmentFailure, systemErrorCode } from '../command-line/failure.ts';
import { NodeDisk } from '../disk/node-disk.ts';
import { writeWhole } from '../disk/write-whole.ts';
import { alertObject } from '../json/alert-object.ts';
import { encodeJson } from '../json/encode.ts';
import { mendEnd } from './alert-log-end.ts';
import { parseChange } from './alert-log-line.ts';

/** Lines that wait while the file cannot be written; with more, the oldest are given up. */
const WAITING_LINES_MAX = 10_000;
/** How much of the end of the file is read for the history. */
const HISTORY_BYTES = 256 * 1024;

const REMEDIES: Readonly<Record<string, readonly [what: string, remedy: string]>> = {
  ENOSPC: ['the disk is full', 'make room; what waits is written as soon as there is'],
  EACCES: ['permission denied', 'choose another file with --alert-log, or none'],
  EROFS: ['the file system is read-only', 'choose another file with --alert-log, or none'],
  EISDIR: ['is a directory', 'name a file with --alert-log'],
  ENOTDIR: ['something in the path is not a directory', 'choose another file with --alert-log'],
  ENOENT: ['its folder cannot be made', 'choose another file with --alert-log'],
};

/**
 * The alert history as a file: one JSON object a line, appended, opened anew for each so that it
 * may be rotated at any time. It holds whole lines only: a part that a full disk has taken is cut
 * off again, and one that a crash has left is mended when it is met.
 */
export class AlertLog implements AlertSink, AlertHistory {
  readonly isRecord = true;
  readonly path: string;
  readonly #disk: Disk;
  readonly #waiting: string[] = [];

  constructor(path: string, disk: Disk = new NodeDisk()) {
    this.path = path;
    this.#disk = disk;
  }

  get name(): string {
    return `alert log ${this.path}`;
  }

  /** Changes that are not in the file yet. */
  get waiting(): number {
    return this.#waiting.length;
  }

  /** Makes sure that the file can be written. Throws `EnvironmentFailure` when it cannot. */
  async prepare(): Promise<void> {
    await this.#telling(async () => {
      await this.#disk.makeFolder(dirname(this.path));
      await this.#opened('append', async (file) => {
        await mendEnd(file);
      });
    });
  }

  async deliver(change: AlertChange): Promise<void> {
    this.#waiting.push(`${encodeJson(alertObject(change))}\n`);
    if (this.#waiting.length > WAITING_LINES_MAX) this.#waiting.shift();
    await this.retry();
  }

  async retry(): Promise<void> {
    if (this.#waiting.length === 0) return;
    await this.#telling(async () => {
      await this.#disk.makeFolder(dirname(this.path));
      await this.#opened('append', (file) => this.#append(file));
    });
  }

  close(): Promise<void> {
    return this.retry();
  }

  async recent(count: number): Promise<readonly AlertChange[]> {
    const lines = (await this.#readEnd()).split('\n');
    const changes = lines.map(parseChange).filter((change) => change !== undefined);
    return changes.slice(Math.max(0, changes.length - count));
  }

  async #append(file: DiskFile): Promise<void> {
    const begin = await mendEnd(file);
    const lines = this.#waiting.splice(0);
    const bytes = new TextEncoder().encode(begin + lines.join(''));
    let before: number | undefined;
    try {
      before = await file.size();
      await writeWhole(file, bytes);
    } catch (error) {
      this.#waiting.unshift(...lines);
      if (before !== undefined) await takeBack(file, before, bytes.length);
      throw error;
    }
    // What is told has to be there when the power comes back.
    await file.sync();
  }

  async #opened<T>(how: 'append' | 'read', work: (file: DiskFile) => Promise<T>): Promise<T> {
    const file = await this.#disk.open(this.path, how);
    try {
      return await work(file);
    } finally {
      await file.close();
    }
  }

  async #readEnd(): Promise<string> {
    try {
      return await this.#opened('read', async (file) => {
        const from = Math.max(0, (await file.size()) - HISTORY_BYTES);
        return new TextDecoder().decode(await file.read(from, HISTORY_BYTES));
      });
    } catch {
      return '';
    }
  }

  async #telling(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      const code = systemErrorCode(error) ?? 'UNKNOWN';
      const reason = error instanceof Error ? error.message : String(error);
      const [what, remedy] = REMEDIES[code] ?? [reason, 'choose another file with --alert-log'];
      throw new EnvironmentFailure(code, `${this.name}: ${what}`, remedy, {
        cause: error,
      });
    }
  }
}

/** Cuts a part of our lines off again, unless another program has written behind it. */
async function takeBack(file: DiskFile, before: number, wanted: number): Promise<void> {
  try {
    const size = await file.size();
    if (size > before && size - before < wanted) await file.truncate(before);
  } catch {
    // Whoever writes next finds the end as it is, and mends it.
  }
}
