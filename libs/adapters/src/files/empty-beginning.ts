import type { LogMark } from '@hitwatch/ports';

/**
 * A log that was empty when it was looked at. Before its first bytes others may have been written,
 * copied and truncated, and nothing in the file itself tells of them.
 */
export class EmptyBeginning {
  #mark: LogMark | undefined;
  /** As what the log was told of: with bytes, or without but written to at that time. */
  #told: 'begun' | number | undefined;

  /** As it was when it was empty, until what came before its first bytes has been looked for. */
  get mark(): LogMark | undefined {
    return this.#mark;
  }

  /** Another file is looked at, or the same in another life. */
  begin(mark: LogMark): void {
    this.#mark = mark.fingerprint.length === 0 ? mark : undefined;
    this.#told = undefined;
  }

  forget(): void {
    this.#mark = undefined;
  }

  /** To be called when there are bytes: the mark from which others have to be looked for, once. */
  end(): LogMark | undefined {
    if (this.#told === 'begun') this.#mark = undefined;
    this.#told = 'begun';
    return this.#mark;
  }

  /**
   * The same while there are none, where the time of the file says that there were some. They may
   * have come and gone again while others were looked for.
   */
  look(now: LogMark): LogMark | undefined {
    const mark = this.#mark;
    const nowMs = now.seen?.modifiedMs;
    if (mark === undefined || nowMs === mark.seen?.modifiedMs) return undefined;
    if (this.#told === nowMs) {
      this.begin(now);
      return undefined;
    }
    this.#told = nowMs;
    return mark;
  }
}
