import { AccessRecord, ByteBlock, type LineParser, PARSED } from '@hitwatch/domain';

import type { OpenLog } from './open-log.ts';

const PROBE_BYTES = 64 * 1024;
/** Bytes without a line that are searched through before their end is looked for. */
const SEARCH_BYTES_MAX = 4 * 1024 * 1024;
const LF = 10;
const CR = 13;

/**
 * Where reading has to begin so that the last `windowSeconds` of a log are seen: behind the last
 * line that is older than its newest line less the window. A bisection, so that a log of any size
 * costs some twenty reads; lines a little out of order may move the result by as much. What cannot
 * be parsed costs some reads more, and is never a reason to begin later.
 * 0 when no line can be parsed.
 */
export function findWindowStart(log: OpenLog, parser: LineParser, windowSeconds: number): number {
  const probe = new Probe(log, parser);
  const size = log.size();
  const newest = probe.newestSecond(size);
  if (newest === undefined) return 0;
  const oldest = newest - windowSeconds;
  let low = 0;
  let high = size;
  // Invariant: the last line that begins before `low` is older than the window; the first that
  // begins at `high` or later is not. Lines are those that can be parsed.
  while (high - low > PROBE_BYTES) {
    const middle = Math.floor((low + high) / 2);
    const line = probe.firstLineBetween(middle, high);
    if (line !== undefined && line.second <= oldest) low = line.end;
    else high = middle;
  }
  return probe.behindOlder(low, oldest);
}

interface FoundLine {
  readonly offset: number;
  /** Of the line behind it. */
  readonly end: number;
  readonly second: number;
}

class Probe {
  readonly #log: OpenLog;
  readonly #parser: LineParser;
  readonly #block = new ByteBlock(new Uint8Array(2 * PROBE_BYTES));
  readonly #record = new AccessRecord();

  constructor(log: OpenLog, parser: LineParser) {
    this.#log = log;
    this.#parser = parser;
  }

  /** The newest second among the last lines. */
  newestSecond(size: number): number | undefined {
    let newest: number | undefined;
    const from = Math.max(0, size - PROBE_BYTES);
    for (const { second } of this.#lines(from)) newest = Math.max(newest ?? 0, second);
    return newest;
  }

  /**
   * The first line that begins after `from` and before `to`. Where there is a long stretch without
   * any, such as the hole that a truncation leaves, its end is bisected too; in a file with several
   * of them a later line may be found, and reading begins earlier than it has to, never later.
   */
  firstLineBetween(from: number, to: number): FoundLine | undefined {
    let at = from;
    for (; at < to && at - from < SEARCH_BYTES_MAX; at += PROBE_BYTES) {
      const [line] = this.#lines(at);
      if (line !== undefined) return line.offset < to ? line : undefined;
    }
    let found: FoundLine | undefined;
    for (let behind = to; behind - at > PROBE_BYTES;) {
      const middle = Math.floor((at + behind) / 2);
      const [line] = this.#lines(middle);
      if (line === undefined) at = middle;
      else behind = middle;
      if (line !== undefined && line.offset < to) found = line;
    }
    return found;
  }

  /** Behind the lines from `low` on that are not younger than `second`. */
  behindOlder(low: number, second: number): number {
    let behind = low;
    for (const line of this.#lines(low)) {
      if (line.second > second) break;
      behind = line.end;
    }
    return behind;
  }

  /**
   * The parsed lines that begin after `offset` (or at it, when it is 0 or a line's beginning). Each
   * is parsed when it is asked for, and not after another call.
   */
  *#lines(offset: number): Generator<FoundLine, void> {
    const from = Math.max(0, offset - 1);
    const { octets } = this.#block;
    const length = this.#log.readAt(octets, from);
    let start = offset === 0 ? 0 : octets.indexOf(LF) + 1;
    if (offset > 0 && start === 0) return;
    for (;;) {
      const end = octets.indexOf(LF, start);
      if (end < 0 || end >= length) return;
      const textEnd = end > start && octets[end - 1] === CR ? end - 1 : end;
      if (this.#parser.parse(this.#block, start, textEnd, this.#record) === PARSED) {
        yield { offset: from + start, end: from + end + 1, second: this.#record.second };
      }
      start = end + 1;
    }
  }
}
