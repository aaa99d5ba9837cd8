import type { LogMark } from '@hitwatch/ports';

/**
 * A log that was empty when it was looked at. Before its first bytes others may have been written,
 * copied and truncated, and nothing in the file itself tells of them.
 */
export class EmptyBeginning {
  #mark: LogMark | undefined;
  #isTold = false;

  /** As it was when it was empty, until what came before its first bytes has been looked for. */
  get mark(): LogMark | undefined {
    return this.#mark;
  }

  /** Another file is looked at, or the same in another life. */
  begin(mark: LogMark): void {
    this.#mark = mark.fingerprint.length === 0 ? mark : undefined;
    this.#isTold = false;
  }

  forget(): void {
    this.#mark = undefined;
  }

  /** To be called when there are bytes: the mark from which others have to be looked for, once. */
  end(): LogMark | undefined {
    if (this.#isTold) this.#mark = undefined;
    this.#isTold = true;
    return this.#mark;
  }

  /** The same while there are none, where the time of the file says that there were some. */
  look(now: LogMark): LogMark | undefined {
    const mark = this.#mark;
    if (mark === undefined || now.seen?.modifiedMs === mark.seen?.modifiedMs) return undefined;
    if (this.#isTold) {
      this.begin(now);
      return undefined;
    }
    this.#isTold = true;
    return mark;
  }
}
