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
  RECORD_INTS,
  type RecordBatch,
  VHOST,
} from '../parser/record-batch.ts';
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

  get input(): Uint8Array {
    return this.#kernel.input;
  }

  get looks(): LookCounts {
    return this.#plain.looks;
  }

  scan(block: ByteBlock, start: number, end: number): number {
    const kernel = this.#kernel;
    const { batch } = this;
    const stop = Math.min(end, start + kernel.inputBytes);
    const taken = kernel.scan(block, start, stop, stop === end, this.#plan, this.#kind);
    if (taken === 0) return this.#plain.scan(block, start, end);
    const { ints, size } = batch;
    for (let from = 0; ;) {
      const odd = kernel.oddFrom(from);
      if (odd > from) this.#take(from, odd);
      if (odd === size) return start + taken;
      // A parser that has to find out the format looks at the lines behind it as well.
      if (batch.block.length > kernel.scannedAt + stop - start) kernel.cutBlock(stop - start);
      if (!this.#isPrimed) this.#prime();
      const at = odd * RECORD_INTS;
      if (!this.#plain.read(odd, ints[at + LINE_START]!, ints[at + LINE_END]!)) {
        // Its fields are elsewhere, and have no room here.
        if (odd === 0) return this.#plain.scan(block, start, end);
        batch.size = odd;
        return start + ints[at + LINE_START]! - kernel.scannedAt;
      }
      from = odd + 1;
    }
  }

  /** Keeps account of the lines [from, to), which the kernel has parsed. */
  #take(from: number, to: number): void {
    if (this.#first === undefined) this.#keepFirst(from * RECORD_INTS);
    if (this.#plan !== undefined) this.looks.add('custom', to - from);
    else if (this.#kernel.looksAlike) this.looks.add(this.#lookOf(from), to - from);
    else for (let line = from; line < to; line++) this.looks.add(this.#lookOf(line));
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
    if (this.#plan === undefined && this.#parser.assume?.('common') === true) return;
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
