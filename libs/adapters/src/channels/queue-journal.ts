import {
  appendFileSync,
  mkdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';

import type { AlertNotification, Notice } from '@hitwatch/ports';

import { systemErrorCode } from '../command-line/failure.ts';
import { readFailure } from '../files/read-failure.ts';
import { writeFailure } from '../files/write-failure.ts';
import { encodeJson } from '../json/encode.ts';
import type { AlertJournal } from './alert-journal.ts';

/** From this size on the file is written anew when more than half of it is done with. */
const COMPACT_BYTES = 64 * 1024;
/** A file that is larger is not one of ours. */
const JOURNAL_BYTES_MAX = 64 * 1024 * 1024;

/**
 * What waits for a channel, on disk: one JSON object a line, `add` for what came and `done` for
 * what was taken. Lines are handed to the system at once, so they outlive the program, if not the
 * power going off. A torn line is passed over.
 */
export class QueueJournal implements AlertJournal {
  readonly isKept = true;
  readonly #path: string;
  readonly #onNotice: (notice: Notice) => void;
  readonly #waiting: Map<string, AlertNotification>;
  #bytes = 0;
  #liveBytes = 0;
  #failed = false;

  private constructor(
    path: string,
    waiting: Map<string, AlertNotification>,
    onNotice: (notice: Notice) => void,
  ) {
    this.#path = path;
    this.#waiting = waiting;
    this.#onNotice = onNotice;
  }

  /** Makes its folder. Throws an `EnvironmentFailure` when the file cannot be read or written. */
  static open(path: string, onNotice: (notice: Notice) => void): QueueJournal {
    const waiting = readJournal(path, onNotice);
    const journal = new QueueJournal(path, waiting, onNotice);
    try {
      mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
      journal.#rewrite();
    } catch (error) {
      throw writeFailure(path, error);
    }
    return journal;
  }

  /** In the order in which they came. */
  get waiting(): readonly AlertNotification[] {
    return [...this.#waiting.values()];
  }

  add(notification: AlertNotification): void {
    this.#waiting.set(notification.id, notification);
    this.#append({ add: notification });
  }

  done(id: string): void {
    if (!this.#waiting.delete(id)) return;
    this.#append({ done: id });
  }

  close(): void {
    this.#guarded(() => {
      this.#rewrite();
    });
  }

  #append(entry: object): void {
    this.#guarded(() => {
      // After a failure the file may end anywhere: all that waits is written anew.
      if (this.#failed || this.#bytes > Math.max(COMPACT_BYTES, 2 * this.#liveBytes)) {
        this.#rewrite();
        return;
      }
      const line = `${encodeJson(entry)}\n`;
      appendFileSync(this.#path, line, { mode: 0o600 });
      this.#bytes += Buffer.byteLength(line);
    });
  }

  /** A disk that is full costs the memory over a restart, not the delivery. */
  #guarded(write: () => void): void {
    try {
      write();
      this.#failed = false;
    } catch (error) {
      if (this.#failed) return;
      this.#failed = true;
      const { message, remedy } = writeFailure(this.#path, error);
      this.#onNotice({ code: 'queue_unwritable', message: `${message}: ${remedy}` });
    }
  }

  #rewrite(): void {
    const lines = [...this.#waiting.values()].map((add) => `${encodeJson({ add })}\n`).join('');
    const fresh = `${this.#path}.new`;
    writeFileSync(fresh, lines, { mode: 0o600, flush: true });
    renameSync(fresh, this.#path);
    this.#bytes = Buffer.byteLength(lines);
    this.#liveBytes = this.#bytes;
  }
}

function readJournal(
  path: string,
  onNotice: (notice: Notice) => void,
): Map<string, AlertNotification> {
  const waiting = new Map<string, AlertNotification>();
  let text: string;
  try {
    if (statSync(path).size > JOURNAL_BYTES_MAX) {
      const message = `${path} is too large to be a queue of alerts: begun anew`;
      onNotice({ code: 'queue_unreadable', message });
      return waiting;
    }
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return waiting;
    throw readFailure(path, error);
  }
  for (const line of text.split('\n')) {
    const { add, done } = parsedEntry(line);
    if (isNotification(add)) waiting.set(add.id, add);
    else if (typeof done === 'string') waiting.delete(done);
  }
  return waiting;
}

/** Empty for a line that was torn. */
function parsedEntry(line: string): { readonly add?: unknown; readonly done?: unknown } {
  try {
    const entry: unknown = JSON.parse(line);
    return typeof entry === 'object' && entry !== null ? entry : {};
  } catch {
    return {};
  }
}

/** What every channel takes for granted; another version may have written it. */
function isNotification(entry: unknown): entry is AlertNotification {
  if (typeof entry !== 'object' || entry === null) return false;
  const it = entry as Record<string, unknown>; // any object can be looked at by name
  const texts = ['id', 'rule', 'severity', 'state', 'message'];
  const numbers = ['second', 'startedSecond', 'threshold', 'windowSeconds'];
  return (
    texts.every((name) => typeof it[name] === 'string') &&
    numbers.every((name) => Number.isFinite(it[name])) &&
    typeof it['firing'] === 'boolean' &&
    Array.isArray(it['labels']) &&
    typeof it['document'] === 'object' &&
    it['document'] !== null
  );
}
