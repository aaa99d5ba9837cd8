import { UNPARSED_REASONS, type UnparsedReason } from '../parser/unparsed-reason.ts';

/** The proof that nothing was lost: `read = counted + filtered + unparsed`. */
export interface LineCountsSnapshot {
  readonly read: number;
  readonly counted: number;
  readonly filtered: number;
  readonly unparsed: number;
  /** Of the counted: older than every window that was still held. */
  readonly late: number;
  /** Of the counted: stamped so far ahead of the wall clock that they were counted at the clock. */
  readonly future: number;
  /** Unparsed lines by reason; only reasons that occurred. */
  readonly reasons: Readonly<Partial<Record<UnparsedReason, number>>>;
}

/** What became of the lines that were read. */
export class LineCounts {
  counted = 0;
  filtered = 0;
  late = 0;
  future = 0;
  readonly #byReason = new Float64Array(UNPARSED_REASONS.length);

  /** `reason` is an index into `UNPARSED_REASONS`. */
  addUnparsed(reason: number): void {
    this.#byReason[reason]!++; // an index of UNPARSED_REASONS
  }

  get unparsed(): number {
    return this.#byReason.reduce((sum, lines) => sum + lines, 0);
  }

  get read(): number {
    return this.counted + this.filtered + this.unparsed;
  }

  merge(other: LineCounts): void {
    this.mergeSnapshot(other.snapshot());
  }

  mergeSnapshot({ counted, filtered, late, future, reasons }: LineCountsSnapshot): void {
    this.counted += counted;
    this.filtered += filtered;
    this.late += late;
    this.future += future;
    UNPARSED_REASONS.forEach((reason, index) => {
      if (reason !== 'parsed') this.#byReason[index]! += reasons[reason] ?? 0;
    });
  }

  snapshot(): LineCountsSnapshot {
    const reasons: Partial<Record<UnparsedReason, number>> = {};
    UNPARSED_REASONS.forEach((reason, index) => {
      const lines = this.#byReason[index]!;
      if (reason !== 'parsed' && lines > 0) reasons[reason] = lines;
    });
    const { read, counted, filtered, unparsed, late, future } = this;
    return { read, counted, filtered, unparsed, late, future, reasons };
  }

  clear(): void {
    this.counted = this.filtered = this.late = this.future = 0;
    this.#byReason.fill(0);
  }
}
