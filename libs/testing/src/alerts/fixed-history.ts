import type { AlertChange } from '@hitwatch/domain';
import type { AlertHistory } from '@hitwatch/ports';

/** A history that is given. */
export class FixedHistory implements AlertHistory {
  readonly #changes: readonly AlertChange[];

  /** Oldest first. */
  constructor(changes: readonly AlertChange[] = []) {
    this.#changes = [...changes];
  }

  recent(count: number): Promise<readonly AlertChange[]> {
    const from = Math.max(0, this.#changes.length - count);
    return Promise.resolve(this.#changes.slice(from));
  }
}
