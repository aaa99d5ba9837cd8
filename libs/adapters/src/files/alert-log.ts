import { appendFile, type FileHandle, mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';

import type { AlertTransition } from '@hitwatch/domain';
import type { AlertHistory, AlertSink } from '@hitwatch/ports';

import { EnvironmentFailure, systemErrorCode } from '../command-line/failure.ts';
import { alertObject } from '../json/documents.ts';
import { encodeJson } from '../json/encode.ts';

/** Lines that wait while the file cannot be written; with more, the oldest are given up. */
const WAITING_LINES_MAX = 10_000;
/** How much of the end of the file is read for the history. */
const HISTORY_BYTES = 256 * 1024;
const LF = 10;

const REMEDIES: Readonly<Record<string, readonly [what: string, remedy: string]>> = {
  ENOSPC: ['the disk is full', 'make room; what waits is written with the next alert'],
  EACCES: ['permission denied', 'choose another file with --alert-log, or none'],
  EROFS: ['the file system is read-only', 'choose another file with --alert-log, or none'],
  EISDIR: ['is a directory', 'name a file with --alert-log'],
  ENOTDIR: ['something in the path is not a directory', 'choose another file with --alert-log'],
  ENOENT: ['its folder cannot be made', 'choose another file with --alert-log'],
};

/**
 * The alert history as a file: one JSON object a line, appended in one write each, opened anew for
 * each so that it may be rotated at any time.
 */
export class AlertLog implements AlertSink, AlertHistory {
  readonly path: string;
  readonly #waiting: string[] = [];

  constructor(path: string) {
    this.path = path;
  }

  /** Makes sure that the file can be written. Throws `EnvironmentFailure` when it cannot. */
  async prepare(): Promise<void> {
    try {
      await makeFolder(dirname(this.path));
      await appendFile(this.path, '');
    } catch (error) {
      throw this.#failure(error);
    }
  }

  async deliver(transition: AlertTransition): Promise<void> {
    this.#waiting.push(`${encodeJson(alertObject(transition))}\n`);
    if (this.#waiting.length > WAITING_LINES_MAX) this.#waiting.shift();
    await this.#write();
  }

  async close(): Promise<void> {
    if (this.#waiting.length > 0) await this.#write();
  }

  async recent(count: number): Promise<readonly AlertTransition[]> {
    const lines = (await this.#readEnd()).split('\n');
    const transitions = lines.map(parseTransition).filter((line) => line !== undefined);
    return transitions.slice(Math.max(0, transitions.length - count));
  }

  async #write(): Promise<void> {
    let lines: readonly string[] = [];
    try {
      const handle = await open(this.path, 'a+');
      try {
        // A line that was torn by a full disk or a crash must not spoil the one behind it.
        const begin = (await endsInLineEnd(handle)) ? '' : '\n';
        lines = this.#waiting.splice(0);
        await handle.appendFile(begin + lines.join(''));
      } finally {
        await handle.close();
      }
    } catch (error) {
      this.#waiting.unshift(...lines);
      throw this.#failure(error);
    }
  }

  async #readEnd(): Promise<string> {
    const handle = await open(this.path, 'r').catch(() => undefined);
    if (handle === undefined) return '';
    try {
      const { size } = await handle.stat();
      const from = Math.max(0, size - HISTORY_BYTES);
      const buffer = Buffer.alloc(size - from);
      const { bytesRead } = await handle.read(buffer, 0, buffer.length, from);
      return buffer.toString('utf8', 0, bytesRead);
    } finally {
      await handle.close();
    }
  }

  #failure(error: unknown): EnvironmentFailure {
    const code = systemErrorCode(error) ?? 'UNKNOWN';
    const reason = error instanceof Error ? error.message : String(error);
    const [what, remedy] = REMEDIES[code] ?? [reason, 'choose another file with --alert-log'];
    return new EnvironmentFailure(code, `alert log ${this.path}: ${what}`, remedy, {
      cause: error,
    });
  }
}

/**
 * Makes a folder and those above it. Not with `mkdir`'s own `recursive`: on a file system that
 * answers ENOENT to mkdir itself, as /proc does, Node 20 tries for ever.
 */
async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path);
  } catch (error) {
    const code = systemErrorCode(error);
    if (code === 'EEXIST') return;
    if (code !== 'ENOENT' || dirname(path) === path) throw error;
    await makeFolder(dirname(path));
    await mkdir(path);
  }
}

async function endsInLineEnd(handle: FileHandle): Promise<boolean> {
  const { size } = await handle.stat();
  if (size === 0) return true;
  const { buffer } = await handle.read(Buffer.alloc(1), 0, 1, size - 1);
  return buffer[0] === LF;
}

/** A line of the log, or undefined for what is none: torn, foreign, of a newer version. */
function parseTransition(line: string): AlertTransition | undefined {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const { rule, state, at, hits, window_s, threshold } = value as Record<string, unknown>;
  const second = typeof at === 'string' ? Date.parse(at) / 1000 : NaN;
  if (rule !== 'high-traffic' || (state !== 'triggered' && state !== 'recovered')) return undefined;
  if (!Number.isInteger(second) || typeof hits !== 'number') return undefined;
  if (typeof window_s !== 'number' || typeof threshold !== 'number') return undefined;
  return { rule, state, second, hits, windowSeconds: window_s, threshold };
}
