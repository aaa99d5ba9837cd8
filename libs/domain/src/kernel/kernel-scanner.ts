import { ByteBlock } from '../bytes/byte-block.ts';
import { TAIL_NAMES, TailKind } from '../formats/clf-tail.ts';
import type { LookCounts } from '../formats/look-counts.ts';
import { AccessRecord } from '../parser/access-record.ts';
import type { LineParser } from '../parser/line-parser.ts';
import {
  type LineScanner,
  PlainScanner,
  type PlainScannerOptions,
} from '../parser/line-scanner.ts';
import {
  AGENT,
  LINE_END,
  LINE_START,
  REASON,
  RECORD_INTS,
  type RecordBatch,
  VHOST,
} from '../parser/record-batch.ts';
import { PARSED } from '../parser/unparsed-reason.ts';
import { type Kernel, KernelLines } from './kernel.ts';
import type { KernelPlan } from './kernel-plan.ts';

/**
 * Common and Combined logs at several times the speed of the plain parser: what has the usual shape
 * the kernel takes, and each line that has not is left to that parser, of whatever format it is.
 */
export class KernelScanner implements LineScanner {
  readonly #kernel: Kernel;
  readonly #plain: PlainScanner;
  readonly #plan: KernelPlan | undefined;
  readonly #kind: number;
  readonly #parser: LineParser;
  /** The first line that the kernel has taken, until the parser has to know of it. */
  #first: ByteBlock | undefined;
  #isPrimed = false;

  /** With `plan`, lines are of its format, and `parser` is that of the same plan. */
  constructor(
    kernel: Kernel,
    parser: LineParser,
    options?: PlainScannerOptions,
    plan?: KernelPlan,
  ) {
    // What is amended may stand behind the agent, and the kernel keeps no X-Forwarded-For.
    this.#kind = options?.amend === undefined ? KernelLines.tailed : KernelLines.clf;
    this.#kernel = kernel;
    this.#plan = plan;
    this.#parser = parser;
    this.#plain = new PlainScanner(parser, kernel.batch, options);
  }

  get batch(): RecordBatch {
    return this.#kernel.batch;
  }

  get looks(): LookCounts {
    return this.#plain.looks;
  }

  scan(block: ByteBlock, start: number, end: number): number {
    const kernel = this.#kernel;
    const { batch, looks } = this;
    const stop = Math.min(end, start + kernel.inputBytes);
    const taken = kernel.scan(block, start, stop, stop === end, this.#plan, this.#kind);
    if (taken === 0) return this.#plain.scan(block, start, end);
    const { ints, size } = batch;
    let isCut = false;
    for (let line = 0, at = 0; line < size; line++, at += RECORD_INTS) {
      if (ints[at + REASON] === PARSED) {
        looks.add(this.#plan === undefined ? this.#lookOf(line) : 'custom');
        if (this.#first === undefined) this.#keepFirst(at);
        continue;
      }
      // A parser that has to find out the format looks at the lines behind it as well.
      if (!isCut) kernel.cutBlock(stop - start);
      if (!this.#isPrimed) this.#prime();
      isCut = true;
      if (this.#plain.read(line, ints[at + LINE_START]!, ints[at + LINE_END]!)) continue;
      // Its fields are elsewhere, and have no room here.
      if (line === 0) return this.#plain.scan(block, start, end);
      batch.size = line;
      return start + ints[at + LINE_START]! - kernel.inputAt;
    }
    return start + taken;
  }

  #keepFirst(at: number): void {
    const { ints, lines } = this.batch;
    this.#first = new ByteBlock(lines.octets.slice(ints[at + LINE_START], ints[at + LINE_END]));
  }

  /** A parser that was shown none of the lines would take the odd one for all there is. */
  #prime(): void {
    const first = this.#first;
    if (first === undefined) return;
    this.#isPrimed = true;
    this.#parser.prime?.(first, 0, first.length, new AccessRecord());
  }

  /** The format of a line that the kernel has taken. */
  #lookOf(line: number): string {
    const tail = this.#kernel.tailOf(line);
    if (tail !== TailKind.none) return TAIL_NAMES[tail] ?? '';
    const { ints } = this.batch;
    const at = line * RECORD_INTS;
    const hasAgent = ints[at + AGENT + 1]! > ints[at + AGENT]!; // the batch has its places
    const hasVhost = ints[at + VHOST + 1]! > ints[at + VHOST]!;
    if (hasVhost) return hasAgent ? 'vhost_combined' : 'vhost_common';
    return hasAgent ? 'combined' : 'common';
  }
}
