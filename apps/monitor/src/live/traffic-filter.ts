import {
  asShown,
  ByteBlock,
  FittingHits,
  type HitCondition,
  hitPredicate,
  type NewScanner,
  type RecentLine,
  RecentLines,
  type RecordBatch,
  Rollup,
  type RollupOptions,
} from '@hitwatch/domain';

import { SpanFigures } from './span-figures.ts';

/** Of each batch, the last ones of these are kept to be shown. */
const TAIL_LINES_MAX = 100;
/** Of what fits; what is shown is a hundred lines. */
const TAIL_LIMITS = { bytesMax: 256 * 1024, linesPerBlockMax: TAIL_LINES_MAX, lineBytesMax: 4096 };

export interface TrafficFilterOptions {
  readonly condition: HitCondition;
  readonly rollup: RollupOptions;
  readonly everyMs: number;
  readonly nowMs: number;
}

/** The hits that fit a condition, counted beside all the others as long as somebody wants it. */
export class TrafficFilter {
  readonly figures: SpanFigures;
  readonly tail = new RecentLines(TAIL_LIMITS);
  readonly #fitting: FittingHits;
  readonly #open: Rollup;
  readonly #total: Rollup;
  #hits = 0;
  #lookedBack = 0;

  constructor({ condition, rollup, everyMs, nowMs }: TrafficFilterOptions) {
    this.#fitting = new FittingHits(hitPredicate(asShown(condition, rollup.site)));
    this.#open = new Rollup(rollup);
    this.#total = new Rollup(rollup);
    const total = (rows: number) => this.#total.snapshot(rows);
    const counted = { open: this.#open, total, beganMs: nowMs };
    this.figures = new SpanFigures(counted, everyMs, nowMs);
  }

  /** Hits that were found so far. */
  get hits(): number {
    return this.#hits;
  }

  /** Lines of before that were asked. */
  get lookedBack(): number {
    return this.#lookedBack;
  }

  /** Looks through lines of before, oldest first. `pathOf` says which file a stream is. */
  lookBack(
    lines: readonly RecentLine[],
    newScanner: NewScanner,
    pathOf: (stream: number) => string,
  ): void {
    this.#lookedBack = lines.length;
    for (let at = 0; at < lines.length;) {
      const stream = lines[at]?.stream ?? 0;
      let end = at + 1;
      while (lines[end]?.stream === stream) end++;
      const path = pathOf(stream);
      this.#scan(joinedLines(lines.slice(at, end)), newScanner, path);
      at = end;
    }
  }

  take(batch: RecordBatch, path: string): void {
    const keep = (line: Uint8Array) => {
      this.tail.add(0, line);
    };
    this.#hits += this.#fitting.count(batch, path, this.#open, keep, TAIL_LINES_MAX);
  }

  /** The interval of all lines is closed, and this one with it. */
  close(fromMs: number, toMs: number): void {
    this.figures.close(fromMs, toMs);
    this.#total.merge(this.#open);
    this.#open.clear();
  }

  #scan(bytes: Uint8Array, newScanner: NewScanner, path: string): void {
    // What stands before the lines that are kept tells the format, as it does behind an offset.
    const scanner = newScanner(path, Number.MAX_SAFE_INTEGER);
    const block = new ByteBlock(bytes);
    for (let at = 0; at < bytes.length;) {
      at = scanner.scan(block, at, bytes.length);
      this.take(scanner.batch, path);
    }
  }
}

function joinedLines(lines: readonly RecentLine[]): Uint8Array {
  const bytes = new Uint8Array(lines.reduce((sum, line) => sum + line.bytes.length + 1, 0));
  let at = 0;
  for (const line of lines) {
    bytes.set(line.bytes, at);
    at += line.bytes.length;
    bytes[at++] = LF;
  }
  return bytes;
}

const LF = 10;
