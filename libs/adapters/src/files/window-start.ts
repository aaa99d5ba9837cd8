import { AccessRecord, ByteBlock, type LineParser, PARSED } from '@hitwatch/domain';

import type { OpenLog } from './open-log.ts';

const PROBE_BYTES = 64 * 1024;
const LF = 10;

/**
 * Where reading has to begin so that the last `windowSeconds` of a log are seen: the offset of the
 * first line that is younger than its newest line less the window. A bisection, so that a log of
 * any size costs some twenty reads; lines a little out of order may move the result by as much. 0
 * when no line can be parsed.
 */
export async function findWindowStart(
  log: OpenLog,
  parser: LineParser,
  windowSeconds: number,
): Promise<number> {
  const probe = new Probe(log, parser);
  const size = await log.size();
  const newest = await probe.newestSecond(size);
  if (newest === undefined) return 0;
  let low = 0;
  let high = size;
  // Invariant: what begins before `low` is older than the window; what begins at `high` or later is
  // not.
  while (high - low > PROBE_BYTES) {
    const middle = Math.floor((low + high) / 2);
    const line = await probe.firstLineAfter(middle);
    if (line === undefined || line.offset >= high) break;
    if (line.second <= newest - windowSeconds) low = line.offset;
    else high = middle;
  }
  return (await probe.firstWithin(low, high, newest - windowSeconds)) ?? high;
}

interface FoundLine {
  readonly offset: number;
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
  async newestSecond(size: number): Promise<number | undefined> {
    let newest: number | undefined;
    const from = Math.max(0, size - PROBE_BYTES);
    for (const { second } of await this.#lines(from)) newest = Math.max(newest ?? 0, second);
    return newest;
  }

  async firstLineAfter(offset: number): Promise<FoundLine | undefined> {
    return (await this.#lines(offset))[0];
  }

  /** Offset of the first line from `low` on that is younger than `second`. */
  async firstWithin(low: number, high: number, second: number): Promise<number | undefined> {
    for (const line of await this.#lines(low)) {
      if (line.second > second || line.offset >= high) return line.offset;
    }
    return undefined;
  }

  /** The parsed lines that begin after `offset` (or at it, when it is 0 or a line's beginning). */
  async #lines(offset: number): Promise<readonly FoundLine[]> {
    const from = Math.max(0, offset - 1);
    const { octets } = this.#block;
    const length = await this.#log.readAt(octets, from);
    const found: FoundLine[] = [];
    let start = offset === 0 ? 0 : octets.indexOf(LF) + 1;
    if (offset > 0 && start === 0) return found;
    for (;;) {
      const end = octets.indexOf(LF, start);
      if (end < 0 || end >= length) return found;
      if (this.#parser.parse(this.#block, start, end, this.#record) === PARSED) {
        found.push({ offset: from + start, second: this.#record.second });
      }
      start = end + 1;
    }
  }
}
